[[layout staff title=investigation.title]]
{{#FROM_LIST}}<p class="hf-back"><a href="/investigations">[[investigations.title]]</a></p>{{/FROM_LIST}}
{{#FROM_SECOND}}<p class="hf-back"><a href="/second">[[second.title]]</a></p>{{/FROM_SECOND}}
<div class="hf-head">
<div><h1>[[investigation.title]]</h1><p class="hf-sub">[[> offender]] · <bdi>{{INSTITUTION}}</bdi></p></div>
<span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}} hf-state--big">{{STATE}}</span>
</div>
<p>[[> tags]]</p>
<p class="hf-sub">{{OPENED}}</p>
{{#CLOSED_WORDS}}
<section class="hf-gate">
<h2>[[investigation.open.title]]</h2>
<p>[[investigation.open.text]]</p>
[[> form action="/investigations/{{ID}}/open"]]
<button class="usa-button" type="submit">[[investigation.open.submit]]</button>
</form>
</section>
{{/CLOSED_WORDS}}
<div class="hf-desk">
<div class="hf-desk__words">
{{#OPEN_WORDS}}
<section aria-label="[[review_open.words]]">
[[> words]]
</section>
{{/OPEN_WORDS}}
{{#ANSWER}}
<h2>[[investigation.answer]]</h2>
<blockquote class="hf-exact"><p dir="auto">{{TEXT:pre_escape}}</p></blockquote>
{{/ANSWER}}
[[> history]]
{{#SIMILARS}}
<h2>[[investigation.similar]]</h2>
<ul class="hf-log">{{#SIMILAR}}<li><span class="hf-log__at">{{#LINK}}<a href="{{TO}}">{{AT}}</a>{{/LINK}}{{#NO_LINK}}{{AT}}{{/NO_LINK}}</span> {{#LABELLED}}[[> tags]]{{/LABELLED}}</li>
{{/SIMILAR}}</ul>
{{/SIMILARS}}
</div>
<section class="hf-desk__side">
[[> findings action="/investigations/{{ID}}/marks"]]
</section>
<div class="hf-desk__acts">
{{#DECIDE}}
<section class="hf-decide">
<h2>[[investigation.decide.title]]</h2>
<p>[[investigation.decide.text]]</p>
[[> form action="/investigations/{{ID}}/decision"]]
[[> radios name=decision key=investigation.decision]]
[[> radios name=reason key=investigation.reason]]
<button class="usa-button usa-button--big" type="submit">[[investigation.decide.submit]]</button>
</form>
</section>
{{/DECIDE}}
{{#LIFT}}
<section class="hf-decide">
<h2>[[investigation.lift.title]]</h2>
<p>[[investigation.lift.text]]</p>
[[> form action="/investigations/{{ID}}/lift"]]
<button class="usa-button usa-button--big" type="submit">[[investigation.lift.submit]]</button>
</form>
</section>
{{/LIFT}}
{{#LIFT_WAITS}}<div class="hf-calm"><p>[[investigation.lift.waits]]</p><p class="hf-faint">{{HELD}}</p></div>{{/LIFT_WAITS}}
{{#CLOSE}}
<section class="hf-decide">
<h2>[[investigation.close.title]]</h2>
[[> form action="/investigations/{{ID}}/close"]]
[[> radios name=outcome key=investigation.outcome]]
<button class="usa-button usa-button--big" type="submit">[[investigation.close.submit]]</button>
</form>
</section>
{{/CLOSE}}
</div>
</div>
