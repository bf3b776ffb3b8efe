{{#SIGNED_IN}}
<form class="hf-inline" method="post" action="/sign-out">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="usa-button usa-button--unstyled" type="submit">[[frame.sign_out]]</button>
</form>
{{/SIGNED_IN}}
