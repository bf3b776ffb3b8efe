<div class="usa-form-group{{#BAD_[[=name]]}} usa-form-group--error{{/BAD_[[=name]]}}">
[[> above name=$name key=$key]]
<select class="usa-select" id="[[=name]]" name="[[=name]]" [[> described name=$name key=$key]]>
<option value="">[[form.choose]]</option>
{{#OPTION_[[=name]]}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{LABEL}}</option>
{{/OPTION_[[=name]]}}
</select>
</div>
