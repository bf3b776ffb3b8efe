[[layout quiet]]
<h1>[[choices.title]]</h1>
<p class="usa-intro">[[choices.intro]]</p>
<h2>[[choices.chose]]</h2>
{{#NO_CHOICES}}<p class="hf-faint">[[choices.chose.none]]</p>{{/NO_CHOICES}}
<ul class="hf-log">{{#CHOICE}}<li><span class="hf-log__at">{{AT}}</span> <span>{{SAYS}}{{#HEARD}} <span class="hf-faint hf-line">{{HOW}}</span>{{/HEARD}}</span></li>
{{/CHOICE}}</ul>
<h2>[[choices.sent]]</h2>
{{#NO_SENT}}<p class="hf-faint">[[choices.sent.none]]</p>{{/NO_SENT}}
<ul class="hf-log">{{#SENT}}<li><span class="hf-log__at">{{AT}}</span> <span>{{SAYS}}</span></li>
{{/SENT}}</ul>
<h2>[[choices.looks]]</h2>
{{#NO_LOOKS}}<p class="hf-faint">[[choices.looks.none]]</p>{{/NO_LOOKS}}
<ul class="hf-log">{{#LOOK}}<li><span class="hf-log__at">{{AT}}</span> <span>{{SAYS}}</span></li>
{{/LOOK}}</ul>
<h2>[[choices.sessions]]</h2>
<p class="hf-faint">[[choices.sessions.text]]</p>
<ul class="hf-list">{{#SESSION}}<li class="hf-card"><p>{{SINCE}}</p>
{{#HERE}}<p class="hf-faint">[[choices.sessions.here]]</p>{{/HERE}}
{{#ELSEWHERE}}
[[> form action="/choices/sessions/{{ID}}"]]
<button class="usa-button usa-button--outline" type="submit">[[choices.sessions.end]]<span class="usa-sr-only">: {{SINCE}}</span></button>
</form>
{{/ELSEWHERE}}
</li>
{{/SESSION}}</ul>
<section class="hf-quietact">
<h2>[[choices.everywhere.title]]</h2>
<p>[[choices.everywhere.text]]</p>
[[> form action="/sign-out"]]
<input type="hidden" name="everywhere" value="yes">
<button class="usa-button usa-button--outline" type="submit">[[choices.everywhere.submit]]</button>
</form>
</section>
