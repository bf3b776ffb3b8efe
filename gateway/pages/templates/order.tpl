[[layout staff title=order.title]]
{{#FROM_LIST}}<p class="hf-back"><a href="/office/orders">[[orders.title]]</a></p>{{/FROM_LIST}}
{{#FROM_SECOND}}<p class="hf-back"><a href="/second">[[second.title]]</a></p>{{/FROM_SECOND}}
<div class="hf-head">
<div><h1>{{KIND}}</h1><p class="hf-sub">[[> offender]]</p></div>
{{#FORCE}}<span class="usa-tag hf-tag hf-tag--quarantine">[[orders.in_force]]</span>{{/FORCE}}{{#NO_FORCE}}<span class="usa-tag hf-tag">[[orders.not_in_force]]</span>{{/NO_FORCE}}
</div>
<dl class="hf-facts">
<div><dt>[[new_order.state.label]]</dt><dd>{{STATE}}</dd></div>
<div><dt>[[orders.protected]]</dt><dd><bdi>{{PERSON}}</bdi></dd></div>
<div><dt>[[new_order.court.label]]</dt><dd><bdi>{{COURT}}</bdi></dd></div>
<div><dt>[[new_order.number.label]]</dt><dd><bdi>{{NO}}</bdi></dd></div>
<div><dt>[[orders.dates]]</dt><dd>{{DATES}}</dd></div>
<div><dt>[[orders.conditions]]</dt><dd><bdi>{{CONDITIONS}}</bdi></dd></div>
{{#BY_STATUTE}}<div><dt>[[new_order.statute.label]]</dt><dd><bdi>{{STATUTE}}</bdi></dd></div>{{/BY_STATUTE}}
{{#EXCEPTION}}<div><dt>[[orders.lets]]</dt><dd>{{LETS}}</dd></div>
{{/EXCEPTION}}
{{#WORDS}}<div><dt>[[new_order.text.label]]</dt><dd><bdi>{{TEXT}}</bdi></dd></div>{{/WORDS}}
</dl>
{{#REASON}}<p class="hf-says"><bdi>{{SAYS}}</bdi></p>{{/REASON}}
<p class="hf-faint">{{ENTERED}}</p>
{{#CHANGE}}
<section class="hf-decide">
<h2>[[order.change.title]]</h2>
<p>[[order.change.text]]</p>
<p class="hf-faint">{{ASKED}}</p>
<p class="hf-faint">{{HELD}}</p>
<dl class="hf-facts">
<div><dt>[[new_order.state.label]]</dt><dd>{{NEW_STATE}}</dd></div>
<div><dt>[[new_order.court.label]]</dt><dd><bdi>{{NEW_COURT}}</bdi></dd></div>
<div><dt>[[new_order.number.label]]</dt><dd><bdi>{{NEW_NO}}</bdi></dd></div>
<div><dt>[[orders.dates]]</dt><dd>{{DATES}}</dd></div>
<div><dt>[[orders.conditions]]</dt><dd><bdi>{{CONDITIONS}}</bdi></dd></div>
<div><dt>[[order.looked.label]]</dt><dd>{{LOOKED}}</dd></div>
{{#EXCEPTION}}<div><dt>[[orders.lets]]</dt><dd>{{LETS}}</dd></div>
{{/EXCEPTION}}
{{#WORDS}}<div><dt>[[new_order.text.label]]</dt><dd><bdi>{{TEXT}}</bdi></dd></div>{{/WORDS}}
<div><dt>[[order.why]]</dt><dd><bdi>{{WHY}}</bdi></dd></div>
</dl>
{{#OWN}}<p class="hf-aside">[[order.change.own]]</p>{{/OWN}}
{{#CONFIRM}}
[[> form action="/office/orders/{{ID}}/loosening/confirmation"]]
<input type="hidden" name="loosening" value="{{CHANGE_ID}}">
<button class="usa-button usa-button--big" type="submit">[[order.change.confirm]]</button>
</form>
{{/CONFIRM}}
{{#REFUSE}}
[[> form action="/office/orders/{{ID}}/loosening/refusal"]]
<input type="hidden" name="loosening" value="{{CHANGE_ID}}">
<button class="usa-button usa-button--outline" type="submit">[[order.change.refuse]]</button>
</form>
{{/REFUSE}}
</section>
{{/CHANGE}}
{{#ASK}}
<section class="hf-decide">
<h2>[[order.ask.title]]</h2>
<p>[[order.ask.text]]</p>
[[> form action="/office/orders/{{ID}}/loosening"]]
<input type="hidden" name="version" value="{{VERSION}}">
<input type="hidden" name="court" value="{{COURT}}">
<input type="hidden" name="number" value="{{NO}}">
<input type="hidden" name="text" value="{{TEXT}}">
{{#KEPT}}<input type="hidden" name="exceptions" value="{{VALUE}}">
{{/KEPT}}
[[> select name=state key=new_order.state]]
<div class="hf-pair">
[[> text name=starts_on key=new_order.starts_on type=date autocomplete=off class="hf-medium"]]
[[> text name=ends_on key=new_order.ends_on type=date autocomplete=off class="hf-medium"]]
</div>
<div class="usa-checkbox">
<input class="usa-checkbox__input" id="permanent" type="checkbox" name="permanent" value="yes"{{#PERMANENT}} checked{{/PERMANENT}}>
<label class="usa-checkbox__label" for="permanent">[[new_order.permanent]]</label>
</div>
[[> checks name=conditions key=new_order.conditions]]
[[> select name=looked key=order.looked]]
[[> select name=channel key=order.channel]]
<div class="hf-pair">
[[> text name=from key=order.from type=date autocomplete=off class="hf-medium"]]
[[> text name=until key=order.until type=date autocomplete=off class="hf-medium"]]
</div>
[[> area name=why key=order.reason rows=3 class=""]]
<button class="usa-button usa-button--big" type="submit">[[order.ask.submit]]</button>
</form>
</section>
{{/ASK}}
