<form class="hf-form" method="post" action="[[=action]]" novalidate>
<input type="hidden" name="csrf" value="{{CSRF}}">
