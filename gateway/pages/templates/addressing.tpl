[[layout staff title=addressing.title]]
<p class="hf-back"><a href="/office/addressing">[[addressing_queue.title]]</a></p>
<h1>[[addressing.title]]</h1>
<p class="usa-intro">[[addressing.intro]]</p>
<dl class="hf-facts">
<div><dt>[[addressing.written_for]]</dt><dd><bdi>{{ADDRESSEE}}</bdi></dd></div>
<div><dt>[[review.writer]]</dt><dd>[[> offender]]</dd></div>
{{#CASE}}<div><dt>[[review.case]]</dt><dd><bdi>{{NUMBER}}</bdi></dd></div>{{/CASE}}
</dl>
[[> form action="/office/addressing/{{ID}}"]]
[[> options_top name=person key=addressing.person]]
<div class="hf-options">
{{#CANDIDATE}}
<div class="usa-radio">
<input class="usa-radio__input usa-radio__input--tile" id="person-{{PERSON}}" type="radio" name="person" value="{{PERSON}}"{{#ON}} checked{{/ON}}>
<label class="usa-radio__label" for="person-{{PERSON}}"><bdi>{{NAME}}</bdi> · {{RELATION}}
<span class="usa-radio__label-description">{{#OWN_CASE}}[[review.case]] <bdi>{{NUMBER}}</bdi> · {{/OWN_CASE}}{{EVIDENCE}}{{#MINOR}} <span class="usa-tag hf-tag hf-tag--review">[[addressing.minor]]</span>{{/MINOR}}</span></label>
</div>
{{/CANDIDATE}}
<div class="usa-radio">
<input class="usa-radio__input usa-radio__input--tile" id="person-none" type="radio" name="person" value="none"{{#NONE_ON}} checked{{/NONE_ON}}>
<label class="usa-radio__label" for="person-none">[[addressing.none]]<span class="usa-radio__label-description">[[addressing.none.help]]</span></label>
</div>
</div>
</fieldset>
[[> area name=evidence key=addressing.evidence rows=4 class=""]]
<button class="usa-button usa-button--big" type="submit">[[addressing.submit]]</button>
</form>
