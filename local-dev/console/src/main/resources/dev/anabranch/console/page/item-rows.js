// The rows of a nested fan-out: only those that a view shows are read, and read again until they settle.
import { api } from './api.js';
import { cellsOf } from './cells.js';
import { unpack } from './format.js';

const NOT_STARTED = '.'.charCodeAt(0);
/** The maximum number of rows that are read in one request. */
const MOST_ROWS = 100;

/**
 * @typedef {{path: string, label: string, width: number | undefined, states: Uint8Array, durations: Uint8Array, read: number,
 *   settled: boolean, pass: number, cells: Map<string, any>}} Row
 */

export class ItemRows {
  /**
   * @param {string} run
   * @param {string} node
   * @param {number} depth the number of fan-outs around the node
   */
  constructor(run, node, depth) {
    this.run = run;
    this.node = node;
    this.depth = depth;
    /** The rows that have been read, by their number. @type {Row[]} */
    this.rows = [];
    /** The number of rows; for more than two fan-outs, of those that have been read. */
    this.count = 0;
    /** The width of the widest row that has been read. */
    this.widest = 0;
    /** Where rows follow that have not been read; undefined at the end. @type {string | undefined} */
    this.next = '0';
    /** How often rows have been read again. */
    this.pass = 0;
    /** The rows that a view shows. */
    this.first = 0;
    this.last = 0;
    /** @type {Promise<void> | undefined} */
    this.loading = undefined;
  }

  /** Returns whether rows follow that have not been counted. */
  more() {
    return this.depth > 2 && this.next !== undefined;
  }

  /**
   * Reads the rows that a view shows, as far as they have not been read.
   * @param {number} first
   * @param {number} last
   * @param {() => void} progress is called after each request
   * @param {AbortSignal} signal
   */
  show(first, last, progress, signal) {
    this.first = first;
    this.last = last;
    return this.load(progress, signal);
  }

  /** Reads the rows that the view shows again, if they can have changed. @param {() => void} progress @param {AbortSignal} signal */
  refresh(progress, signal) {
    this.pass++;
    // A list can exist now, and a loop can have another round.
    this.next ??= this.depth === 2 ? String(this.count) : this.rows.at(-1)?.path ?? '0';
    return this.load(progress, signal);
  }

  /** @param {() => void} progress @param {AbortSignal} signal */
  load(progress, signal) {
    this.loading ??= this.read(progress, signal).finally(() => { this.loading = undefined; });
    return this.loading;
  }

  /** @param {() => void} progress @param {AbortSignal} signal */
  async read(progress, signal) {
    for (let due = this.due(); due && !signal.aborted; due = this.due()) {
      const limit = Math.max(1, Math.min(MOST_ROWS, this.last - this.first + 1));
      const page = await api.rows(this.run, { node: this.node, from: due.from, limit }, signal);
      if (this.depth === 2) {
        page.items.forEach((/** @type {any} */ item) => this.take(Number(item.path), item));
        this.count = page.rows ?? 0;
        this.next = undefined;
      } else {
        this.follow(due.number, page);
      }
      progress();
    }
  }

  /** Returns where the next request begins, and the number of its first row; undefined if nothing is to be read. */
  due() {
    for (let number = this.first; number <= Math.min(this.last, this.count - 1); number++) {
      const row = this.rows[number];
      if (!row) {
        return { from: String(number), number };
      }
      if (row.pass !== this.pass && !(row.settled && row.read === row.width)) {
        return { from: row.path, number };
      }
      if (row.read < (row.width ?? 0)) {
        return { from: `${row.path}.${row.read}`, number };
      }
    }
    return this.next !== undefined && this.last >= this.count ? { from: this.next, number: this.count } : undefined;
  }

  /**
   * Adds rows whose numbers are only known from the rows before them.
   * @param {number} first the number of the first row
   * @param {any} page
   */
  follow(first, page) {
    let number = first > 0 && first === this.count && this.rows[first - 1].path === page.items[0]?.path ? first - 1 : first;
    for (const item of page.items) {
      if (this.rows[number] && this.rows[number].path !== item.path) {
        // A list exists now that did not exist before, so that the rows after it have other numbers.
        this.rows.length = number;
      }
      this.take(number++, item);
      this.count = this.rows.length;
    }
    if (number === this.count) {
      this.next = page.next;
    }
  }

  /** @param {number} number @param {any} item a row of the run API */
  take(number, item) {
    const width = item.width ?? 0;
    let row = this.rows[number];
    if (!row || row.states.length !== width) {
      const earlier = row;
      row = {
        path: item.path, label: '', width: item.width, states: new Uint8Array(width).fill(NOT_STARTED),
        durations: new Uint8Array(width).fill(NOT_STARTED), read: 0, settled: false, pass: this.pass, cells: new Map(),
      };
      if (earlier) {
        row.states.set(earlier.states.subarray(0, width));
        row.durations.set(earlier.durations.subarray(0, width));
      }
      this.rows[number] = row;
    }
    row.label = item.label ?? row.label;
    row.width = item.width;
    row.states.set(unpack(item.states, item.to - item.from), item.from);
    row.durations.set(unpack(item.durations, item.to - item.from), item.from);
    row.settled = item.settled && (item.from === 0 || row.settled);
    row.read = item.to;
    row.pass = this.pass;
    row.cells.clear();
    this.widest = Math.max(this.widest, width);
  }
}

/** Returns the cells of a row; only those of the latest scale are kept. @param {Row} row @param {'status' | 'duration'} by @param {number} each */
export function cellsOfRow(row, by, each) {
  const key = by + each;
  let cells = row.cells.get(key);
  if (!cells) {
    cells = cellsOf(row.states, row.durations, by, each, 0, row.states.length);
    row.cells.clear();
    row.cells.set(key, cells);
  }
  return cells;
}
