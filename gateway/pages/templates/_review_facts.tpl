<dl class="hf-facts">
<div><dt>[[review.for]]</dt><dd><bdi>{{ADDRESSEE}}</bdi></dd></div>
{{#CASE}}<div><dt>[[review.case]]</dt><dd><bdi>{{NUMBER}}</bdi></dd></div>{{/CASE}}
<div><dt>[[review.programme]]</dt><dd><bdi>{{PROGRAMME}}</bdi></dd></div>
<div><dt>[[review.received]]</dt><dd>{{RECEIVED}}</dd></div>
<div><dt>[[review.version]]</dt><dd>{{VERSION}}</dd></div>
<div><dt>[[review.language]]</dt><dd>{{LANGUAGE}}</dd></div>
</dl>
