{{#PERSON}}<li><a href="/office/registrations/{{ID}}"><bdi>{{NUMBER}}</bdi></a> · {{RELATION}} · {{SURE}}{{#TIED}} · [[known.tied]]{{/TIED}}</li>
{{/PERSON}}
