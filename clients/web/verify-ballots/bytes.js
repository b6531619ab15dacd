'use strict';
// bytes: hexadecimal texts, and SHA-256 by the browser's own cryptography.
var kleos = window.kleos || (window.kleos = {});

(() => {
  const digits = new Int8Array(128).fill(-1);
  for (let i = 0; i < 16; i++) digits['0123456789abcdef'.charCodeAt(i)] = i;

  // Lower case and of exactly that length, or null.
  function fromHex(text, size) {
    if (typeof text !== 'string' || text.length !== 2 * size) return null;
    const out = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const high = digits[text.charCodeAt(2 * i)] ?? -1;
      const low = digits[text.charCodeAt(2 * i + 1)] ?? -1;
      if (high < 0 || low < 0) return null;
      out[i] = (high << 4) | low;
    }
    return out;
  }

  const isUuid = (text) =>
    typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

  const fromUuid = (text) => (isUuid(text) ? fromHex(text.replaceAll('-', ''), 16) : null);

  function compare(a, b) {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
    return 0;
  }

  function concat(...parts) {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  const encoder = new TextEncoder();
  const utf8 = (text) => encoder.encode(text);

  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

  const LOT = 1024;
  const PATIENCE_MS = 60; // how long the page may stand still
  let drawn = 0;

  // Lets the browser draw and listen, when it has waited long.
  async function breathe() {
    if (performance.now() - drawn < PATIENCE_MS) return;
    await new Promise((resume) => setTimeout(resume));
    drawn = performance.now();
  }

  // work(i) for 0 to count - 1, some at a time, so that the page lives meanwhile; tick(n) after each lot of n.
  async function eachOf(count, work, tick) {
    for (let from = 0; from < count; from += LOT) {
      const n = Math.min(LOT, count - from);
      await Promise.all(Array.from({ length: n }, (_, i) => work(from + i)));
      if (tick) tick(n);
      await breathe();
    }
  }

  Object.assign(kleos, { fromHex, fromUuid, isUuid, compare, concat, utf8, sha256, eachOf });
})();
