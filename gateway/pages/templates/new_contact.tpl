[[layout staff title=new_contact.title]]
<p class="hf-back"><a href="/office/registrations/{{ID}}">[[registrations.title]]</a></p>
<h1>[[new_contact.title]]</h1>
<p class="usa-intro">[[new_contact.intro]]</p>
[[> form action="/office/registrations/{{ID}}/contact"]]
[[> radios name=channel key=new_contact.channel]]
[[> select name=purpose key=new_contact.purpose]]
<div class="hf-pair">
[[> text name=most key=new_contact.most type=text autocomplete=off class="hf-medium"]]
[[> select name=period key=new_contact.period]]
</div>
[[> text name=longest key=new_contact.longest type=text autocomplete=off class="hf-medium"]]
<div class="hf-pair">
[[> text name=from key=new_contact.from type=text autocomplete=off class="hf-medium"]]
[[> text name=until key=new_contact.until type=text autocomplete=off class="hf-medium"]]
</div>
<div class="hf-pair">
[[> text name=starts_on key=new_contact.starts_on type=date autocomplete=off class="hf-medium"]]
[[> text name=ends_on key=new_contact.ends_on type=date autocomplete=off class="hf-medium"]]
</div>
<p class="hf-aside">[[new_contact.effect]]</p>
<button class="usa-button usa-button--big" type="submit">[[new_contact.submit]]</button>
</form>
