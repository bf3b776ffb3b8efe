<h2>[[ticket.history]]</h2>
<ul class="hf-log">{{#EVENT}}<li><span class="hf-log__at">{{AT}}</span> <span>{{WHAT}}{{#WHO}} · <bdi>{{NAME}}</bdi>{{/WHO}}</span></li>
{{/EVENT}}</ul>
