[[layout staff title=readings.title]]
<div class="hf-head"><div><h1>[[readings.title]]</h1><p class="hf-sub">[[readings.intro]]</p></div></div>
[[> none key=readings.none]]
<ul class="hf-list">
{{#READING}}
<li class="hf-card"><div class="hf-card__head"><h2><a href="/readings/{{ID}}">{{RELATION}}</a></h2><span class="usa-tag hf-tag">{{STATE}}</span></div>
<p>[[readings.from]] <bdi>{{OFFENDER}}</bdi></p><p class="hf-faint">{{ASSIGNED}}</p></li>
{{/READING}}
</ul>
[[> more]]
