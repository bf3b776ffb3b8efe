[[layout staff title=review_queue.title]]
<div class="hf-head"><div><h1>[[review_queue.title]]</h1><p class="hf-sub">{{COUNT}}</p></div></div>
[[> none key=review_queue.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[review_queue.title]]</caption>
<thead><tr><th scope="col">[[review.writer]]</th><th scope="col">[[review.verdict]]</th><th scope="col">[[review.findings]]</th><th scope="col">[[review.received]]</th><th scope="col">[[review.programme]]</th><th scope="col">[[review.assigned]]</th></tr></thead>
<tbody>
{{#LETTER}}
<tr>
<th scope="row" data-label="[[review.writer]]"><a href="/office/review/{{ID}}">[[> offender]]</a></th>
<td data-label="[[review.verdict]]"><span class="usa-tag hf-tag hf-verdict hf-verdict--{{VERDICT_CODE}}">{{VERDICT}}</span></td>
<td data-label="[[review.findings]]">{{#PLAIN}}<span class="hf-faint">[[review.no_findings]]</span>{{/PLAIN}}[[> tags]]</td>
<td data-label="[[review.received]]">{{RECEIVED}}<span class="hf-faint hf-line">{{META}}</span></td>
<td data-label="[[review.programme]]"><bdi>{{PROGRAMME}}</bdi></td>
<td data-label="[[review.assigned]]">{{#NOBODY}}<span class="hf-faint">[[review.unassigned]]</span>{{/NOBODY}}<bdi>{{ASSIGNED}}</bdi></td>
</tr>
{{/LETTER}}
</tbody>
</table>
{{/SOME}}
[[> more]]
