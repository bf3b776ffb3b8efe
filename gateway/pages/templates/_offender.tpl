<bdi class="hf-name">{{OFFENDER}}</bdi> <span class="hf-number">{{NUMBER}}</span>
