[[layout staff title=contact_requests.title]]
<div class="hf-head"><div><h1>[[contact_requests.title]]</h1><p class="hf-sub">[[contact_requests.intro]]</p></div></div>
[[> none key=contact_requests.none]]
{{#SOME}}
<ul class="hf-list">
{{#ROW}}
<li class="hf-card">
<p>{{WORDS}}</p>
<p class="hf-faint">{{ASKED}}</p>
{{#ANSWERED}}<p>{{SAYS}}</p>{{/ANSWERED}}
{{#ASK}}
[[> form action="/contact-requests/{{ID}}/answer"]]
<button class="usa-button" type="submit" name="answer" value="yes">[[contact_requests.yes]]</button>
<button class="usa-button usa-button--outline" type="submit" name="answer" value="no">[[contact_requests.no]]</button>
</form>
{{/ASK}}
</li>
{{/ROW}}
</ul>
{{/SOME}}
[[> more]]
