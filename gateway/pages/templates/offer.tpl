[[layout quiet]]
<p class="hf-back"><a href="/letters">[[offers.title]]</a></p>
<h1>[[offer.title]]</h1>
<p class="usa-intro">{{STATE}}</p>
{{#BARRED}}<div class="hf-calm"><p>{{WHY}}</p></div>{{/BARRED}}
{{#STOPPED}}<div class="hf-calm"><p>[[offer.stopped]] <a href="/stop">[[offers.stopped.change]]</a></p></div>{{/STOPPED}}
{{#REPLACED}}<div class="hf-calm"><p>[[offer.replaced]]</p></div>{{/REPLACED}}
<ul class="hf-plainfacts">
<li>{{SINCE}}</li>
<li>{{LENGTH}}</li>
</ul>
<details class="hf-details"><summary>[[offer.from]]</summary><p><bdi>{{FROM}}</bdi></p></details>
{{#OPEN}}
<section class="hf-gate">
<h2>[[offer.open.title]]</h2>
<p>[[offer.open.text]]</p>
<p><a class="usa-button usa-button--outline" href="/letters/{{ID}}/words">[[offer.open.go]]</a></p>
</section>
{{/OPEN}}
{{#CHOOSE}}
[[> form action="/letters/{{ID}}/choice"]]
[[> radios name=choice key=offer.choice]]
[[> text name=not_before key=offer.not_before type=date autocomplete=off class="hf-medium"]]
<button class="usa-button usa-button--big" type="submit">[[offer.submit]]</button>
</form>
{{/CHOOSE}}
<p class="hf-aside">[[offer.company]]</p>
