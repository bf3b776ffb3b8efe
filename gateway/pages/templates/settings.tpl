[[layout staff title=settings.title]]
<div class="hf-head"><div><h1>[[settings.title]]</h1><p class="hf-sub">{{VERSION}}</p></div></div>
<h2>[[settings.health]]</h2>
<ul class="hf-checks">
{{#CHECK}}<li class="hf-check{{#WELL}} hf-check--well{{/WELL}}"><span class="hf-check__name">{{NAME}}</span> {{#WELL}}<span class="usa-tag hf-tag hf-tag--well">[[settings.well]]</span>{{/WELL}}{{#ILL}}<span class="usa-tag hf-tag hf-tag--quarantine">[[settings.ill]]</span>{{/ILL}} <span class="hf-faint"><bdi>{{DETAIL}}</bdi></span></li>
{{/CHECK}}
</ul>
<h2>[[settings.accounts]]</h2>
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[settings.accounts]]</caption>
<thead><tr><th scope="col">[[settings.name]]</th><th scope="col">[[settings.role]]</th><th scope="col">[[settings.belongs]]</th><th scope="col">[[settings.state]]</th></tr></thead>
<tbody>
{{#ACCOUNT}}
<tr><th scope="row" data-label="[[settings.name]]"><bdi>{{NAME}}</bdi></th><td data-label="[[settings.role]]">{{ROLE}}</td><td data-label="[[settings.belongs]]"><bdi>{{BELONGS}}</bdi></td><td data-label="[[settings.state]]">{{STATE}}</td></tr>
{{/ACCOUNT}}
</tbody>
</table>
<h2>[[settings.programmes]]</h2>
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[settings.programmes]]</caption>
<thead><tr><th scope="col">[[settings.name]]</th><th scope="col">[[settings.institution]]</th><th scope="col">[[settings.state]]</th></tr></thead>
<tbody>
{{#PROGRAMME}}
<tr><th scope="row" data-label="[[settings.name]]"><bdi>{{NAME}}</bdi></th><td data-label="[[settings.institution]]"><bdi>{{INSTITUTION}}</bdi></td><td data-label="[[settings.state]]">{{STATE}}</td></tr>
{{/PROGRAMME}}
</tbody>
</table>
<h2>[[settings.packs]]</h2>
<dl class="hf-facts hf-facts--rows">
{{#PACK}}<div><dt><bdi>{{NAME}}</bdi> <span class="hf-faint"><bdi>{{VERSION}}</bdi></span></dt><dd><code class="hf-hash">{{HASH}}</code></dd></div>
{{/PACK}}
</dl>
