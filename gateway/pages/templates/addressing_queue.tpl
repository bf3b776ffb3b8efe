[[layout staff title=addressing_queue.title]]
<div class="hf-head"><div><h1>[[addressing_queue.title]]</h1><p class="hf-sub">[[addressing_queue.intro]]</p></div></div>
[[> none key=addressing_queue.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[addressing_queue.title]]</caption>
<thead><tr><th scope="col">[[review.writer]]</th><th scope="col">[[review.case]]</th><th scope="col">[[addressing.candidates]]</th><th scope="col">[[addressing.approved]]</th></tr></thead>
<tbody>
{{#LETTER}}
<tr>
<th scope="row" data-label="[[review.writer]]"><a href="/office/addressing/{{ID}}">[[> offender]]</a></th>
<td data-label="[[review.case]]"><bdi>{{CASE}}</bdi></td>
<td data-label="[[addressing.candidates]]">{{CANDIDATES}}</td>
<td data-label="[[addressing.approved]]">{{APPROVED}}</td>
</tr>
{{/LETTER}}
</tbody>
</table>
{{/SOME}}
[[> more]]
