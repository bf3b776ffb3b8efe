[[layout staff title=reading.title]]
<p class="hf-back"><a href="/readings">[[readings.title]]</a></p>
<div class="hf-head"><div><h1>[[reading.title]]</h1><p class="hf-sub">{{ASSIGNED}}</p></div>
<span class="usa-tag hf-tag">{{STATE}}</span></div>
<dl class="hf-facts">
<div><dt>[[reading.to]]</dt><dd>{{RELATION}}</dd></div>
<div><dt>[[readings.from]]</dt><dd><bdi>{{OFFENDER}}</bdi></dd></div>
<div><dt>[[reading.language]]</dt><dd>{{IN_LANGUAGE}}</dd></div>
<div><dt>[[reading.length]]</dt><dd>{{LENGTH}}</dd></div>
</dl>
{{#NOT_YET}}<p>[[reading.not_yet]]</p>{{/NOT_YET}}
{{#CLOSED}}
<section class="hf-gate">
<h2>[[reading.open.title]]</h2>
<p>[[reading.open.text]]</p>
[[> form action="/readings/{{ID}}/open"]]
<button class="usa-button" type="submit">[[reading.open.submit]]</button>
</form>
</section>
{{/CLOSED}}
{{#OPENED}}
<article class="hf-letter hf-letter--theirs" dir="auto"{{#LANGUAGE}} lang="{{CODE}}"{{/LANGUAGE}}>{{WORDS:pre_escape}}</article>
{{/OPENED}}
{{#DONE}}
<section class="hf-decide">
<h2>[[reading.done.title]]</h2>
<p>[[reading.done.text]]</p>
[[> form action="/readings/{{ID}}/done"]]
<button class="usa-button usa-button--outline" type="submit">[[reading.done.submit]]</button>
</form>
</section>
{{/DONE}}
