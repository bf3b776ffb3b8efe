<h2>[[findings.title]]</h2>
{{#NO_FINDINGS}}<p class="hf-faint">[[findings.none]]</p>{{/NO_FINDINGS}}
{{#MARKING}}[[> form action=$action]]{{/MARKING}}
<ol class="hf-findings">
{{#FINDING}}
<li class="hf-finding hf-finding--{{LEVEL}}" id="finding-{{N}}">
<p class="hf-finding__head"><span class="hf-finding__n">{{N}}</span> <strong>{{CATEGORY}}</strong> <span class="usa-tag hf-tag hf-tag--{{LEVEL}}">{{LEVEL_NAME}}</span></p>
{{#QUOTE}}<blockquote class="hf-quote" dir="auto"><a href="#place-{{N}}">{{TEXT}}</a></blockquote>{{/QUOTE}}
<p>{{WHY}}</p>
{{#DISGUISED}}<p>[[findings.disguised]] {{HOW}}. [[findings.read_as]] <q dir="auto">{{AS}}</q></p>
{{/DISGUISED}}{{#IN}}<p><strong>{{SAYS}}</strong></p>
{{/IN}}<p class="hf-faint">[[findings.rule]] <code>{{RULE}}</code></p>
{{#MARK}}
<fieldset class="usa-fieldset hf-finding__mark">
<legend>[[findings.mark.label]]</legend>
<div class="usa-radio"><input class="usa-radio__input" id="mark-{{N}}-right" type="radio" name="mark-{{N}}" value="right|{{ABOUT}}"{{#RIGHT}} checked{{/RIGHT}}><label class="usa-radio__label" for="mark-{{N}}-right">[[findings.mark.right]]</label></div>
<div class="usa-radio"><input class="usa-radio__input" id="mark-{{N}}-wrong" type="radio" name="mark-{{N}}" value="wrong|{{ABOUT}}"{{#WRONG}} checked{{/WRONG}}><label class="usa-radio__label" for="mark-{{N}}-wrong">[[findings.mark.wrong]]</label></div>
</fieldset>
{{/MARK}}
</li>
{{/FINDING}}
</ol>
{{#MARKING_ENDS}}<p class="hf-faint">[[findings.mark.text]]</p>
<button class="usa-button usa-button--outline" type="submit">[[findings.mark.submit]]</button>
</form>{{/MARKING_ENDS}}
