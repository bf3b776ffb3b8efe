[[layout quiet]]
<h1>[[report.title]]</h1>
<p class="usa-intro">[[report.intro]]</p>
[[> form action="/report"]]
[[> radios name=about key=report.about]]
[[> select name=channel key=report.channel]]
[[> area name=what key=report.what rows=8 class=""]]
<h2>[[report.reach.title]]</h2>
<p>[[report.reach.text]]</p>
<blockquote class="hf-exact"><p>{{INSTITUTION_TEXT}}</p></blockquote>
[[> radios name=share key=report.share]]
[[> radios name=stop key=report.stop]]
<button class="usa-button usa-button--big" type="submit">[[report.submit]]</button>
</form>
<p class="hf-aside">[[stop.danger]]</p>
