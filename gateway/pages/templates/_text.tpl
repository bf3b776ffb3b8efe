<div class="usa-form-group{{#BAD_[[=name]]}} usa-form-group--error{{/BAD_[[=name]]}}">
[[> above name=$name key=$key]]
<input class="usa-input [[=class]]" id="[[=name]]" name="[[=name]]" type="[[=type]]" value="{{IN_[[=name]]}}" autocomplete="[[=autocomplete]]" spellcheck="false" autocapitalize="none" [[> described name=$name key=$key]]>
</div>
