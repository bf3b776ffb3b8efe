[[layout quiet]]
<h1>[[stop.title]]</h1>
{{#STOPPED}}
<p class="usa-intro">{{SINCE}}</p>
<p>[[stop.stopped.text]]</p>
[[> form action="/stop"]]
<input type="hidden" name="act" value="resume">
<button class="usa-button usa-button--outline" type="submit">[[stop.resume]]</button>
</form>
{{/STOPPED}}
{{#OPEN}}
<p class="usa-intro">[[stop.intro]]</p>
<ul class="usa-list">
<li>[[stop.effect.offers]]</li>
<li>[[stop.effect.told]]</li>
<li>[[stop.effect.undo]]</li>
<li>[[stop.effect.release]]</li>
</ul>
[[> form action="/stop"]]
<input type="hidden" name="act" value="stop">
<button class="usa-button usa-button--big" type="submit">[[stop.submit]]</button>
</form>
{{/OPEN}}
<p class="hf-aside">[[stop.danger]]</p>
