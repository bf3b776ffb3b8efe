<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="[[@icon.svg]]" type="image/svg+xml">
<link rel="stylesheet" href="[[@uswds.min.css]]">
<link rel="stylesheet" href="[[@holdfast.css]]">
<script src="[[@holdfast.js]]" defer></script>
