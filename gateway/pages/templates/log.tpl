[[layout staff title=log.title]]
<div class="hf-head"><div><h1>[[log.title]]</h1><p class="hf-sub">{{COUNT}}</p></div></div>
<p class="hf-says">[[log.intro]]</p>
<dl class="hf-facts"><div><dt>[[log.root]]</dt><dd><code class="hf-hash">{{ROOT}}</code></dd></div></dl>
<form class="hf-filter" method="get" action="/log">
<label class="usa-label" for="from">[[log.from]]</label>
<input class="usa-input" id="from" name="from" type="text" inputmode="numeric" value="{{FROM}}">
<button class="usa-button usa-button--outline" type="submit">[[log.show]]</button>
</form>
[[> none key=log.none]]
{{#SOME}}
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[log.title]]</caption>
<thead><tr><th scope="col">[[log.index]]</th><th scope="col">[[log.witnessed]]</th><th scope="col">[[log.entry]]</th><th scope="col">[[log.act]]</th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<th scope="row" data-label="[[log.index]]">{{INDEX}}</th>
<td data-label="[[log.witnessed]]">{{AT}}</td>
<td data-label="[[log.entry]]">{{#BLANK}}<span class="hf-faint">[[log.blank]]</span>{{/BLANK}}{{#REAL}}<code>{{ID}}</code>{{/REAL}}</td>
<td data-label="[[log.act]]">{{#REAL}}<form class="hf-inline" method="post" action="/log/{{ID}}/open"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="usa-button usa-button--unstyled" type="submit">[[log.open]] <span class="usa-sr-only">{{INDEX}}</span></button></form>{{/REAL}}</td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/SOME}}
[[> more]]
