{{#NONE}}<div class="hf-none"><p>[[$key]]</p></div>{{/NONE}}
