[[layout staff title=rules.title]]
<div class="hf-head"><div><h1>[[rules.title]]</h1><p class="hf-sub">[[rules.intro]]</p></div></div>
{{#REFUSED}}
<section class="hf-gate" role="alert">
<h2>[[rules.refused]]</h2>
<p>[[rules.refused.text]]</p>
<ul class="hf-log">{{#FAULT}}<li><span class="hf-log__at"><code>{{PLACE}}</code></span> <bdi>{{WHAT}}</bdi></li>
{{/FAULT}}</ul>
</section>
{{/REFUSED}}
{{#WAITING}}
<section class="hf-gate">
<h2>[[rules.waiting]]</h2>
<p>[[rules.waiting.text]]</p>
<p>{{#ASKED}}<span class="hf-faint"><bdi>{{WHO}}</bdi>, {{AT}}</span>{{/ASKED}}</p>
<p><a class="usa-button usa-button--outline" href="/settings/rules/{{ID}}">[[rules.waiting.look]]</a></p>
</section>
{{/WAITING}}
<h2>[[rules.in_force]]</h2>
{{#IN_FORCE}}
<dl class="hf-facts hf-facts--rows">
<div><dt>[[rules.set]]</dt><dd><code class="hf-hash">{{WHOLE}}</code></dd></div>
<div><dt>[[rules.holds]]</dt><dd>{{RULES}}</dd></div>
{{#DECIDED}}<div><dt>[[rules.since]]</dt><dd>{{AT}} · <bdi>{{WHO}}</bdi></dd></div>{{/DECIDED}}
</dl>
{{/IN_FORCE}}
[[> form action="/settings/rules/reload"]]
<p>[[rules.reload.text]]</p>
<button class="usa-button" type="submit">[[rules.reload]]</button>
</form>
<h2>[[rules.gateways]]</h2>
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[rules.gateways]]</caption>
<thead><tr><th scope="col">[[rules.gateway]]</th><th scope="col">[[rules.set]]</th><th scope="col">[[rules.since]]</th><th scope="col">[[rules.seen]]</th></tr></thead>
<tbody>
{{#GATEWAY}}
<tr><th scope="row" data-label="[[rules.gateway]]"><bdi>{{NAME}}</bdi></th><td data-label="[[rules.set]]"><code>{{HASH}}</code> {{#CURRENT}}<span class="usa-tag hf-tag hf-tag--well">[[rules.current]]</span>{{/CURRENT}}{{#BEHIND}}<span class="usa-tag hf-tag hf-tag--review">[[rules.behind]]</span>{{/BEHIND}}</td><td data-label="[[rules.since]]">{{SINCE}}</td><td data-label="[[rules.seen]]">{{SEEN}}</td></tr>
{{/GATEWAY}}
</tbody>
</table>
<h2>[[rules.history]]</h2>
<table class="usa-table usa-table--borderless usa-table--stacked hf-table">
<caption class="usa-sr-only">[[rules.history]]</caption>
<thead><tr><th scope="col">[[rules.set]]</th><th scope="col">[[rules.state]]</th><th scope="col">[[rules.holds]]</th><th scope="col">[[rules.asked]]</th><th scope="col">[[rules.decided]]</th></tr></thead>
<tbody>
{{#SET}}
<tr><th scope="row" data-label="[[rules.set]]"><a href="/settings/rules/{{ID}}"><code>{{HASH}}</code></a></th><td data-label="[[rules.state]]">{{STATE}}</td><td data-label="[[rules.holds]]">{{RULES}}</td><td data-label="[[rules.asked]]">{{#ASKED}}<bdi>{{WHO}}</bdi><span class="hf-faint hf-line">{{AT}}</span>{{/ASKED}}</td><td data-label="[[rules.decided]]">{{#DECIDED}}<bdi>{{WHO}}</bdi><span class="hf-faint hf-line">{{AT}}</span>{{/DECIDED}}</td></tr>
{{/SET}}
</tbody>
</table>
