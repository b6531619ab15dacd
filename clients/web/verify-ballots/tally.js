'use strict';
// tally: what each method makes of the ballots. A profile is {candidates: n, rows: [{places, count}], voters}; a place of
// 255 is none. A result is {winners: [number], ranking: [[number]]}: ties stay ties. Whole numbers only.
(() => {
  const UNRANKED = 255;
  const SETS_MOST = 65536;
  const range = (n) => Array.from({ length: n }, (_, i) => i);

  function pairwise(profile) {
    const n = profile.candidates;
    const above = range(n).map(() => new Array(n).fill(0));
    for (const { places, count } of profile.rows)
      for (let a = 0; a < n; a++)
        for (let b = 0; b < n; b++) if (places[a] < places[b]) above[a][b] += count;
    return above;
  }

  function schulze(profile) {
    const above = pairwise(profile);
    const all = range(profile.candidates);
    const path = all.map((a) => all.map((b) => (above[a][b] > above[b][a] ? above[a][b] : 0)));
    for (const via of all)
      for (const a of all)
        for (const b of all) if (a !== b) path[a][b] = Math.max(path[a][b], Math.min(path[a][via], path[via][b]));
    const ranking = [];
    for (let left = all; left.length; ) {
      const best = left.filter((a) => !left.some((b) => path[b][a] > path[a][b]));
      ranking.push(best);
      left = left.filter((a) => !best.includes(a));
    }
    return { winners: ranking[0], ranking };
  }

  function byScore(scores) {
    const levels = [...new Set(scores)].sort((a, b) => b - a);
    const ranking = levels.map((level) => range(scores.length).filter((a) => scores[a] === level));
    return { winners: ranking[0], ranking };
  }

  // Who alone stands highest among `set`; -1: nobody, or several.
  function topOf(places, set) {
    let best = UNRANKED;
    let top = -1;
    for (const a of set) {
      if (places[a] === UNRANKED || places[a] > best) continue;
      top = places[a] < best ? a : -1;
      best = places[a];
    }
    return top;
  }

  function firstVotes(profile, set) {
    const votes = new Array(profile.candidates).fill(0);
    for (const { places, count } of profile.rows) {
      const top = topOf(places, set);
      if (top >= 0) votes[top] += count;
    }
    return votes;
  }

  const plurality = (profile) => byScore(firstVotes(profile, range(profile.candidates)));

  function approval(profile) {
    const scores = new Array(profile.candidates).fill(0);
    for (const { places, count } of profile.rows)
      for (let a = 0; a < scores.length; a++) if (places[a] !== UNRANKED) scores[a] += count;
    return byScore(scores);
  }

  // In halves of a point: a tie is worth the average of its places.
  function borda(profile) {
    const above = pairwise(profile);
    const all = range(profile.candidates);
    return byScore(all.map((a) => all.reduce((sum, b) => (a === b ? sum : sum + profile.voters + above[a][b] - above[b][a]), 0)));
  }

  // What follows when exactly `set` continues: all who may win, and the lowest place of each in any outcome of ties.
  function runoff(profile, set, known) {
    const key = set.join();
    if (known.has(key)) return known.get(key);
    if (known.size === SETS_MOST) throw new kleos.Refusal('COUNT');
    const votes = firstVotes(profile, set);
    const counting = set.reduce((sum, a) => sum + votes[a], 0);
    const winner = set.find((a) => set.length === 1 || 2 * votes[a] > counting);
    const outcome = { winners: new Set(), worst: new Map() };
    known.set(key, outcome);
    if (winner !== undefined) {
      const rest = set.filter((a) => a !== winner);
      outcome.winners.add(winner);
      outcome.worst.set(winner, 1);
      for (const a of rest) outcome.worst.set(a, 1 + rest.filter((b) => votes[b] >= votes[a]).length);
      return outcome;
    }
    const fewest = Math.min(...set.map((a) => votes[a]));
    const tied = set.filter((a) => votes[a] === fewest);
    const isTied = ({ places }) => topOf(places, set) < 0 && set.some((a) => places[a] !== UNRANKED);
    // Whom no ballot counts for leaves without changing a count: one order says what follows from all.
    const oneOrder = fewest === 0 && !profile.rows.some(isTied);
    for (const gone of oneOrder ? tied.slice(-1) : tied) {
      const next = runoff(profile, set.filter((a) => a !== gone), known);
      for (const a of next.winners) outcome.winners.add(a);
      outcome.worst.set(gone, set.length);
      for (const [a, place] of next.worst) outcome.worst.set(a, Math.max(place, outcome.worst.get(a) ?? 0));
    }
    for (const a of oneOrder ? tied : []) {
      outcome.worst.set(a, set.length);
      if (tied.length === set.length) outcome.winners.add(a);
    }
    return outcome;
  }

  function irv(profile) {
    const all = range(profile.candidates);
    const { winners, worst } = runoff(profile, all, new Map());
    const ranking = [all.filter((a) => winners.has(a))];
    let left = all.filter((a) => !winners.has(a));
    for (let m = 1; m <= all.length; m++) {
      if (all.filter((a) => worst.get(a) <= m).length !== m) continue; // outcomes differ on who the first m are
      const group = left.filter((a) => worst.get(a) <= m);
      left = left.filter((a) => worst.get(a) > m);
      if (group.length) ranking.push(group);
    }
    return { winners: ranking[0], ranking };
  }

  const methods = { SCHULZE: schulze, IRV: irv, APPROVAL: approval, PLURALITY: plurality, BORDA: borda };

  Object.assign(kleos, { pairwise, methods });
})();
