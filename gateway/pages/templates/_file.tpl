<div class="usa-form-group{{#BAD_[[=name]]}} usa-form-group--error{{/BAD_[[=name]]}}">
[[> above name=$name key=$key]]
<input class="hf-file" id="[[=name]]" name="[[=name]]" type="file" accept="text/plain,.txt" [[> described name=$name key=$key]]>
</div>
