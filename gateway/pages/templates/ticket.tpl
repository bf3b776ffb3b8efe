[[layout staff title=ticket.title]]
<p class="hf-back"><a href="/tickets">[[tickets.title]]</a></p>
<div class="hf-head">
<div><h1>[[ticket.title]]</h1><p class="hf-sub">[[> offender]] · <bdi>{{INSTITUTION}}</bdi></p></div>
<span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}} hf-state--big">{{STATE}}</span>
</div>
<p>[[> tags]]</p>
<p class="hf-sub">{{OPENED}}</p>
<h2>[[ticket.summary]]</h2>
<p dir="auto" class="hf-says">{{SUMMARY}}</p>
<div class="hf-calm"><p>[[ticket.care]]</p></div>
{{#ACKNOWLEDGE}}
<section class="hf-gate">
<h2>[[ticket.acknowledge.title]]</h2>
<p>[[ticket.acknowledge.text]]</p>
[[> form action="/tickets/{{ID}}/acknowledge"]]
<button class="usa-button" type="submit">[[ticket.acknowledge.submit]]</button>
</form>
</section>
{{/ACKNOWLEDGE}}
{{#ANSWERING}}
<section class="hf-decide">
<h2>[[ticket.answer.title]]</h2>
[[> form action="/tickets/{{ID}}/answer"]]
[[> radios name=state key=ticket.answer_state]]
[[> area name=answer key=ticket.answer rows=6 class=""]]
<button class="usa-button usa-button--big" type="submit">[[ticket.answer.submit]]</button>
</form>
</section>
{{/ANSWERING}}
{{#ANSWERED}}
<h2>[[ticket.answered]]</h2>
<blockquote class="hf-exact"><p dir="auto">{{TEXT:pre_escape}}</p></blockquote>
{{/ANSWERED}}
[[> history]]
