{{#DEMO}}<p class="hf-demo">[[frame.demo]]</p>{{/DEMO}}
{{#FLASH}}
<div class="usa-alert usa-alert--success usa-alert--slim hf-flash" role="status"><div class="usa-alert__body"><p class="usa-alert__text">{{SAYS}}</p></div></div>
{{/FLASH}}
{{#ERRORS}}
<div class="usa-alert usa-alert--error hf-errors" id="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">
<div class="usa-alert__body">
<h2 class="usa-alert__heading" id="errors-title">[[frame.errors.title]]</h2>
<ul class="usa-list">
{{#ERROR}}<li><a href="#{{FIELD}}">{{FAULT}}</a></li>
{{/ERROR}}
</ul>
</div>
</div>
{{/ERRORS}}
