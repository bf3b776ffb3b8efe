[[layout staff title=new_order.title]]
<p class="hf-back"><a href="/office/orders">[[orders.title]]</a></p>
<h1>[[new_order.title]]</h1>
<p class="usa-intro">[[new_order.intro]]</p>
{{#LOOKUP}}
[[> form action="/office/orders/new"]]
[[> text name=offender_number key=new_order.offender_number type=text autocomplete=off class="hf-medium"]]
<button class="usa-button" type="submit">[[new_order.look_up]]</button>
</form>
{{/LOOKUP}}
{{#WHOLE}}
[[> form action="/office/orders"]]
<input type="hidden" name="offender_number" value="{{IN_offender_number}}">
<p class="hf-says">[[new_order.restrained]] <bdi class="hf-name">{{OFFENDER}}</bdi> <span class="hf-number">{{IN_offender_number}}</span> · <a href="/office/orders/new">[[new_order.other]]</a></p>
[[> options_top name=person key=new_order.person]]
<div class="hf-options">
{{#CANDIDATE}}
<div class="usa-radio">
<input class="usa-radio__input usa-radio__input--tile" id="person-{{PERSON}}" type="radio" name="person" value="{{PERSON}}"{{#ON}} checked{{/ON}}>
<label class="usa-radio__label" for="person-{{PERSON}}"><bdi>{{NAME}}</bdi> · {{RELATION}}{{#OWN_CASE}}<span class="usa-radio__label-description">[[review.case]] <bdi>{{NUMBER}}</bdi></span>{{/OWN_CASE}}</label>
</div>
{{/CANDIDATE}}
</div>
</fieldset>
[[> select name=kind key=new_order.kind]]
<div class="hf-pair">
[[> text name=court key=new_order.court type=text autocomplete=off class=""]]
[[> text name=number key=new_order.number type=text autocomplete=off class=""]]
</div>
[[> text name=statute key=new_order.statute type=text autocomplete=off class="hf-medium"]]
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
[[> area name=text key=new_order.text rows=3 class=""]]
<p class="hf-aside">[[new_order.effect]]</p>
<button class="usa-button usa-button--big" type="submit">[[new_order.submit]]</button>
</form>
{{/WHOLE}}
