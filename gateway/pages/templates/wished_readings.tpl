[[layout staff title=wished_readings.title]]
<div class="hf-head"><div><h1>[[wished_readings.title]]</h1><p class="hf-sub">[[wished_readings.intro]]</p></div></div>
[[> none key=wished_readings.none]]
<ul class="hf-list">
{{#LETTER}}
<li class="hf-card"><div class="hf-card__head"><h2>[[> offender]]</h2><span class="hf-faint">{{WISHED}}</span></div>
<p>{{RELATION}}</p>
{{#LATER}}<p>{{DAY}}</p>{{/LATER}}
{{#GIVEN}}<p><strong>{{TO}}</strong></p>{{/GIVEN}}
{{#NO_READERS}}<p>[[wished_readings.nobody]]</p>{{/NO_READERS}}
[[> form action="/office/readings/{{ID}}"]]
{{#READER}}<button class="usa-button usa-button--outline" type="submit" name="reader" value="{{READER_ID}}">{{GIVE}}</button>
{{/READER}}
</form>
</li>
{{/LETTER}}
</ul>
[[> more]]
