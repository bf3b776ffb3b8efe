[[layout staff title=second.title]]
<div class="hf-head"><div><h1>[[second.title]]</h1><p class="hf-sub">[[second.intro]]</p></div></div>
[[> none key=second.none]]
<ul class="hf-list">
{{#ITEM}}
<li class="hf-card"><div class="hf-card__head"><h2>{{#ORDER}}<a href="/office/orders/{{ID}}">{{KIND}}</a>{{/ORDER}}{{#TICKET}}<a href="/investigations/{{ID}}">{{KIND}}</a>{{/TICKET}}{{#RULES}}<a href="/settings/rules/{{ID}}">{{KIND}}</a>{{/RULES}}</h2></div>
{{#ABOUT}}<p>[[> offender]]</p>{{/ABOUT}}<p class="hf-faint">{{ASKED}}</p></li>
{{/ITEM}}
</ul>
[[> more]]
