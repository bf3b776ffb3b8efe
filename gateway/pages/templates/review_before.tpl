[[layout staff title=review_before.title]]
<p class="hf-back"><a href="/office/review">[[review_queue.title]]</a></p>
<div class="hf-head">
<div><h1>[[review_before.title]]</h1><p class="hf-sub">[[> offender]]</p></div>
<span class="usa-tag hf-tag hf-verdict hf-verdict--{{VERDICT_CODE}} hf-state--big">{{VERDICT}}</span>
</div>
{{#BARRED}}<div class="usa-alert usa-alert--warning usa-alert--slim"><div class="usa-alert__body"><p class="usa-alert__text">{{SAYS}}</p></div></div>{{/BARRED}}
[[> review_facts]]
[[> bilingual]]
[[> rescreened]]
<p>[[> tags]]</p>
{{#EARLIER}}
<h2>[[review_before.earlier]]</h2>
<ul class="usa-list">
{{#ONE}}<li>{{SAYS}}{{#REASONS}}: {{LIST}}{{/REASONS}}</li>
{{/ONE}}
</ul>
{{/EARLIER}}
<section class="hf-gate">
<h2>[[review_before.open.title]]</h2>
<p>[[review_before.open.text]]</p>
[[> form action="/office/review/{{ID}}/open"]]
<button class="usa-button usa-button--big" type="submit">[[review_before.open.submit]]</button>
</form>
</section>
