[[layout staff title=registrations.title]]
<div class="hf-head"><div><h1>[[registrations.title]]</h1><p class="hf-sub">[[registrations.intro]]</p></div></div>
[[> none key=registrations.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[registrations.title]]</caption>
<thead><tr><th scope="col">[[registrations.person]]</th><th scope="col">[[registrations.relation]]</th><th scope="col">[[registrations.state]]</th><th scope="col">[[registrations.notice]]</th><th scope="col">[[registrations.registered]]</th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<th scope="row" data-label="[[registrations.person]]"><a href="/office/registrations/{{ID}}"><bdi>{{NAME}}</bdi></a></th>
<td data-label="[[registrations.relation]]">{{RELATION}}</td>
<td data-label="[[registrations.state]]"><span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}}">{{STATE}}</span></td>
<td data-label="[[registrations.notice]]">{{NOTICE}}</td>
<td data-label="[[registrations.registered]]">{{AT}}</td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/SOME}}
[[> more]]
