// What differs between the same items of two runs.

const NOT_STARTED = '.'.charCodeAt(0);
const SUCCEEDED = 'S'.charCodeAt(0);
const CACHED = 'C'.charCodeAt(0);
const SHORTEST = 'a'.charCodeAt(0);

/** Durations are known by powers of two of milliseconds: two more mean that an item took at least twice as long. */
const SLOWER = 2;

/**
 * @typedef {{from: string, to: string, count: number, examples: number[]}} Change a change of status, by its letters
 * @typedef {{index: number, from: number, to: number}} Slower an item and its durations as powers of two of milliseconds
 */

/** Adds values and keeps those that come first in an order. @template T */
class Best {
  /** @param {number} most @param {(a: T, b: T) => number} order */
  constructor(most, order) {
    this.most = most;
    this.order = order;
    this.count = 0;
    /** @type {T[]} */
    this.items = [];
  }

  /** @param {T} item */
  add(item) {
    this.count++;
    this.items.push(item);
    if (this.items.length > 4 * this.most) {
      this.items = this.items.sort(this.order).slice(0, this.most);
    }
  }

  first() {
    return this.items.sort(this.order).slice(0, this.most);
  }
}

/**
 * Compares the items of a fan-out in two runs.
 * @param {import('./fan-out.js').FanOut} before
 * @param {import('./fan-out.js').FanOut} after
 */
export function compare(before, after) {
  /** @type {Map<string, Change>} */
  const changes = new Map();
  /** @type {Best<Slower>} */
  const slower = new Best(20, (a, b) => (b.to - b.from) - (a.to - a.from) || a.index - b.index);
  let faster = 0;
  const width = Math.max(before.width, after.width);
  for (let i = 0; i < width; i++) {
    const was = status(before.states[i]);
    const is = status(after.states[i]);
    if (was !== is) {
      const key = String.fromCharCode(was, is);
      const change = changes.get(key) ?? { from: key[0], to: key[1], count: 0, examples: [] };
      change.count++;
      if (change.examples.length < 3) {
        change.examples.push(i);
      }
      changes.set(key, change);
    }
    const took = before.durations[i];
    const takes = after.durations[i];
    // A result that was adopted or cached has no duration of its computation.
    const computed = before.states[i] !== CACHED && after.states[i] !== CACHED;
    if (computed && took >= SHORTEST && takes >= SHORTEST) {
      if (takes - took >= SLOWER) {
        slower.add({ index: i, from: took - SHORTEST, to: takes - SHORTEST });
      } else if (took - takes >= SLOWER) {
        faster++;
      }
    }
  }
  return {
    width,
    changes: [...changes.values()].sort((a, b) => b.count - a.count),
    slower: slower.first(),
    slowerCount: slower.count,
    faster,
  };
}

/** Returns the status of an item, in which a cached result is a success. @param {number | undefined} code */
function status(code) {
  return code === CACHED ? SUCCEEDED : code ?? NOT_STARTED;
}

/**
 * Compares results, which both arrive in order of their items.
 * @param {AsyncIterator<{path: string, label?: string, text: string}>} before
 * @param {AsyncIterator<{path: string, label?: string, text: string}>} after
 * @param {(compared: number) => void} progress
 */
export async function compareResults(before, after, progress) {
  /** @type {{path: string, label?: string, before: string, after: string}[]} */
  const examples = [];
  let different = 0;
  let same = 0;
  let [a, b] = await Promise.all([before.next(), after.next()]);
  while (!a.done && !b.done) {
    const order = byIndexes(a.value.path, b.value.path);
    if (order < 0) {
      a = await before.next();
    } else if (order > 0) {
      b = await after.next();
    } else {
      if (a.value.text === b.value.text) {
        same++;
      } else {
        different++;
        if (examples.length < 20) {
          examples.push({ path: a.value.path, label: b.value.label, before: a.value.text, after: b.value.text });
        }
      }
      if ((same + different) % 500 === 0) {
        progress(same + different);
      }
      [a, b] = await Promise.all([before.next(), after.next()]);
    }
  }
  return { same, different, examples };
}

/** Compares paths by their indexes. @param {string} a @param {string} b */
function byIndexes(a, b) {
  const x = a.split('.').map(Number);
  const y = b.split('.').map(Number);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) {
      return x[i] - y[i];
    }
  }
  return x.length - y.length;
}
