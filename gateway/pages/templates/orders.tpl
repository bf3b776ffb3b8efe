[[layout staff title=orders.title]]
<div class="hf-head"><div><h1>[[orders.title]]</h1><p class="hf-sub">[[orders.intro]]</p></div><a class="usa-button" href="/office/orders/new">[[orders.new]]</a></div>
[[> none key=orders.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[orders.title]]</caption>
<thead><tr><th scope="col">[[orders.order]]</th><th scope="col">[[orders.restrained]]</th><th scope="col">[[orders.protected]]</th><th scope="col">[[orders.force]]</th><th scope="col">[[orders.dates]]</th><th scope="col">[[orders.conditions]]</th></tr></thead>
<tbody>
{{#ORDER}}
<tr>
<th scope="row" data-label="[[orders.order]]"><a href="/office/orders/{{ID}}">{{KIND}}</a>{{#WAITS}}<span class="usa-tag hf-tag hf-tag--review">{{SINCE}}</span>{{/WAITS}}</th>
<td data-label="[[orders.restrained]]">[[> offender]]</td>
<td data-label="[[orders.protected]]"><bdi>{{PERSON}}</bdi></td>
<td data-label="[[orders.force]]">{{#FORCE}}<span class="usa-tag hf-tag hf-tag--quarantine">[[orders.in_force]]</span>{{/FORCE}}{{#NO_FORCE}}<span class="hf-faint">[[orders.not_in_force]]</span>{{/NO_FORCE}}<span class="hf-faint hf-line">{{STATE}}</span></td>
<td data-label="[[orders.dates]]">{{DATES}}</td>
<td data-label="[[orders.conditions]]"><bdi>{{CONDITIONS}}</bdi></td>
</tr>
{{/ORDER}}
</tbody>
</table>
{{/SOME}}
[[> more]]
