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
 * The result of an item. If an answer has no room for it, its text is only its size, and `whole` reads it alone.
 * @typedef {{path: string, label?: string, text: string, whole?: () => Promise<Result | undefined>}} Result
 */

/**
 * Compares results, which both arrive in order of their items. Counts those that only one run has, and large results
 * whose sizes are equal: their contents are not compared. Also counts items with different labels.
 * @param {AsyncIterator<Result>} before
 * @param {AsyncIterator<Result>} after
 * @param {(compared: number) => void} progress
 */
export async function compareResults(before, after, progress) {
  /** @type {{path: string, label?: string, before: string, after: string}[]} */
  const examples = [];
  const counts = { same: 0, different: 0, sized: 0, onlyBefore: 0, onlyAfter: 0, relabelled: 0 };
  let [a, b] = await Promise.all([before.next(), after.next()]);
  for (let compared = 1; !a.done || !b.done; compared++) {
    const order = a.done ? 1 : b.done ? -1 : byIndexes(a.value.path, b.value.path);
    if (order < 0) {
      counts.onlyBefore++;
      a = await before.next();
    } else if (order > 0) {
      counts.onlyAfter++;
      b = await after.next();
    } else {
      /** @type {Result} */
      let was = a.value;
      /** @type {Result} */
      let is = b.value;
      if (!was.whole !== !is.whole) {
        // Whether an answer has room for a result depends on the other results in it.
        [was, is] = await Promise.all([was, is].map(async result => await result.whole?.() ?? result));
      }
      const kind = was.text !== is.text ? 'different' : was.whole ? 'sized' : 'same';
      counts[kind]++;
      counts.relabelled += Number(was.label !== is.label);
      if (kind === 'different' && examples.length < 20) {
        examples.push({ path: was.path, label: is.label, before: was.text, after: is.text });
      }
      [a, b] = await Promise.all([before.next(), after.next()]);
    }
    if (compared % 500 === 0) {
      progress(compared);
    }
  }
  return { ...counts, examples };
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
