[[layout staff title=demo_mail.title]]
<h1>[[demo_mail.title]]</h1>
<p class="usa-intro">[[demo_mail.intro]]</p>
[[> none key=demo_mail.none]]
{{#MAIL}}
<article class="hf-card">
<dl class="hf-facts">
<div><dt>[[demo_mail.sent]]</dt><dd>{{SENT}}</dd></div>
<div><dt>[[demo_mail.from]]</dt><dd><bdi>{{FROM}}</bdi></dd></div>
<div><dt>[[demo_mail.to]]</dt><dd><bdi>{{TO}}</bdi></dd></div>
<div><dt>[[demo_mail.subject]]</dt><dd><bdi>{{SUBJECT}}</bdi></dd></div>
</dl>
<div class="hf-mail" dir="auto">{{BODY:pre_escape}}</div>
</article>
{{/MAIL}}
