[[layout staff title=addressing_undo.title]]
<p class="hf-back"><a href="/office/bank">[[bank.title]]</a></p>
<div class="hf-head"><div><h1>[[addressing_undo.title]]</h1><p class="hf-sub">[[> offender]]</p></div></div>
<p class="usa-intro">[[addressing_undo.intro]]</p>
[[> form action="/office/addressing/{{ID}}/undo"]]
[[> area name=evidence key=addressing_undo.evidence rows=4 class=""]]
<button class="usa-button usa-button--big" type="submit">[[addressing_undo.submit]]</button>
</form>
