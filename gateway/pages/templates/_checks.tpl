[[> options_top name=$name key=$key]]
<div class="hf-options hf-options--many">
{{#OPTION_[[=name]]}}
<div class="usa-checkbox">
<input class="usa-checkbox__input" id="{{ID}}" type="checkbox" name="[[=name]]" value="{{CODE}}"{{#ON}} checked{{/ON}}>
<label class="usa-checkbox__label" for="{{ID}}">{{LABEL}}{{#FOUND}} <span class="usa-tag hf-tag hf-tag--found">[[form.found]]</span>{{/FOUND}}{{#HELP}}<span class="usa-checkbox__label-description">{{SAYS}}</span>{{/HELP}}</label>
</div>
{{/OPTION_[[=name]]}}
</div>
</fieldset>
