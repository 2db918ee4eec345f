// The actions of a nested fan-out in all of its rows, as far as they are few enough to be read one by one.
import { api } from './api.js';
import { total } from './nodes.js';
import { added, timelinesOfAction } from './run-timeline.js';

/** The maximum number of actions that are read, and while the run is in progress. */
const MOST = 5000;
const MOST_LIVE = 1000;
const PAGE = 1000;
/** What differs between similar messages, as in the run API. */
const VARIABLE = /\b[\da-fA-F]{8,}\b|\d+/g;
const LONGEST_SHAPE = 200;

/** @typedef {{name: string, shape: string, count: number, last: string, examples: string[]}} PathCluster */

export class NestedActions {
  /** @param {string} run @param {string} node */
  constructor(run, node) {
    this.run = run;
    this.node = node;
    /** When the actions began and ended; undefined if they are too many. @type {import('./run-timeline.js').Timeline | undefined} */
    this.timeline = undefined;
    /** The errors of all rows, the most frequent first; undefined if not all are read. @type {PathCluster[] | undefined} */
    this.errors = undefined;
    /** What all rows have reported. @type {(import('./telemetry.js').Telemetry & {partial: boolean}) | undefined} */
    this.telemetry = undefined;
    /** The counts at the last read of the actions and of the telemetry. */
    this.read = '';
    this.summed = '';
  }

  /**
   * Reads the actions if they have changed. Of too many, only the failed ones are read.
   * @param {Record<string, number>} counts
   * @param {boolean} live whether the run is in progress
   * @param {AbortSignal} signal
   */
  async load(counts, live, signal) {
    const state = JSON.stringify([counts, live]);
    if (state === this.read) {
      return;
    }
    const most = live ? MOST_LIVE : MOST;
    const all = total(counts) - (counts['.'] ?? 0) <= most;
    const failed = counts.F ?? 0;
    /** @type {any[]} */
    let actions = [];
    let cursor;
    // Without a failed action, the search for one would read every record.
    if (all || (failed && failed <= most)) {
      for (let pages = 0; pages === 0 || (cursor && pages < 2 * MOST / PAGE && (all || actions.length < failed)); pages++) {
        const page = await api.actions(this.run, { node: this.node, status: all ? undefined : 'FAILED', cursor, limit: PAGE }, signal);
        actions = actions.concat(page.items);
        cursor = page.next;
      }
    }
    const complete = all ? !cursor : actions.length >= failed;
    this.timeline = all && complete ? added(actions.flatMap(timelinesOfAction)) : undefined;
    this.errors = complete ? clusters(actions) : undefined;
    this.read = state;
  }

  /** Reads what the actions have reported, if it can have changed. @param {Record<string, number>} counts @param {AbortSignal} signal */
  async sum(counts, signal) {
    const state = JSON.stringify(counts);
    if (state !== this.summed || counts.R) {
      const { items, partial } = await api.telemetry(this.run, this.node, signal);
      this.telemetry = items.length ? { ...items[0], partial } : undefined;
      this.summed = state;
    }
  }
}

/** Returns the failed actions by their messages, without numbers. @param {any[]} actions @returns {PathCluster[]} */
function clusters(actions) {
  /** @type {Map<string, PathCluster>} */
  const found = new Map();
  for (const { path, error } of actions.filter(action => action.status === 'FAILED' && action.error)) {
    const full = error.message.replace(VARIABLE, '#');
    const shape = full.length <= LONGEST_SHAPE ? full : [...full].slice(0, LONGEST_SHAPE).join('') + '…';
    const known = found.get(error.name + '\n' + shape);
    if (known) {
      known.count++;
      known.last = path;
      known.examples = known.examples.concat(path).slice(0, 3);
    } else {
      found.set(error.name + '\n' + shape, { name: error.name, shape, count: 1, last: path, examples: [path] });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
