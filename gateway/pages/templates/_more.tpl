{{#MORE}}<p class="hf-more"><a class="usa-button usa-button--outline" href="?after={{CURSOR}}">[[frame.more]]</a></p>{{/MORE}}
