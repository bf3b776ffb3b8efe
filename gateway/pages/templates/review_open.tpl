[[layout staff title=review_open.title]]
<p class="hf-back"><a href="/office/review">[[review_queue.title]]</a></p>
<div class="hf-head">
<div><h1>[[review_open.title]]</h1><p class="hf-sub">[[> offender]]</p></div>
<span class="usa-tag hf-tag hf-verdict hf-verdict--{{VERDICT_CODE}} hf-state--big">{{VERDICT}}</span>
</div>
[[> review_facts]]
[[> bilingual]]
[[> rescreened]]
<div class="hf-desk">
<section class="hf-desk__words" aria-label="[[review_open.words]]">
[[> words]]
</section>
<section class="hf-desk__side">
[[> findings action="/office/review/{{ID}}/marks"]]
{{#WHY_NOT}}
<div class="hf-calm">
<h2>{{TITLE}}</h2>
<p>{{SAYS}}</p>
{{#REASON}}<p>{{TEXT}}</p>{{/REASON}}
{{#MISSES}}<p>[[why_not.missing]]</p>
<ul class="usa-list">{{#MISSING}}<li>{{TEXT}}</li>{{/MISSING}}</ul>{{/MISSES}}
</div>
{{/WHY_NOT}}
{{#SPOKEN}}
<div class="hf-calm">
<h2>[[spoken.title]]</h2>
{{#WAIT}}<p>[[known.wait]]</p>{{/WAIT}}
{{#NOBODY}}<p>[[spoken.nobody]]</p>{{/NOBODY}}
{{#OF}}<p>{{KIND}}: <bdi>{{WORDS}}</bdi></p>
<ul class="usa-list">
[[> known]]
</ul>
{{/OF}}
</div>
{{/SPOKEN}}
<p class="hf-faint">[[review_open.rules]] <bdi>{{RULES}}</bdi></p>
</section>
<section class="hf-decide hf-desk__acts">
<h2>[[review_open.decide]]</h2>
<p>[[review_open.decide.text]]</p>
[[> form action="/office/review/{{ID}}/decision"]]
[[> radios name=decision key=review_open.decision]]
[[> checks name=reasons key=review_open.reasons]]
[[> radios name=note key=review_open.note]]
<button class="usa-button usa-button--big" type="submit">[[review_open.submit]]</button>
</form>
</section>
</div>
