[[layout staff title=rule_change.title]]
{{#FROM_LIST}}<p class="hf-back"><a href="/settings/rules">[[rules.title]]</a></p>{{/FROM_LIST}}
{{#FROM_SECOND}}<p class="hf-back"><a href="/second">[[second.title]]</a></p>{{/FROM_SECOND}}
<div class="hf-head">
<div><h1>[[rule_change.title]]</h1><p class="hf-sub">{{COUNT}}</p></div>
<span class="usa-tag hf-tag">{{STATE}}</span>
</div>
<dl class="hf-facts">
<div><dt>[[rules.set]]</dt><dd><code>{{HASH}}</code></dd></div>
<div><dt>[[rule_change.before]]</dt><dd><bdi>{{BEFORE}}</bdi></dd></div>
<div><dt>[[rules.holds]]</dt><dd>{{RULES}}</dd></div>
<div><dt>[[rules.asked]]</dt><dd>{{#ASKED}}<bdi>{{WHO}}</bdi>, {{AT}}{{/ASKED}}</dd></div>
{{#DECIDED}}<div><dt>[[rules.decided]]</dt><dd><bdi>{{WHO}}</bdi>, {{AT}}</dd></div>{{/DECIDED}}
</dl>
<ul class="hf-list">
{{#WEAKER}}
<li class="hf-card">
<div class="hf-card__head"><h2><code>{{RULE}}</code></h2></div>
{{#MEANS}}<p><bdi>{{SAYS}}</bdi></p>{{/MEANS}}
<ul>{{#HOW}}<li>{{SAYS}}</li>
{{/HOW}}</ul>
{{#MEASURED}}<p class="hf-faint">{{SAYS}} {{OF}}</p>{{/MEASURED}}
</li>
{{/WEAKER}}
</ul>
{{#ANSWER}}
<section class="hf-decide">
<h2>[[order.change.title]]</h2>
<p>[[rule_change.text]]</p>
<p class="hf-faint">{{HELD}}</p>
{{#OWN}}<p class="hf-aside">[[rule_change.own]]</p>{{/OWN}}
{{#OTHER}}
[[> form action="/settings/rules/{{ID}}/confirmation"]]
<button class="usa-button usa-button--big" type="submit">[[rule_change.confirm]]</button>
</form>
{{/OTHER}}
[[> form action="/settings/rules/{{ID}}/refusal"]]
<button class="usa-button usa-button--outline" type="submit">[[rule_change.refuse]]</button>
</form>
</section>
{{/ANSWER}}
