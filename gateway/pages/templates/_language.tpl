<form class="hf-inline" method="post" action="/language">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{PATH}}">
<input type="hidden" name="lang" value="[[frame.language.code]]">
<button class="usa-button usa-button--unstyled" type="submit" lang="[[frame.language.code]]">[[frame.language.other]]</button>
</form>
