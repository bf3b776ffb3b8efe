[[> options_top name=$name key=$key]]
<div class="hf-options">
{{#OPTION_[[=name]]}}
<div class="usa-radio">
<input class="usa-radio__input usa-radio__input--tile" id="{{ID}}" type="radio" name="[[=name]]" value="{{CODE}}"{{#ON}} checked{{/ON}}>
<label class="usa-radio__label" for="{{ID}}">{{LABEL}}{{#HELP}}<span class="usa-radio__label-description">{{SAYS}}</span>{{/HELP}}</label>
</div>
{{/OPTION_[[=name]]}}
</div>
</fieldset>
