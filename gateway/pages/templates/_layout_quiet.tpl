<!doctype html>
<html lang="[[:lang]]">
<head>
[[> head]]
<title>[[frame.quiet.title]]</title>
</head>
<body class="hf-quiet">
<section class="hf-leave" aria-label="[[frame.exit.label]]">
<form method="post" action="/exit" data-exit="{{EXIT}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="usa-button hf-leave__button" type="submit">[[frame.exit.button]]</button>
<span class="hf-leave__keys">[[frame.exit.keys]]</span>
</form>
</section>
<a class="usa-skipnav" href="#main">[[frame.skip]]</a>
<header class="hf-top">
<div class="hf-top__in">
<p class="hf-brand">[[frame.quiet.brand]]</p>
<div class="hf-top__acts">
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
{{#HELPLINE}}<p class="hf-foot__line">{{SAYS}} <span class="hf-nowrap">{{PHONE}}</span></p>{{#HOURS}}<p>{{SAYS}}</p>{{/HOURS}}{{/HELPLINE}}
<p><a href="/help">[[frame.help]]</a></p>
<p>[[frame.exit.note]]</p>
</div>
</footer>
</body>
</html>
