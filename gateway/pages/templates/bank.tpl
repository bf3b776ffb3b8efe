[[layout staff title=bank.title]]
<div class="hf-head"><div><h1>[[bank.title]]</h1><p class="hf-sub">{{COUNT}}</p></div></div>
[[> none key=bank.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[bank.title]]</caption>
<thead><tr><th scope="col">[[review.writer]]</th><th scope="col">[[bank.person]]</th><th scope="col">[[bank.state]]</th><th scope="col">[[bank.contact]]</th><th scope="col">[[bank.banked]]</th></tr></thead>
<tbody>
{{#LETTER}}
<tr>
<th scope="row" data-label="[[review.writer]]">[[> offender]]</th>
<td data-label="[[bank.person]]">{{#NOBODY}}<span class="hf-faint">[[bank.nobody]]</span>{{/NOBODY}}<bdi>{{PERSON}}</bdi></td>
<td data-label="[[bank.state]]"><span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}}">{{STATE}}</span>{{#UNDO}} <a class="hf-line" href="/office/addressing/{{ID}}/undo">[[addressing_undo.link]]</a>{{/UNDO}}</td>
<td data-label="[[bank.contact]]">{{#BARRED}}<span class="usa-tag hf-tag hf-tag--quarantine">[[bank.barred]]</span>{{/BARRED}}{{#FREE}}<span class="hf-faint">[[bank.free]]</span>{{/FREE}}</td>
<td data-label="[[bank.banked]]">{{BANKED}}</td>
</tr>
{{/LETTER}}
</tbody>
</table>
{{/SOME}}
[[> more]]
