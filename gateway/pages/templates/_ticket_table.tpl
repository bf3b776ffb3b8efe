{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[$key]]</caption>
<thead><tr><th scope="col">[[ticket.writer]]</th><th scope="col">[[ticket.categories]]</th><th scope="col">[[ticket.state]]</th><th scope="col">[[ticket.institution]]</th><th scope="col">[[ticket.opened]]</th></tr></thead>
<tbody>
{{#TICKET}}
<tr>
<th scope="row" data-label="[[ticket.writer]]"><a href="[[=base]]/{{ID}}">[[> offender]]</a></th>
<td data-label="[[ticket.categories]]">[[> tags]]</td>
<td data-label="[[ticket.state]]"><span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}}">{{STATE}}</span></td>
<td data-label="[[ticket.institution]]"><bdi>{{INSTITUTION}}</bdi></td>
<td data-label="[[ticket.opened]]">{{OPENED}}</td>
</tr>
{{/TICKET}}
</tbody>
</table>
{{/SOME}}
[[> more]]
