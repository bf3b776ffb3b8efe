[[layout quiet]]
<h1>[[offers.title]]</h1>
{{#SOME}}<p class="usa-intro">[[offers.intro]]</p>{{/SOME}}
{{#STOPPED}}<div class="hf-calm"><p>[[offers.stopped]] <a href="/stop">[[offers.stopped.change]]</a></p></div>{{/STOPPED}}
{{#NONE}}<div class="hf-none"><p>[[offers.none]]</p></div>{{/NONE}}
<ul class="hf-list">
{{#OFFER}}
<li class="hf-card hf-offer">
<h2><a href="/letters/{{ID}}">{{TITLE}}</a></h2>
<p>{{STATE}}</p>
</li>
{{/OFFER}}
</ul>
{{#SOME}}<p class="hf-aside">[[offers.pace]]</p>{{/SOME}}
