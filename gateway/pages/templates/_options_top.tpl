<fieldset class="usa-fieldset usa-form-group hf-group{{#BAD_[[=name]]}} usa-form-group--error{{/BAD_[[=name]]}}" id="[[=name]]" tabindex="-1" [[> described name=$name key=$key]]>
<legend class="usa-legend">[[$key.label]]</legend>
[[?$key.hint]]<span class="usa-hint" id="[[=name]]-hint">[[$key.hint]]</span>[[/?]]
{{#BAD_[[=name]]}}<span class="usa-error-message" id="[[=name]]-error">{{FAULT}}</span>{{/BAD_[[=name]]}}
