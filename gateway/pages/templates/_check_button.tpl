<div class="hf-acts">
<button class="usa-button [[=class]]" type="submit">[[$submit]]</button>
<button class="usa-button usa-button--outline [[=class]]" type="submit" formaction="[[=action]]" aria-describedby="check-hint">[[check.submit]]</button>
</div>
<p class="usa-hint" id="check-hint">[[check.hint]]</p>
