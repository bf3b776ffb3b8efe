<!doctype html>
<html lang="[[:lang]]">
<head>
[[> head]]
<title>{{#ERRORS}}[[frame.errors.prefix]] {{/ERRORS}}[[$title]] – [[frame.service]]</title>
</head>
<body class="hf-staff">
<a class="usa-skipnav" href="#main">[[frame.skip]]</a>
<header class="hf-top">
<div class="hf-top__in">
<p class="hf-brand"><a href="{{HOME}}">[[frame.service]]</a>{{#OFFICE}}<span class="hf-brand__office">{{NAME}}</span>{{/OFFICE}}</p>
<div class="hf-top__acts">
{{#SIGNED_IN}}<span class="hf-who">{{WHO}}</span>{{/SIGNED_IN}}
[[> language]]
[[> sign_out]]
</div>
</div>
[[> nav]]
</header>
<main class="hf-main" id="main" tabindex="-1">
[[> says]]
[[content]]
</main>
<footer class="hf-foot">
<div class="hf-foot__in">
<p><a href="/help">[[frame.help]]</a></p>
<p>[[frame.staff.note]]</p>
</div>
</footer>
</body>
</html>
