<div class="usa-form-group{{#BAD_[[=name]]}} usa-form-group--error{{/BAD_[[=name]]}}">
[[> above name=$name key=$key]]
<textarea class="usa-textarea [[=class]]" id="[[=name]]" name="[[=name]]" rows="[[=rows]]" autocomplete="off" dir="auto" [[> described name=$name key=$key]]{{#LIMIT}} data-limit="{{BYTES}}"{{/LIMIT}}>{{IN_[[=name]]:pre_escape}}</textarea>
{{#LIMIT}}<span class="usa-hint hf-left" id="[[=name]]-left" data-words="[[form.used]]" aria-live="polite"></span>{{/LIMIT}}
</div>
