[[layout staff title=stop_for.title]]
<p class="hf-back"><a href="/office/registrations/{{ID}}">[[registration.title]]</a></p>
<h1>[[stop_for.title]]</h1>
<p class="usa-intro">[[stop_for.intro]]</p>
[[> form action="/office/registrations/{{ID}}/stop"]]
[[> radios name=said key=stop_for.said]]
[[> area name=identity key=stop_for.identity rows=3 class=""]]
<p class="hf-aside">[[stop_for.effect]]</p>
<button class="usa-button usa-button--big" type="submit">[[stop_for.submit]]</button>
</form>
