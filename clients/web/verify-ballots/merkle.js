'use strict';
// merkle: the tree over a list of entries (RFC 9162, section 2.1), level by level.
(() => {
  const leaf = (entry) => kleos.sha256(kleos.concat(Uint8Array.of(0), entry));
  const parent = (left, right) => kleos.sha256(kleos.concat(Uint8Array.of(1), left, right));

  // levels[l][p] is the complete subtree over the entries from p * 2^l on.
  async function build(entries, tick) {
    const leaves = new Array(entries.length);
    await kleos.eachOf(entries.length, async (i) => (leaves[i] = await leaf(entries[i])), tick);
    const levels = [leaves];
    for (let below = leaves; below.length > 1; below = levels.at(-1)) {
      const nodes = new Array(below.length >> 1);
      await kleos.eachOf(nodes.length, async (i) => (nodes[i] = await parent(below[2 * i], below[2 * i + 1])), tick);
      levels.push(nodes);
    }
    return levels;
  }

  // Root of the first `size` entries: its complete subtrees, joined from the smallest up.
  async function root(levels, size) {
    if (size === 0) return kleos.sha256(new Uint8Array());
    let hash = null;
    for (let level = 0, rest = size; rest > 0; level++, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 0) continue;
      const node = levels[level][rest - 1];
      hash = hash ? await parent(node, hash) : node;
    }
    return hash;
  }

  Object.assign(kleos, { merkleBuild: build, merkleRoot: root });
})();
