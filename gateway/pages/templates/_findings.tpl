<h2>[[findings.title]]</h2>
{{#NO_FINDINGS}}<p class="hf-faint">[[findings.none]]</p>{{/NO_FINDINGS}}
<ol class="hf-findings">
{{#FINDING}}
<li class="hf-finding hf-finding--{{LEVEL}}" id="finding-{{N}}">
<p class="hf-finding__head"><span class="hf-finding__n">{{N}}</span> <strong>{{CATEGORY}}</strong> <span class="usa-tag hf-tag hf-tag--{{LEVEL}}">{{LEVEL_NAME}}</span></p>
{{#QUOTE}}<blockquote class="hf-quote" dir="auto"><a href="#place-{{N}}">{{TEXT}}</a></blockquote>{{/QUOTE}}
<p>{{WHY}}</p>
{{#DISGUISED}}<p>[[findings.disguised]] {{HOW}}. [[findings.read_as]] <q dir="auto">{{AS}}</q></p>
{{/DISGUISED}}{{#IN}}<p><strong>{{SAYS}}</strong></p>
{{/IN}}<p class="hf-faint">[[findings.rule]] <code>{{RULE}}</code></p>
</li>
{{/FINDING}}
</ol>
