{{#BILINGUAL}}<div class="usa-alert usa-alert--warning usa-alert--slim"><div class="usa-alert__body"><p class="usa-alert__text">{{SAYS}}</p></div></div>{{/BILINGUAL}}
