// The nodes of a run's graph, as the run API describes them, and what the actions of one have in common.
import { api } from './api.js';
import { timelineOf } from './run-timeline.js';

/** Returns whether a node has actions; the others only contain nodes. @param {any} node */
export function hasActions(node) {
  return ['call', 'run', 'wait', 'await', 'callback', 'on-failure'].includes(node.kind) && !node.added;
}

/**
 * Returns the fan-outs and loops around a node, outermost first.
 * @param {any[]} nodes
 * @param {any} node
 * @returns {string[]}
 */
export function enclosing(nodes, node) {
  const found = [];
  for (let at = nodes.find(n => n.id === node.in); at; at = nodes.find(n => n.id === at.in)) {
    if (at.kind === 'fan-out' || at.kind === 'repeat') {
      found.unshift(at.id);
    }
  }
  return found;
}

/** Returns the actions of a node by the letter of their status, without zeros. @param {any} tally @returns {Record<string, number>} */
export function countsOf(tally) {
  const { succeeded, cached, failed, running, aborted, expected } = tally;
  const waiting = Math.max(0, expected - succeeded - cached - failed - running - aborted);
  return Object.fromEntries(Object.entries({ S: succeeded, C: cached, F: failed, R: running, A: aborted, '.': waiting })
    .filter(([, count]) => count));
}

/** Returns the number of actions of all statuses. @param {Record<string, number> | undefined} counts */
export function total(counts) {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}

/**
 * @typedef {{name: string, shape: string, count: number, last: string, examples: string[]}} PathCluster
 * @typedef {{atMost: number, count: number}[]} Durations the numbers of actions by the end of their range in ms, shortest first
 */

/** What the actions of a nested fan-out have in common in all of its rows: the server reads each of them about once. */
export class NodeSummary {
  /** @param {string} run @param {string} node */
  constructor(run, node) {
    this.run = run;
    this.node = node;
    /** When the actions began and ended; undefined if none has been read. @type {import('./run-timeline.js').Timeline | undefined} */
    this.timeline = undefined;
    /** The errors of all rows, the most frequent first. @type {PathCluster[] | undefined} */
    this.errors = undefined;
    /** The number of failed actions with further errors. */
    this.otherErrors = 0;
    /** What all rows have reported. @type {import('./telemetry.js').Telemetry | undefined} */
    this.telemetry = undefined;
    /** @type {Durations} */
    this.durations = [];
    /** Whether actions are missing, because they are too many to be read in time. */
    this.partial = false;
    /** The counts at the last read. */
    this.read = '';
  }

  /**
   * Reads the summary if it can have changed.
   * @param {Record<string, number>} counts
   * @param {boolean} progress whether the progress of running actions is shown
   * @param {AbortSignal} signal
   */
  async load(counts, progress, signal) {
    const state = JSON.stringify(counts);
    if (state === this.read && !this.partial && !(progress && counts.R)) {
      return;
    }
    const { timeline, telemetry, durations, errors, otherErrors, partial } = await api.summary(this.run, this.node, signal);
    Object.assign(this, { timeline: timeline.began.length ? timelineOf(timeline) : undefined, telemetry, durations, errors, otherErrors, partial, read: state });
  }
}

/** Adds durations. @param {Durations[]} parts @returns {Durations} */
export function addedDurations(parts) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { atMost, count } of parts.flat()) {
    counts.set(atMost, (counts.get(atMost) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([atMost, count]) => ({ atMost, count }));
}

/** Returns the duration in ms that a share of the actions does not exceed, rounded up; -1 without actions. @param {Durations} durations @param {number} share */
export function quantile(durations, share) {
  const total = durations.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  return durations.find(({ count }) => (sum += count) >= share * total)?.atMost ?? -1;
}
