[[layout quiet]]
<h1>[[home.title]]</h1>
<p class="usa-intro">[[home.intro]]</p>
<p><a class="usa-button usa-button--big" href="/sign-in">[[home.sign_in]]</a></p>
<h2>[[home.safe.title]]</h2>
<ul class="usa-list">
<li>[[home.safe.exit]]</li>
<li>[[home.safe.device]]</li>
<li>[[home.safe.history]]</li>
</ul>
