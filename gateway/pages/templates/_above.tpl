<label class="usa-label" for="[[=name]]">[[$key.label]]</label>
[[?$key.hint]]<span class="usa-hint" id="[[=name]]-hint">[[$key.hint]]</span>[[/?]]
{{#BAD_[[=name]]}}<span class="usa-error-message" id="[[=name]]-error">{{FAULT}}</span>{{/BAD_[[=name]]}}
