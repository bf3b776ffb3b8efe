[[layout either title=problem.title]]
<h1>{{TITLE}}</h1>
<p class="usa-intro">{{TEXT}}</p>
<p><a class="usa-button usa-button--outline" href="{{BACK}}">[[problem.back]]</a></p>
{{#REQUEST}}<p class="hf-aside">[[problem.request]] <code>{{ID}}</code></p>{{/REQUEST}}
