[[layout staff title=programme.title]]
<div class="hf-head">
<div>
<h1>[[programme.title]]</h1>
<p class="hf-sub"><bdi>{{PROGRAMME}}</bdi> · {{COUNT}}</p>
</div>
<a class="usa-button" href="/programme/letters/new">[[programme.new]]</a>
</div>
[[> none key=programme.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[programme.title]]</caption>
<thead><tr><th scope="col">[[programme.writer]]</th><th scope="col">[[programme.state]]</th><th scope="col">[[programme.received]]</th><th scope="col">[[programme.version]]</th></tr></thead>
<tbody>
{{#LETTER}}
<tr>
<th scope="row" data-label="[[programme.writer]]"><a href="/programme/letters/{{ID}}">[[> offender]]</a></th>
<td data-label="[[programme.state]]"><span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}}">{{STATE}}</span></td>
<td data-label="[[programme.received]]">{{RECEIVED}}</td>
<td data-label="[[programme.version]]">{{VERSION}}</td>
</tr>
{{/LETTER}}
</tbody>
</table>
{{/SOME}}
[[> more]]
<aside class="hf-note"><h2>[[programme.states.title]]</h2>
<dl class="hf-terms">
{{#TERM}}<div><dt><span class="usa-tag hf-tag hf-state hf-state--{{CODE}}">{{NAME}}</span></dt><dd>{{SAYS}}</dd></div>
{{/TERM}}
</dl></aside>
