'use strict';
// result: what came of a check, as elements. Texts of a bundle are only ever set as text.
(() => {
  const { say } = kleos;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  const nameOf = (log, id) => (id === kleos.NO_AWARD ? say('NO_AWARD') : log.nameOf(id));
  const namesOf = (log, ids) => ids.map((id) => nameOf(log, id)).join(', ');

  function verdict(kind, ...lines) {
    const heading = make('h2', { id: 'verdict' }, say(kind));
    return make('div', { class: `card verdict ${kind}` }, make('div', {}, heading, ...lines));
  }

  function refused({ reason, values, log }) {
    if (reason === 'UNSUPPORTED' || reason === 'INSECURE')
      return [verdict('unknown', make('p', { class: 'reason' }, kleos.sayReason(reason, values)))];
    const named = { ...values };
    if (named.candidate && log) named.candidate = nameOf(log, named.candidate);
    const sentence = make('p', { class: 'reason', 'data-reason': reason }, kleos.sayReason(reason, named));
    if (reason === 'FORM') return [verdict('unknown', sentence)]; // perhaps another file: no proof of anything
    return [verdict('bad', make('p', {}, say('badLead')), sentence)];
  }

  // One line a candidate, with the place that it shares.
  function podium(log, places, winners) {
    const list = make('ol', { class: 'podium' });
    let above = 0;
    for (const ids of places) {
      for (const id of ids) {
        const won = winners.includes(id);
        const place = `${above + 1}${ids.length > 1 ? '=' : ''}`;
        const tag = won ? make('span', { class: 'tag' }, say(winners.length > 1 ? 'tie' : 'winner')) : null;
        list.append(make('li', won ? { class: 'won' } : {}, make('span', { class: 'place' }, place), make('span', {}, nameOf(log, id)), tag));
      }
      above += ids.length;
    }
    return list;
  }

  function card(heading, ...children) {
    return make('div', { class: 'card' }, make('h2', {}, heading), ...children);
  }

  function checks(log, { voting }) {
    const ballots = log.ballots.length;
    const lines = [
      say('checkHeads', { heads: log.heads.length, entries: log.entries.length }),
      log.published ? say('checkPublished', { size: log.published.size }) : null,
      say('checkCommitments'),
      say('checkBatches'),
      say('checkBallots', { ballots, size: voting.electorate.size }),
      say('checkForms'),
      say('checkCount', { tally: voting.rules.tally }),
    ];
    const item = (line) => (line ? make('li', {}, line) : make('li', { class: 'not' }, say('checkNoPublished')));
    return card(say('checksHeading'), make('ul', { class: 'checks' }, ...lines.map(item)));
  }

  function ranking(log, { voting }) {
    const lead = say('ruleIs', { tally: voting.rules.tally, ballots: log.ballots.length });
    return card(say('rankingHeading'), podium(log, log.ranking, log.winners), make('p', { class: 'soft' }, lead));
  }

  function mine(log, { receipted }) {
    const ballot = JSON.parse(receipted);
    const places = ballot.approvals ? [ballot.approvals] : ballot.ranking;
    const box = make('div', { class: 'card mine' }, make('h2', {}, say('receiptHeading')));
    if (!places.flat().length) box.append(make('p', {}, say('receiptNobody')));
    else if (ballot.approvals) box.append(make('p', {}, `${say('receiptApprovals')} ${namesOf(log, ballot.approvals)}`));
    else box.append(podium(log, places, []));
    return box;
  }

  function methodRow(log, { voting, results }, name) {
    const result = results[name];
    const idsOf = (places) => namesOf(log, places.map((a) => voting.candidates[a]));
    const decides = name === voting.rules.tally ? make('span', { class: 'tag' }, say('decides')) : null;
    const head = make('th', { scope: 'row' }, say(name), ' ', decides);
    if (!result) return make('tr', {}, head, make('td', { colspan: 2 }, say('tooMany')));
    const order = result.ranking.map(idsOf).join(' › ');
    return make('tr', {}, head, make('td', {}, idsOf(result.winners)), make('td', {}, order));
  }

  function methods(log, found) {
    const heads = ['method', 'winners', 'order'].map((name) => make('th', { scope: 'col' }, say(name)));
    const rows = Object.keys(found.results).map((name) => methodRow(log, found, name));
    const table = make('table', { class: 'stack' }, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows));
    return card(say('methodsHeading'), make('p', { class: 'soft' }, say('methodsLead')), table);
  }

  function pairs(log, { voting, pairs: above }) {
    const names = voting.candidates.map((id) => nameOf(log, id));
    const heads = names.map((name) => make('th', { scope: 'col' }, name));
    const cell = (a, b) => (a === b ? make('td', {}, '–') : make('td', above[a][b] > above[b][a] ? { class: 'more' } : {}, above[a][b].toLocaleString(kleos.languageOf())));
    const rows = names.map((name, a) => make('tr', {}, make('th', { scope: 'row' }, name), ...names.map((_, b) => cell(a, b))));
    const corner = make('th', { scope: 'col' }, say('candidate'));
    const table = make('table', { class: 'pairs' }, make('thead', {}, make('tr', {}, corner, ...heads)), make('tbody', {}, ...rows));
    const scroll = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('pairsHeading') }, table);
    return make('details', { class: 'card' }, make('summary', {}, say('pairsHeading')), make('p', { class: 'soft' }, say('pairsLead')), scroll);
  }

  function held({ log, found }) {
    const title = log.title || log.cycle;
    return [
      verdict('good', make('p', {}, say('goodLead', { title }))),
      ...(found.receipted === null ? [] : [mine(log, found)]),
      make('div', { class: 'found' }, ranking(log, found), checks(log, found)),
      methods(log, found),
      pairs(log, found),
    ];
  }

  Object.assign(kleos, { showResult: (outcome) => (outcome.found ? held(outcome) : refused(outcome)) });
})();
