[[layout quiet]]
<h1 class="usa-sr-only">[[words.title]]</h1>
<article class="hf-letter hf-letter--theirs" dir="auto"{{#LANGUAGE}} lang="{{CODE}}"{{/LANGUAGE}}>{{WORDS:pre_escape}}</article>
<p class="hf-signed">{{SIGNED}}</p>
<p><a class="usa-button usa-button--outline" href="/letters">[[words.close]]</a></p>
<p class="hf-aside">[[words.after]]</p>
