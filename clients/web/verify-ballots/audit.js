'use strict';
// audit: whether a published log is what its keeper promised. The same checks in the same order, for the same reasons, as
// services/awards/ballot_log/audit.h; the first thing that is wrong is thrown as a Refusal.
(() => {
  const { Refusal } = kleos;
  const COMMITMENTS = 2;
  const phases = ['NOMINATING', 'VOTING'];
  const isSame = (a, b) => kleos.compare(a, b) === 0;

  const entryOf = async (log, opening) =>
    kleos.sha256(kleos.concat(log.cycleBytes, await kleos.sha256(kleos.utf8(opening.text)), opening.nonce));

  function sizeBytes(size) {
    const out = new Uint8Array(8);
    new DataView(out.buffer).setBigUint64(0, BigInt(size));
    return out;
  }

  // Throws UNSUPPORTED where the browser has no Ed25519.
  async function keyOf(log) {
    try {
      return await crypto.subtle.importKey('raw', log.publicKey, { name: 'Ed25519' }, false, ['verify']);
    } catch (error) {
      if (error.name === 'NotSupportedError') throw new Refusal('UNSUPPORTED');
      throw new Refusal('HEAD_SIGNATURE', { head: 1, size: log.heads[0].size });
    }
  }

  const isSigned = (key, signature, words, ...parts) =>
    crypto.subtle.verify({ name: 'Ed25519' }, key, signature, kleos.concat(kleos.utf8(`${words}\0`), ...parts));

  const isHeadSigned = (log, head) =>
    isSigned(log.key, head.signature, 'kleos tree head v1', log.cycleBytes, sizeBytes(head.size), head.root);

  const isPromise = (log, receipt) =>
    isSigned(log.key, receipt.signature, 'kleos ballot promise v1', log.cycleBytes, receipt.entry);

  async function checkPublished(log) {
    const head = log.published;
    if (!head) return;
    if (!(await isHeadSigned(log, head))) throw new Refusal('PUBLISHED_SIGNATURE', { size: head.size });
    if (head.size > log.entries.length) throw new Refusal('ROLLED_BACK', { size: head.size, entries: log.entries.length });
  }

  async function checkSignatures(log, tick) {
    const signed = new Array(log.heads.length);
    await kleos.eachOf(log.heads.length, async (i) => (signed[i] = await isHeadSigned(log, log.heads[i])), tick);
    for (const [i, { size }] of log.heads.entries()) {
      const before = i ? log.heads[i - 1].size : 0;
      if (!signed[i]) throw new Refusal('HEAD_SIGNATURE', { head: i + 1, size });
      if (size <= before) throw new Refusal('HEAD_ORDER', { head: i + 1, size, before });
      if (size > log.entries.length) throw new Refusal('HEAD_BEYOND', { head: i + 1, size, entries: log.entries.length });
    }
  }

  async function checkRoots(log, tick) {
    const roots = new Array(log.heads.length);
    await kleos.eachOf(log.heads.length, async (i) => (roots[i] = await kleos.merkleRoot(log.levels, log.heads[i].size)), tick);
    for (const [i, { root, size }] of log.heads.entries())
      if (!isSame(root, roots[i])) throw new Refusal('HEAD_ROOT', { head: i + 1, size });
    const head = log.published;
    if (head && !isSame(head.root, await kleos.merkleRoot(log.levels, head.size)))
      throw new Refusal('REWRITTEN', { size: head.size });
    const last = log.heads.at(-1).size;
    if (last !== log.entries.length) throw new Refusal('HEAD_LAST', { size: last, entries: log.entries.length });
  }

  async function checkCommitment(log, index) {
    const opening = log.commitments[index];
    const phase = phases[index];
    if (opening.position !== index) throw new Refusal('COMMITMENT_POSITION', { phase, position: index });
    if (!isSame(await entryOf(log, opening), log.entries[index])) throw new Refusal('COMMITMENT_ENTRY', { phase, position: index });
    const value = kleos.readCommitment(opening.text);
    if (!value) throw new Refusal('COMMITMENT_TEXT', { phase });
    if (value.phase !== phase) throw new Refusal('COMMITMENT_PHASE', { phase, position: index });
    return value;
  }

  async function checkCommitments(log) {
    const count = Math.min(log.commitments.length, log.entries.length);
    if (log.commitments.length !== COMMITMENTS || log.entries.length < COMMITMENTS)
      throw new Refusal('COMMITMENT_COUNT', { count });
    const nominating = await checkCommitment(log, 0);
    const voting = await checkCommitment(log, 1);
    if (kleos.canonical(nominating.rules) !== kleos.canonical(voting.rules)) throw new Refusal('COMMITMENT_RULES');
    for (let i = 0; i < COMMITMENTS; i++)
      if (!log.heads.some((head) => head.size === i + 1)) throw new Refusal('COMMITMENT_HEAD', { phase: phases[i], size: i + 1 });
    return voting;
  }

  function checkBatches(log) {
    const begins = new Set(log.heads.map((head) => head.size));
    const leaves = log.levels[0];
    for (let i = COMMITMENTS + 1; i < leaves.length; i++)
      if (!begins.has(i) && kleos.compare(leaves[i - 1], leaves[i]) >= 0) throw new Refusal('BATCH_ORDER', { position: i });
  }

  // Every ballot opens one entry, every entry is opened once; entries of the ballots, in their order.
  async function checkOpenings(log, tick) {
    const own = new Array(log.ballots.length);
    await kleos.eachOf(own.length, async (i) => (own[i] = await entryOf(log, log.ballots[i])), tick);
    const places = log.entries.slice(COMMITMENTS).map((entry, i) => ({ entry, position: i + COMMITMENTS }));
    places.sort((a, b) => kleos.compare(a.entry, b.entry));
    const isKnown = (entry) => places.some((place) => isSame(place.entry, entry));
    for (const [i, entry] of own.entries()) {
      const order = i < places.length ? kleos.compare(entry, places[i].entry) : -1;
      if (i > 0 && isSame(own[i - 1], entry)) throw new Refusal('BALLOT_TWICE', { ballot: i + 1 });
      if (order !== 0 && !isKnown(entry)) throw new Refusal('BALLOT_UNKNOWN', { ballot: i + 1 });
      if (i > 0 && kleos.compare(own[i - 1], entry) > 0) throw new Refusal('BALLOT_ORDER', { ballot: i + 1 });
      if (order !== 0) throw new Refusal('ENTRY_UNOPENED', { position: places[i].position });
    }
    if (own.length < places.length) throw new Refusal('ENTRY_UNOPENED', { position: places[own.length].position });
    return own;
  }

  async function checkBallots(log, voting, tick) {
    if (log.ballots.length > voting.electorate.size)
      throw new Refusal('ROLL_SIZE', { ballots: log.ballots.length, size: voting.electorate.size });
    const candidates = new Map(voting.candidates.map((id, i) => [id, i]));
    const rows = new Map();
    const read = (i) => {
      const { text } = log.ballots[i];
      const row = rows.get(text) ?? { places: kleos.readBallot(text, candidates), count: 0 };
      if (row.places === null) throw new Refusal('BALLOT_TEXT', { ballot: i + 1 });
      if (typeof row.places === 'string') throw new Refusal('BALLOT_CANDIDATE', { ballot: i + 1, candidate: row.places });
      row.count++;
      rows.set(text, row);
    };
    await kleos.eachOf(log.ballots.length, async (i) => read(i), tick);
    return { candidates: candidates.size, rows: [...rows.values()], voters: log.ballots.length };
  }

  function checkCount(log, voting, profile) {
    const { tally } = voting.rules;
    const result = kleos.methods[tally](profile);
    const idsOf = (places) => places.map((a) => voting.candidates[a]).join();
    if (idsOf(result.winners) !== log.winners.join()) throw new Refusal('WINNERS', { tally });
    for (let i = 0; i < Math.max(result.ranking.length, log.ranking.length); i++)
      if (!result.ranking[i] || !log.ranking[i] || idsOf(result.ranking[i]) !== log.ranking[i].join())
        throw new Refusal('RANKING', { tally, place: i + 1 });
    return result;
  }

  async function checkReceipt(log, own) {
    if (!log.receipt) return null;
    if (!(await isPromise(log, log.receipt))) throw new Refusal('RECEIPT_SIGNATURE');
    const at = own.findIndex((entry) => isSame(entry, log.receipt.entry));
    if (at < 0) throw new Refusal('RECEIPT_UNKNOWN');
    return log.ballots[at].text;
  }

  // The other methods beside the rule's; null where ties have too many outcomes to count.
  function countAll(profile) {
    const results = {};
    for (const [name, count] of Object.entries(kleos.methods)) {
      try {
        results[name] = count(profile);
      } catch {
        results[name] = null;
      }
    }
    return results;
  }

  // `progress` is told how much is done, 0 to 1. Returns what was counted.
  async function audit(log, progress) {
    if (!globalThis.crypto?.subtle) throw new Refusal('INSECURE');
    if (log.heads.length === 0) throw new Refusal('HEADS_MISSING');
    const all = 2 * (log.entries.length + log.heads.length + log.ballots.length);
    let done = 0;
    const tick = (n) => progress(Math.min(1, (done += n) / all));
    log.key = await keyOf(log);
    await checkPublished(log);
    await checkSignatures(log, tick);
    log.levels = await kleos.merkleBuild(log.entries, tick);
    await checkRoots(log, tick);
    const voting = await checkCommitments(log);
    checkBatches(log);
    const own = await checkOpenings(log, tick);
    const profile = await checkBallots(log, voting, tick);
    const result = checkCount(log, voting, profile);
    const receipted = await checkReceipt(log, own);
    return { voting, result, results: countAll(profile), pairs: kleos.pairwise(profile), receipted };
  }

  Object.assign(kleos, { audit });
})();
