'use strict';
// page: the form, its progress, and the two languages.
(() => {
  const { say } = kleos;
  const at = (id) => document.getElementById(id);
  let outcome = null; // of the last check, told again when the language changes

  function show() {
    const result = at('result');
    result.hidden = !outcome;
    result.replaceChildren(...(outcome ? kleos.showResult(outcome) : []));
  }

  function speak(language) {
    kleos.setLanguage(language);
    document.documentElement.lang = language;
    document.title = say('title');
    at('languages').setAttribute('aria-label', say('languages'));
    for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
    for (const button of document.querySelectorAll('[data-language]'))
      button.setAttribute('aria-pressed', String(button.dataset.language === language));
    at('status').textContent = '';
    show();
  }

  function tellProgress(share) {
    const percent = Math.floor(100 * share);
    at('bar').value = percent;
    // in steps, so that a screen reader is not drowned
    if (percent % 10 === 0) at('status').textContent = say('checking', { percent });
  }

  // The two of them, when they are given, in the form that the audit takes.
  function readBeside(log) {
    const head = at('head').value.trim();
    const receipt = at('receipt').value.trim();
    log.published = head ? kleos.readPublished(head, log.cycle) : null;
    log.receipt = receipt ? kleos.readReceipt(receipt, log.cycle) : null;
  }

  async function check(file) {
    let log = null;
    try {
      log = kleos.readBundle(await file.text());
      readBeside(log);
      return { log, found: await kleos.audit(log, tellProgress) };
    } catch (error) {
      if (!(error instanceof kleos.Refusal)) throw error;
      return { log, reason: error.reason, values: error.values };
    }
  }

  function busy(is) {
    at('check').disabled = is;
    at('progress').hidden = !is;
    at('form').setAttribute('aria-busy', String(is));
  }

  async function submit(event) {
    event.preventDefault();
    const file = at('log').files[0];
    at('status').textContent = say(file ? 'reading' : 'noLog');
    if (!file) {
      at('log').focus();
      return;
    }
    outcome = null;
    show();
    at('bar').value = 0;
    busy(true);
    outcome = await check(file);
    busy(false);
    at('status').textContent = '';
    show();
    at('result').focus();
  }

  at('form').addEventListener('submit', submit);
  at('languages').addEventListener('click', (event) => {
    const { language } = event.target.dataset;
    if (language) speak(language);
  });
  at('form').hidden = false;
  at('languages').hidden = false;
  speak(/^el\b/i.test(navigator.language) ? 'el' : 'en');
})();
