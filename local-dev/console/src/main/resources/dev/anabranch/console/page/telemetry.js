// What tasks have reported: progress and metrics.
import { html, nothing } from 'lit';
import { counted, number, safe } from './format.js';

/**
 * @typedef {{count: number, sum: number, min: number, max: number, mean: number}} Metric
 * @typedef {{metrics: Record<string, Metric>, moreMetrics: boolean, reports: number, progress: {actions: number, done: number, total: number}}} Telemetry
 */

/**
 * Adds what several pages of items have reported.
 * @param {Telemetry[]} parts
 * @returns {Telemetry}
 */
export function addedTelemetry(parts) {
  /** @type {Map<string, Metric>} */
  const metrics = new Map();
  const progress = { actions: 0, done: 0, total: 0 };
  let reports = 0;
  for (const part of parts) {
    for (const [name, more] of Object.entries(part.metrics)) {
      const known = metrics.get(name);
      const count = more.count + (known?.count ?? 0);
      const sum = more.sum + (known?.sum ?? 0);
      metrics.set(name, known
        ? { count, sum, min: Math.min(known.min, more.min), max: Math.max(known.max, more.max), mean: sum / count } : more);
    }
    reports += part.reports;
    progress.actions += part.progress.actions;
    progress.done += part.progress.done;
    progress.total += part.progress.total;
  }
  return {
    metrics: Object.fromEntries([...metrics].sort(([a], [b]) => a < b ? -1 : 1)),
    moreMetrics: parts.some(part => part.moreMetrics), reports, progress,
  };
}

/** @param {number} value */
function valueText(value) {
  const size = Math.abs(value);
  return Number.isInteger(value) && size < 1e15 ? number(value)
    : size >= 1e-4 && size < 1e15 ? value.toLocaleString('en', { maximumSignificantDigits: 6 })
    : String(Number(value.toPrecision(6)));
}

/**
 * Returns a table; nothing without metrics.
 * @param {Record<string, Metric>} metrics
 * @param {string} [of] completes the heading, such as " of row 3"
 */
export function metricsTable(metrics, of = '') {
  const rows = Object.entries(metrics);
  if (!rows.length) {
    return nothing;
  }
  const single = rows.every(([, metric]) => metric.count === 1);
  /** @type {(keyof Metric)[]} */
  const columns = single ? ['sum'] : ['count', 'sum', 'min', 'max', 'mean'];
  return html`<h3>Metrics${of}</h3><div class="scroll" tabindex="0"><table class="list compact"><thead><tr><th>Name</th>${columns.map(column =>
    html`<th class="right">${single ? 'Value' : column}</th>`)}</tr></thead><tbody>${rows.map(([name, metric]) =>
    html`<tr><td>${safe(name, 60)}</td>${columns.map(column =>
      html`<td class="right">${valueText(metric[column])}</td>`)}</tr>`)}</tbody></table></div>`;
}

/**
 * Returns a bar with its numbers.
 * @param {{done: number, total: number}} progress
 * @param {number} [actions] the number of running actions
 */
export function progressBar(progress, actions) {
  const text = `${number(progress.done)} of ${number(progress.total)}`;
  return html`<p class="progress"><progress aria-label="Progress" max=${Math.max(1, progress.total)}
    value=${Math.min(progress.done, progress.total)}></progress> ${text}${
    actions ? html` <span class="quiet">in ${counted(actions, 'running action')}</span>` : nothing}</p>`;
}

/** Returns the last progress of an action that has ended; nothing if it did all its work. @param {any} action */
export function endedAt({ status, progress: { done, total } }) {
  // Not every progress is recorded, so the last one of an action that succeeded can be an early one.
  return status === 'SUCCEEDED' || status === 'CACHED' || done >= total ? nothing
    : html`<p class="quiet">Ended at ${number(done)} of ${number(total)}</p>`;
}
