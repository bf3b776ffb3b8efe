[[layout staff title=office_contact.title]]
<div class="hf-head"><div><h1>[[office_contact.title]]</h1><p class="hf-sub">[[office_contact.intro]]</p></div></div>
[[> none key=office_contact.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[office_contact.title]]</caption>
<thead><tr><th scope="col">[[orders.restrained]]</th><th scope="col">[[orders.protected]]</th><th scope="col">[[office_contact.state]]</th><th scope="col">[[office_contact.terms]]</th><th scope="col">[[office_contact.acts]]</th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<th scope="row" data-label="[[orders.restrained]]">[[> offender]]</th>
<td data-label="[[orders.protected]]">{{RELATION}}</td>
<td data-label="[[office_contact.state]]">{{STATE}}<span class="hf-faint hf-line">{{CHANGED}}</span></td>
<td data-label="[[office_contact.terms]]">{{WORDS}}</td>
<td data-label="[[office_contact.acts]]">
{{#AGREE}}[[> form action="/office/contact/{{ID}}/agree"]]<button class="usa-button" type="submit">[[office_contact.agree]]</button></form>{{/AGREE}}
{{#GO_ON}}[[> form action="/office/contact/{{ID}}/agree"]]<button class="usa-button" type="submit">[[office_contact.go_on]]</button></form>{{/GO_ON}}
{{#REFUSE}}[[> form action="/office/contact/{{ID}}/close"]]<input type="hidden" name="act" value="refuse"><button class="usa-button usa-button--outline" type="submit">[[office_contact.refuse]]</button></form>{{/REFUSE}}
{{#PAUSE}}[[> form action="/office/contact/{{ID}}/close"]]<input type="hidden" name="act" value="pause"><button class="usa-button usa-button--outline" type="submit">[[office_contact.pause]]</button></form>{{/PAUSE}}
{{#END}}[[> form action="/office/contact/{{ID}}/close"]]<input type="hidden" name="act" value="end"><button class="usa-button usa-button--outline" type="submit">[[office_contact.end]]</button></form>{{/END}}
</td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/SOME}}
[[> more]]
