[[layout staff title=new_letter.title]]
<p class="hf-back"><a href="/programme">[[programme.title]]</a></p>
<h1>[[new_letter.title]]</h1>
<p class="usa-intro">[[new_letter.intro]]</p>
[[> check]]
[[> form_file action="/programme/letters"]]
<h2>[[new_letter.writer]]</h2>
<div class="hf-pair">
[[> text name=offender_number key=new_letter.offender_number type=text autocomplete=off class=""]]
[[> text name=offender_name key=new_letter.offender_name type=text autocomplete=off class=""]]
</div>
<h2>[[new_letter.whom]]</h2>
[[> text name=addressee key=new_letter.addressee type=text autocomplete=off class=""]]
[[> text name=case_number key=new_letter.case_number type=text autocomplete=off class="hf-medium"]]
[[> radios name=channel key=new_letter.channel]]
<h2>[[new_letter.words]]</h2>
[[> select name=language key=new_letter.language]]
[[> area name=body key=new_letter.body rows=16 class="hf-letterbox"]]
<p class="hf-or">[[new_letter.or]]</p>
[[> file name=file key=new_letter.file]]
[[> check_button action="/programme/checks" submit=new_letter.submit class="usa-button--big"]]
<p class="hf-aside">[[new_letter.after]]</p>
</form>
