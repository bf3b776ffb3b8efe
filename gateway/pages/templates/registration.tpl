[[layout staff title=registration.title]]
<p class="hf-back"><a href="/office/registrations">[[registrations.title]]</a></p>
<div class="hf-head"><div><h1>[[registration.title]]</h1><p class="hf-sub"><bdi>{{NUMBER}}</bdi></p></div>
<span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}} hf-state--big">{{STATE}}</span></div>
<dl class="hf-facts">
<div><dt>[[registrations.relation]]</dt><dd>{{RELATION}}</dd></div>
<div><dt>[[registrations.notice]]</dt><dd>{{NOTICE}}</dd></div>
{{#CASE}}<div><dt>[[review.case]]</dt><dd><bdi>{{NUMBER}}</bdi></dd></div>{{/CASE}}
</dl>
{{#CLOSED}}
<section class="hf-gate">
<h2>[[registration.open.title]]</h2>
<p>[[registration.open.text]]</p>
[[> form action="/office/registrations/{{ID}}/open"]]
<button class="usa-button" type="submit">[[registration.open.submit]]</button>
</form>
</section>
{{/CLOSED}}
<p><a href="/office/registrations/{{ID}}/stop">[[stop_for.title]]</a></p>
{{#RECORD}}
<dl class="hf-facts hf-facts--rows">
<div><dt>[[registration.name]]</dt><dd><bdi>{{NAME}}</bdi></dd></div>
<div><dt>[[registration.email]]</dt><dd><bdi>{{EMAIL}}</bdi></dd></div>
<div><dt>[[registration.address]]</dt><dd><bdi>{{ADDRESS}}</bdi></dd></div>
<div><dt>[[registration.phone]]</dt><dd><bdi>{{PHONE}}</bdi></dd></div>
</dl>
{{/RECORD}}
{{#CONFIRMED}}<p><a href="/office/registrations/{{ID}}/contact">[[new_contact.title]]</a></p>{{/CONFIRMED}}
{{#ALIKE}}
<section class="hf-calm">
<h2>[[alike.title]]</h2>
{{#WAIT}}<p>[[known.wait]]</p>{{/WAIT}}
{{#NOBODY}}<p>[[alike.nobody]]</p>{{/NOBODY}}
<ul class="usa-list">
[[> known]]
</ul>
</section>
{{/ALIKE}}
{{#CONFIRM}}
<section class="hf-decide">
<h2>[[registration.confirm.title]]</h2>
<p>[[registration.confirm.text]]</p>
[[> form action="/office/registrations/{{ID}}/confirmation"]]
[[> radios name=adult key=registration.adult]]
<button class="usa-button usa-button--big" type="submit">[[registration.confirm.submit]]</button>
</form>
</section>
{{/CONFIRM}}
