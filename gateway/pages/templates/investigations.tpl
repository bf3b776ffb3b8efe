[[layout staff title=investigations.title]]
<div class="hf-head"><div><h1>[[investigations.title]]</h1><p class="hf-sub">{{COUNT}}</p></div></div>
[[> none key=investigations.none]]
[[> ticket_table base="/investigations" key=investigations.title]]
