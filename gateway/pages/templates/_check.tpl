{{#CHECK}}
<section class="hf-told" id="check" tabindex="-1" aria-labelledby="check-title">
<h2 id="check-title">[[check.title]]</h2>
<p>{{SAID}}</p>
{{#FOUND}}
<ol class="hf-versions">
{{#GUIDELINE}}
<li class="hf-card">
<h3>{{NAME}}</h3>
{{#QUOTE}}<blockquote class="hf-quote" dir="auto">{{TEXT}}</blockquote>{{/QUOTE}}
<p>{{WHY}}</p>
<p><strong>[[check.mend]]</strong> {{MEND}}</p>
</li>
{{/GUIDELINE}}
</ol>
{{/FOUND}}
{{#NOTE}}<div class="hf-calm"><p>{{TEXT}}</p></div>{{/NOTE}}
</section>
{{/CHECK}}
