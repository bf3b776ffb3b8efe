[[layout quiet]]
<h1>[[contact.title]]</h1>
<p class="usa-intro">[[contact.intro]]</p>
{{#NOTHING}}<div class="hf-none"><p>[[contact.none]]</p></div>{{/NOTHING}}
{{#APPROVAL}}
<section class="hf-card">
<h2>{{STATE}}</h2>
<p>{{WORDS}}</p>
<details class="hf-details"><summary>[[contact.from]]</summary><p><bdi>{{FROM}}</bdi></p></details>
<h3>[[contact.learns]]</h3>
<ul class="usa-list">
<li>[[contact.learns.office]]</li>
{{#INSTITUTION}}<li>[[contact.learns.institution]] <q>{{TEXT}}</q></li>{{/INSTITUTION}}
<li>[[contact.learns.writer]]</li>
</ul>
{{#AGREE}}
[[> form action="/contact/{{ID}}/agree"]]
<input type="hidden" name="seen" value="{{SEEN}}">
<button class="usa-button" type="submit">[[contact.agree]]</button>
</form>
{{/AGREE}}
{{#REFUSE}}
[[> form action="/contact/{{ID}}/close"]]
<input type="hidden" name="act" value="refuse">
<button class="usa-button usa-button--outline" type="submit">[[contact.refuse]]</button>
</form>
{{/REFUSE}}
{{#PAUSE}}
[[> form action="/contact/{{ID}}/close"]]
<input type="hidden" name="act" value="pause">
<button class="usa-button" type="submit">[[contact.pause]]</button>
</form>
{{/PAUSE}}
{{#END}}
[[> form action="/contact/{{ID}}/close"]]
<input type="hidden" name="act" value="end">
<button class="usa-button usa-button--outline" type="submit">[[contact.end]]</button>
</form>
{{/END}}
</section>
{{/APPROVAL}}
<p class="hf-aside">[[contact.aside]]</p>
