<span class="hf-tags">{{#CATEGORY}}<span class="usa-tag hf-tag hf-tag--{{LEVEL}}">{{LABEL}}</span> {{/CATEGORY}}</span>
