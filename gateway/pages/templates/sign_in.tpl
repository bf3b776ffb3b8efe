[[layout quiet]]
<h1>[[sign_in.title]]</h1>
[[> form action="/sign-in"]]
<input type="hidden" name="next" value="{{NEXT}}">
[[> text name=login key=sign_in.login type=text autocomplete=username class=""]]
[[> text name=passphrase key=sign_in.passphrase type=password autocomplete=current-password class=""]]
[[> text name=code key=sign_in.code type=text autocomplete=one-time-code class="hf-short"]]
<button class="usa-button usa-button--big" type="submit">[[sign_in.submit]]</button>
</form>
<p class="hf-aside">[[sign_in.lost]]</p>
