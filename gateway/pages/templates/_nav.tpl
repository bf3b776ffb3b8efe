{{#NAV}}
<nav class="hf-nav" aria-label="[[frame.nav]]">
<ul>
{{#LINK}}<li><a href="{{TO}}"{{#HERE}} aria-current="page"{{/HERE}}>{{NAME}}</a></li>
{{/LINK}}
</ul>
</nav>
{{/NAV}}
