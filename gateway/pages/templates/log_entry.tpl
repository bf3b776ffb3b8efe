[[layout staff title=log_entry.title]]
<p class="hf-back"><a href="/log">[[log.title]]</a></p>
<h1>{{TITLE}}</h1>
{{#MATCHES}}<div class="usa-alert usa-alert--success usa-alert--slim"><div class="usa-alert__body"><p class="usa-alert__text">[[log_entry.matches]]</p></div></div>{{/MATCHES}}
{{#BROKEN}}<div class="usa-alert usa-alert--error"><div class="usa-alert__body"><p class="usa-alert__text">[[log_entry.broken]]</p></div></div>{{/BROKEN}}
<dl class="hf-facts hf-facts--rows">
{{#FIELD}}<div><dt>{{NAME}}</dt><dd><bdi>{{VALUE}}</bdi></dd></div>
{{/FIELD}}
<div><dt>[[log_entry.commitment]]</dt><dd><code class="hf-hash">{{COMMITMENT}}</code></dd></div>
<div><dt>[[log.entry]]</dt><dd><code class="hf-hash">{{ID}}</code></dd></div>
</dl>
