// What the actions of a nested fan-out have in common in all of its rows: the server reads each of them about once.
import { api } from './api.js';
import { timelineOf } from './run-timeline.js';

/**
 * @typedef {{name: string, shape: string, count: number, last: string, examples: string[]}} PathCluster
 * @typedef {{atMost: number, count: number}[]} Durations the numbers of actions by the end of their range in ms, shortest first
 */

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
