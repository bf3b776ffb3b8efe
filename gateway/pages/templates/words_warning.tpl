[[layout quiet]]
<p class="hf-back"><a href="/letters/{{ID}}">[[words_warning.back]]</a></p>
<h1>[[words_warning.title]]</h1>
<p class="usa-intro">[[words_warning.intro]]</p>
<ul class="usa-list">
<li>{{LENGTH}}</li>
<li>[[words_warning.who]]</li>
<li>[[words_warning.stop]]</li>
<li>[[words_warning.company]]</li>
</ul>
[[> form action="/letters/{{ID}}/open"]]
<div class="hf-even">
<button class="usa-button usa-button--outline" type="submit">[[words_warning.open]]</button>
<a class="usa-button usa-button--outline" href="/letters">[[words_warning.not_now]]</a>
</div>
</form>
