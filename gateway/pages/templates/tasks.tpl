[[layout staff title=tasks.title]]
<div class="hf-head"><div><h1>[[tasks.title]]</h1><p class="hf-sub">[[tasks.intro]]</p></div></div>
[[> none key=tasks.none]]
<ul class="hf-list">
{{#TASK}}
<li class="hf-card"><div class="hf-card__head"><h2>{{KIND}}</h2><span class="hf-faint">{{SINCE}}</span></div>
<p><bdi>{{ABOUT}}</bdi></p>
{{#LINK}}<p><a href="{{TO}}">[[tasks.go]]</a></p>{{/LINK}}
[[> form action="/office/tasks/{{ID}}/done"]]
<button class="usa-button usa-button--outline" type="submit">[[tasks.done]]</button>
</form>
</li>
{{/TASK}}
</ul>
