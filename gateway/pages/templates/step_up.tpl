[[layout either title=step_up.title]]
<h1>[[step_up.title]]</h1>
<p class="usa-intro">[[step_up.intro]]</p>
[[> form action="/step-up"]]
<input type="hidden" name="next" value="{{NEXT}}">
[[> text name=passphrase key=step_up.passphrase type=password autocomplete=current-password class=""]]
<p class="hf-or">[[step_up.or]]</p>
[[> text name=code key=step_up.code type=text autocomplete=one-time-code class="hf-short"]]
<button class="usa-button usa-button--big" type="submit">[[step_up.submit]]</button>
</form>
