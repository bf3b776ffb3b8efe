// What makes pages better where scripts run; everything works without it.
//
// The way out: the exit button, or Shift three times within five seconds. The page is covered at once, the server
// is told to end the session (the request outlives the page), and this page's history entry is replaced.
'use strict';

(() => {
  document.documentElement.classList.add('hf-js');
  const exit = document.querySelector('form[data-exit]');

  const cover = () => {
    document.title = '\u00a0';
    document.documentElement.classList.add('hf-covered');
  };

  const leave = () => {
    cover();
    const body = new URLSearchParams(new FormData(exit));
    try {
      fetch(exit.action, { method: 'POST', body, keepalive: true, redirect: 'manual', credentials: 'same-origin' });
    } finally {
      window.location.replace(exit.dataset.exit);
    }
  };

  const threeTimesShift = (act) => {
    const within = 5000;
    let presses = [];
    let alone = false;
    document.addEventListener('keydown', (event) => {
      alone = event.key === 'Shift' && !event.repeat;
      if (event.key !== 'Shift') presses = [];  // typing capitals is not asking to leave
    });
    document.addEventListener('keyup', (event) => {
      if (event.key !== 'Shift' || !alone) return;
      const now = event.timeStamp;
      presses = [...presses.filter((at) => now - at < within), now];
      if (presses.length >= 3) act();
    });
  };

  if (exit) {
    exit.addEventListener('submit', (event) => {
      event.preventDefault();
      leave();
    });
    threeTimesShift(leave);
    // A page that comes back from the browser's own cache must not show itself.
    window.addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      cover();
      window.location.reload();
    });
  }

  // A form is sent once, however often its button is pressed.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.exit !== undefined) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // After a refusal the summary is where reading begins, after a check what it said.
  const summary = document.getElementById('errors') ?? document.getElementById('check');
  if (summary) summary.focus();

  // How much of the allowed length is used, for the long fields that say so.
  for (const area of document.querySelectorAll('textarea[data-limit]')) {
    const left = document.getElementById(`${area.id}-left`);
    if (!left) continue;
    const say = () => {
      const used = new TextEncoder().encode(area.value).length;
      const share = Math.round((100 * used) / Number(area.dataset.limit));
      left.textContent = left.dataset.words.replace('%', `${share}%`);
      left.classList.toggle('hf-over', share > 100);
    };
    area.addEventListener('input', say);
    say();
  }
})();
