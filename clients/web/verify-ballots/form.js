'use strict';
// form: what a bundle, a ballot and a commitment look like; everything else is refused.
(() => {
  const NO_AWARD = 'NO_AWARD';
  const CANDIDATES_MOST = 255;
  const isCandidate = (id) => id === NO_AWARD || kleos.isUuid(id);
  const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
  const isCount = (value) => Number.isInteger(value) && value >= 0 && value <= 0x7fffffff;
  const isSorted = (ids) => ids.every((id, i) => i === 0 || ids[i - 1] < id);
  const isOneOf = (list, value) => list.includes(value);

  class Refusal extends Error {
    constructor(reason, values = {}) {
      super(reason);
      this.reason = reason;
      this.values = values;
    }
  }

  function parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  // JSON with sorted keys and no spaces.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    if (!isObject(value)) return JSON.stringify(value);
    const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(',')}}`;
  }

  // Whole numbers, truths, texts without control characters, lists and objects of them.
  function isPlain(value, depth) {
    if (depth === 0 || value === null) return false;
    if (typeof value === 'number') return Number.isSafeInteger(value);
    if (typeof value === 'string') return !/[\u0000-\u001f]/.test(value);
    return typeof value === 'boolean' || Object.values(value).every((item) => isPlain(item, depth - 1));
  }

  // Places of the candidates, 255 for none; a text when somebody is named who is no candidate; null: no ballot.
  function readBallot(text, candidates) {
    const value = parse(text);
    if (!isObject(value) || Object.keys(value).length !== 1 || canonical(value) !== text) return null;
    const groups = value.approvals ? [value.approvals] : value.ranking;
    const isGroup = (group) => Array.isArray(group) && group.every(isCandidate) && isSorted(group);
    if (!Array.isArray(groups) || !groups.every(isGroup)) return null;
    if (!value.approvals && groups.some((group) => group.length === 0)) return null;
    const named = groups.flat();
    if (new Set(named).size !== named.length || named.length > CANDIDATES_MOST) return null;
    const places = new Uint8Array(candidates.size).fill(255);
    for (const [place, group] of groups.entries())
      for (const id of group) {
        if (!candidates.has(id)) return id;
        places[candidates.get(id)] = place;
      }
    return places;
  }

  function isElectorate(value) {
    return isObject(value) && Object.keys(value).length === 3 && isOneOf(['ALL', 'TEAM', 'COMMUNITY'], value.kind) &&
      kleos.fromHex(value.rollHash, 32) !== null && isCount(value.size);
  }

  function isVoting(value) {
    const { candidates, electorate, rules } = value;
    return Object.keys(value).length === 4 && isElectorate(electorate) && Array.isArray(candidates) &&
      candidates.length > 0 && candidates.length <= CANDIDATES_MOST && candidates.every(isCandidate) &&
      isSorted(candidates) && isOneOf(['SCHULZE', 'IRV', 'APPROVAL', 'PLURALITY', 'BORDA'], rules.tally) &&
      (rules.noAward === true) === candidates.includes(NO_AWARD) && rules.electorate === electorate.kind;
  }

  // The value of a commitment's text, or null.
  function readCommitment(text) {
    const value = parse(text);
    if (!isObject(value) || canonical(value) !== text || !isObject(value.rules) || !isPlain(value.rules, 6)) return null;
    if (value.phase === 'NOMINATING') return Object.keys(value).length === 2 ? value : null;
    return value.phase === 'VOTING' && isVoting(value) ? value : null;
  }

  // ---- the bundle ----

  function need(condition, where) {
    if (!condition) throw new Refusal('FORM', { where });
    return condition;
  }

  const hexAt = (value, size, where) => need(kleos.fromHex(value, size), where);

  function listAt(object, name) {
    need(Array.isArray(object[name]), name);
    return object[name];
  }

  function readHead(head, where = 'head') {
    need(isObject(head), where);
    need(isCount(head.treeSize), `${where}.treeSize`);
    return {
      size: head.treeSize,
      root: hexAt(head.rootHash, 32, `${where}.rootHash`),
      signature: hexAt(head.signature, 64, `${where}.signature`),
    };
  }

  function readOpening(item, where) {
    need(isObject(item), where);
    need(typeof item.text === 'string', `${where}.text`);
    return { text: item.text, nonce: hexAt(item.nonce, 32, `${where}.nonce`), position: item.position };
  }

  function readIds(list, where) {
    need(Array.isArray(list) && list.every((id) => typeof id === 'string'), where);
    return list;
  }

  function readBundle(text) {
    const root = need(parse(text), 'JSON');
    const log = need(isObject(root) && (isObject(root.log) ? root.log : root), 'log');
    const names = new Map((Array.isArray(log.names) ? log.names : []).map((item) => [item.id, item.name]));
    return {
      cycle: log.cycle,
      title: [log.award, log.title].filter((part) => typeof part === 'string' && part).join(': '),
      cycleBytes: need(kleos.fromUuid(log.cycle), 'cycle'),
      publicKey: hexAt(log.publicKey, 32, 'publicKey'),
      commitments: listAt(log, 'commitments').map((item, i) => readOpening(item, `commitments[${i}]`)),
      heads: listAt(log, 'heads').map((item, i) => readHead(item, `heads[${i}]`)),
      winners: readIds(log.winners, 'winners'),
      ranking: listAt(log, 'ranking').map((place, i) => readIds(place?.candidates, `ranking[${i}].candidates`)),
      entries: listAt(log, 'entries').map((entry, i) => hexAt(entry, 32, `entries[${i}]`)),
      ballots: listAt(log, 'ballots').map((item, i) => readOpening(item, `ballots[${i}]`)),
      nameOf: (id) => names.get(id) || id,
    };
  }

  // The object under that name, or the value itself.
  const inside = (value, name) => (isObject(value?.[name]) ? value[name] : value);

  function ofCycle(value, cycle, reason) {
    if (typeof value.cycle === 'string' && value.cycle !== cycle) throw new Refusal(reason);
  }

  // A tree head, {"head":{…}}, or an event award.tree_head or its data.
  function readPublished(text, cycle) {
    const data = inside(need(parse(text), 'head'), 'data');
    const head = inside(data, 'head');
    need(isObject(head), 'head');
    ofCycle(data, cycle, 'HEAD_OTHER_CYCLE');
    ofCycle(head, cycle, 'HEAD_OTHER_CYCLE');
    return readHead(head);
  }

  function readReceipt(text, cycle) {
    const receipt = inside(need(parse(text), 'receipt'), 'receipt');
    need(isObject(receipt), 'receipt');
    ofCycle(receipt, cycle, 'RECEIPT_OTHER_CYCLE');
    return { entry: hexAt(receipt.entry, 32, 'receipt.entry'), signature: hexAt(receipt.signature, 64, 'receipt.signature') };
  }

  Object.assign(kleos, { NO_AWARD, Refusal, canonical, readBallot, readCommitment, readBundle, readPublished, readReceipt });
})();
