[[layout staff title=programme_letter.title]]
<p class="hf-back"><a href="/programme">[[programme.title]]</a></p>
<div class="hf-head">
<div>
<h1>[[programme_letter.title]]</h1>
<p class="hf-sub">[[> offender]]</p>
</div>
<span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}} hf-state--big">{{STATE}}</span>
</div>
<p class="hf-says">{{STATE_SAYS}}</p>
<dl class="hf-facts">
{{#CASE}}<div><dt>[[programme_letter.case]]</dt><dd><bdi>{{NUMBER}}</bdi></dd></div>{{/CASE}}
<div><dt>[[programme_letter.received]]</dt><dd>{{RECEIVED}}</dd></div>
</dl>
<h2>[[programme_letter.versions]]</h2>
<ol class="hf-versions">
{{#VERSION}}
<li class="hf-card">
<div class="hf-card__head"><h3>{{TITLE}}</h3><span class="usa-tag hf-tag hf-state hf-state--{{STATE_CODE}}">{{STATE}}</span></div>
<p class="hf-sub">{{RECEIVED}}</p>
{{#NOTE}}<p class="hf-says">{{SAYS}}</p>{{/NOTE}}
{{#REASONS}}
<h4>[[programme_letter.reasons]]</h4>
<dl class="hf-reasons">
{{#REASON}}<div><dt>{{NAME}} <span class="hf-code">{{CODE}}</span></dt><dd>{{HOW}}</dd></div>
{{/REASON}}
</dl>
{{/REASONS}}
</li>
{{/VERSION}}
</ol>
{{#REPLACE}}
<h2>[[programme_letter.replace.title]]</h2>
<p>[[programme_letter.replace.text]]</p>
[[> check]]
[[> form_file action="/programme/letters/{{ID}}/versions"]]
[[> text name=addressee key=new_letter.addressee type=text autocomplete=off class=""]]
[[> select name=language key=new_letter.language]]
[[> area name=body key=new_letter.body rows=14 class="hf-letterbox"]]
<p class="hf-or">[[new_letter.or]]</p>
[[> file name=file key=new_letter.file]]
[[> check_button action="/programme/letters/{{ID}}/checks" submit=programme_letter.replace.submit class=""]]
</form>
{{/REPLACE}}
{{#WITHDRAW}}
<section class="hf-quietact">
<h2>[[programme_letter.withdraw.title]]</h2>
<p>[[programme_letter.withdraw.text]]</p>
[[> form action="/programme/letters/{{ID}}/withdraw"]]
<button class="usa-button usa-button--outline" type="submit">[[programme_letter.withdraw.submit]]</button>
</form>
</section>
{{/WITHDRAW}}
