[[layout staff title=tickets.title]]
<div class="hf-head"><div><h1>[[tickets.title]]</h1><p class="hf-sub"><bdi>{{HERE}}</bdi> · {{COUNT}}</p></div></div>
[[> none key=tickets.none]]
[[> ticket_table base="/tickets" key=tickets.title]]
