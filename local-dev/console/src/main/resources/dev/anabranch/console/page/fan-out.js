// The items of one fan-out: their statuses, durations and errors, read in pages that are read again until they settle.
import { api } from './api.js';
import { bucketEnd, cellsOf, longestOf } from './cells.js';
import { unpack } from './format.js';
import { addedDurations, quantile } from './nodes.js';
import { added, timelineOf } from './run-timeline.js';
import { addedTelemetry } from './telemetry.js';

/** The number of pages that are read in parallel. */
const REQUESTS = 3;
const NOT_STARTED = '.'.charCodeAt(0);
const FIRST_BUCKET = 'a'.charCodeAt(0);
/** The time without another request after which records are read: a view that moves shows items for a moment only. */
const READ_AFTER_MILLIS = 120;
/** The maximum number of records that are read in one request, and of those that are kept. */
const MOST_READ = 40;
const MOST_KEPT = 5000;
/** The maximum time of a search for a label. */
const MOST_SEARCH_MILLIS = 30_000;

/**
 * @typedef {{name: string, shape: string, count: number, first: number, last: number, examples: number[]}} ErrorCluster
 */

export class FanOut {
  /**
   * @param {string} run
   * @param {string} node
   * @param {string} parents the indexes of the enclosing items, such as 2 or 2.17; empty at the root
   */
  constructor(run, node, parents = '') {
    this.run = run;
    this.node = node;
    this.parents = parents;
    this.width = 0;
    /** The indexes of all items. */
    this.every = new Uint32Array(0);
    this.states = new Uint8Array(0);
    this.durations = new Uint8Array(0);
    /** @type {{turn: number, from: number, to: number, settled: boolean, errors: ErrorCluster[], timeline: import('./run-timeline.js').Timeline,
     telemetry?: import('./telemetry.js').Telemetry, took: import('./nodes.js').Durations, counts: Uint32Array, buckets: Uint32Array}[]} */
    this.pages = [];
    /** The number of requests for pages. */
    this.turn = 0;
    /** Whether the last load reached the end. */
    this.complete = false;
    /** What was computed from all items, until a page is read. @type {Map<string, any>} */
    this.computed = new Map();
    /** The records of items that a view has shown. @type {Map<number, any>} */
    this.records = new Map();
    /** The letters of items for which records have been read: a record can be ahead of its letter. @type {Map<number, number>} */
    this.readAs = new Map();
    /** The items of each view whose records are to be read. @type {Map<string, {indexes: number[], done: () => void}>} */
    this.requested = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.reading = undefined;
  }

  /** Returns the record of an item if it has been read and is not of another status. @param {number} index @returns {any} */
  record(index) {
    const record = this.records.get(index);
    return record && record.status.charCodeAt(0) === this.states[index] ? record : undefined;
  }

  /**
   * Reads the records of items that have begun, for their labels and errors.
   * @param {string} view its earlier items that have not been read are forgotten
   * @param {Iterable<number>} indexes
   * @param {() => void} done is called when they have been read
   */
  readFor(view, indexes, done) {
    this.requested.set(view, { indexes: [...indexes], done });
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.read().catch(() => {}), READ_AFTER_MILLIS);
  }

  /** Reads the records that views show and that are not known. */
  async read() {
    const requested = [...this.requested.values()];
    this.requested.clear();
    const indexes = [...new Set(requested.flatMap(view => view.indexes))]
      .filter(i => this.states[i] !== NOT_STARTED && !this.record(i) && this.readAs.get(i) !== this.states[i]).slice(0, MOST_READ);
    if (!indexes.length) {
      return;
    }
    const prefix = this.parents === '' ? '' : this.parents + '.';
    const letters = indexes.map(i => this.states[i]);
    const items = indexes.map(i => prefix + i).join(',');
    const page = await api.actions(this.run, { node: this.node, items, limit: MOST_READ });
    if (this.records.size > MOST_KEPT) {
      this.records.clear();
      this.readAs.clear();
    }
    indexes.forEach((index, at) => this.readAs.set(index, letters[at]));
    for (const action of page.items) {
      this.records.set(Number(action.path.slice(action.path.lastIndexOf('.') + 1)), action);
    }
    requested.forEach(view => view.done());
  }

  /**
   * Returns what is computed from all items: a view asks for it at every change, such as scrolling.
   * @template T
   * @param {string} name
   * @param {() => T} compute
   * @returns {T}
   */
  once(name, compute) {
    if (!this.computed.has(name)) {
      this.computed.set(name, compute());
    }
    return this.computed.get(name);
  }

  /**
   * Reads what can have changed since the last call.
   * @param {() => void} progress is called after each page
   * @param {AbortSignal} signal
   */
  async load(progress, signal) {
    this.complete = false;
    // The first page tells how many there are.
    if (!this.pages[0]?.settled) {
      await this.loadPage(0, 0, signal);
      progress();
    }
    const size = this.pages[0].to;
    const count = size ? Math.ceil(this.width / size) : 1;
    this.pages.length = Math.min(this.pages.length, count);
    let next = 1;
    const others = async () => {
      while (next < count) {
        const page = next++;
        if (!this.pages[page]?.settled) {
          await this.loadPage(page, page * size, signal);
          progress();
        }
      }
    };
    await Promise.all(Array.from({ length: REQUESTS }, others));
    this.complete = true;
    progress();
  }

  /** @param {number} number the number of the page @param {number} from @param {AbortSignal} signal */
  async loadPage(number, from, signal) {
    const turn = ++this.turn;
    const answer = await api.items(this.run, { node: this.node, in: this.parents, from }, signal);
    // The answer to an earlier request can come later.
    if (this.pages[number]?.turn > turn) {
      return;
    }
    const states = unpack(answer.states, answer.to - answer.from);
    const durations = unpack(answer.durations, answer.to - answer.from);
    const counts = new Uint32Array(128);
    const buckets = new Uint32Array(26);
    for (let i = 0; i < states.length; i++) {
      counts[states[i]]++;
      if (durations[i] !== NOT_STARTED) {
        buckets[durations[i] - FIRST_BUCKET]++;
      }
    }
    this.computed.clear();
    // A record can have changed although its letter is the same: a retry has failed again.
    for (let i = answer.from; i < answer.to && this.readAs.size; i++) {
      this.readAs.delete(i);
      if (this.records.get(i)?.spent === false) {
        this.records.delete(i);
      }
    }
    this.resize(answer.width);
    this.states.set(states, answer.from);
    this.durations.set(durations, answer.from);
    this.pages[number] = {
      turn, from: answer.from, to: answer.to, settled: answer.settled, errors: answer.errors, timeline: timelineOf(answer.timeline),
      telemetry: answer.telemetry, took: answer.took ?? [], counts, buckets,
    };
  }

  /** The pages that have been read. */
  known() {
    // Later pages can be read before earlier ones.
    return this.pages.filter(page => page);
  }

  /** Returns the number of items that have been read. */
  itemsRead() {
    return this.known().reduce((sum, page) => sum + page.to - page.from, 0);
  }

  /**
   * Returns the cells of a picture.
   * @param {'status' | 'duration'} by
   * @param {number} each the number of items of a cell
   * @param {number} from
   * @param {number} to
   */
  cells(by, each, from, to) {
    return this.once(`cells ${by} ${each} ${from} ${to}`, () => cellsOf(this.states, this.durations, by, each, from, to));
  }

  /** @param {number} width */
  resize(width) {
    if (width !== this.width) {
      const states = new Uint8Array(width).fill(NOT_STARTED);
      const durations = new Uint8Array(width).fill(NOT_STARTED);
      states.set(this.states.subarray(0, width));
      durations.set(this.durations.subarray(0, width));
      this.width = width;
      this.every = new Uint32Array(width);
      for (let i = 0; i < width; i++) {
        this.every[i] = i;
      }
      this.states = states;
      this.durations = durations;
    }
  }

  /** Returns the number of items by the letter of their status. @returns {Record<string, number>} */
  counts() {
    return this.once('counts', () => this.count());
  }

  /** @returns {Record<string, number>} */
  count() {
    const counts = new Uint32Array(128);
    counts[NOT_STARTED] = this.width - this.itemsRead();
    this.known().forEach(page => page.counts.forEach((n, letter) => { counts[letter] += n; }));
    /** @type {Record<string, number>} */
    const named = {};
    for (const letter of 'SCFRA.') {
      if (counts[letter.charCodeAt(0)]) {
        named[letter] = counts[letter.charCodeAt(0)];
      }
    }
    return named;
  }

  /** Returns the errors of all pages, the most frequent first. @returns {ErrorCluster[]} */
  errors() {
    return this.once('errors', () => this.clusters());
  }

  /** @returns {ErrorCluster[]} */
  clusters() {
    /** @type {Map<string, ErrorCluster>} */
    const all = new Map();
    for (const page of this.known()) {
      for (const error of page.errors) {
        const key = error.name + '\n' + error.shape;
        const known = all.get(key);
        all.set(key, known ? {
          ...known,
          count: known.count + error.count,
          last: error.last,
          examples: known.examples.concat(error.examples).slice(0, 3),
        } : error);
      }
    }
    return [...all.values()].sort((a, b) => b.count - a.count);
  }

  /** Returns when the items began and ended; undefined without any. */
  timeline() {
    return this.once('timeline', () => added(this.known().map(page => page.timeline)));
  }

  /** Returns what the items have reported. */
  telemetry() {
    // A deployment of an earlier release has none.
    return this.once('telemetry', () => addedTelemetry(this.known().flatMap(page => page.telemetry ?? [])));
  }

  /** Returns the durations of the items in narrower ranges than those of single items. */
  took() {
    // A deployment of an earlier release has none.
    return this.once('took', () => addedDurations(this.known().map(page => page.took)));
  }

  /** Returns the number of items by the power of two of their duration in milliseconds. */
  histogram() {
    return this.once('histogram', () => this.byDuration());
  }

  byDuration() {
    const buckets = new Array(26).fill(0);
    this.known().forEach(page => page.buckets.forEach((n, bucket) => { buckets[bucket] += n; }));
    return buckets;
  }

  /** Returns the longest duration of an item's bucket in ms; -1 if it has none. @param {number} index */
  longest(index) {
    return longestOf(this.states, this.durations, index);
  }

  /**
   * Returns the first item with a label that is listed below the same items; -1 if there is none, undefined if the search took too long.
   * @param {string} label
   */
  async labelled(label) {
    const prefix = this.parents === '' ? '' : this.parents + '.';
    const end = performance.now() + MOST_SEARCH_MILLIS;
    let cursor;
    do {
      // A page can be empty before the last one.
      const page = await api.actions(this.run, { node: this.node, label, limit: 1000, cursor });
      const found = page.items.find((/** @type {any} */ action) => action.path.startsWith(prefix));
      if (found) {
        return Number(found.path.slice(prefix.length));
      }
      cursor = page.next;
    } while (cursor && performance.now() < end);
    return cursor ? undefined : -1;
  }

  /** Returns the items that took longest, if they took at least four times as long as half of the items. */
  stragglers() {
    return this.once('stragglers', () => {
      const histogram = this.histogram();
      const last = histogram.findLastIndex(n => n > 0);
      return bucketEnd(last) >= 4 * Math.max(1, quantile(this.took(), 0.5)) ? [...this.indexes('', last).subarray(0, 5)] : [];
    });
  }

  /**
   * Returns the indexes of the items with a status and a duration.
   * @param {string} letter empty for any status
   * @param {number} bucket the power of two of the duration in milliseconds; -1 for any duration
   */
  indexes(letter, bucket = -1) {
    if (!letter && bucket < 0) {
      return this.every;
    }
    return this.once(`indexes ${letter} ${bucket}`, () => this.select(letter, bucket));
  }

  /** @param {string} letter @param {number} bucket */
  select(letter, bucket) {
    const found = new Uint32Array(this.width);
    let count = 0;
    const code = letter.charCodeAt(0);
    for (let i = 0; i < this.width; i++) {
      if ((!letter || this.states[i] === code) && (bucket < 0 || this.durations[i] === FIRST_BUCKET + bucket)) {
        found[count++] = i;
      }
    }
    return found.slice(0, count);
  }
}
