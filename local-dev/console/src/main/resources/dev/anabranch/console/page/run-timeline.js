// When the actions of a run began, ended and failed: by density, and as single bars.
import { LitElement, html, svg, nothing } from 'lit';
import { counted, duration, number, safe, statusText, time } from './format.js';

/** The maximum number of buckets that are drawn. */
const MOST = 160;
const HEIGHT = 56;

/**
 * @typedef {{from: number, bucket: number, millis: number, began: number[], ended: number[], failed: number[]}} Timeline
 * @typedef {{label: string, href: string, from: number, to: number | undefined, status: string}} Row
 */

/** Returns a timeline of the run API. @param {any} answer @returns {Timeline} */
export function timelineOf(answer) {
  return {
    from: Date.parse(answer.from), bucket: answer.bucketMillis, millis: answer.millis,
    began: answer.began, ended: answer.ended, failed: answer.failed,
  };
}

/** Returns the timelines of the beginning and the end of one action. @param {any} action @returns {Timeline[]} */
export function timelinesOfAction(action) {
  const parts = [];
  if (action.began) {
    parts.push({ from: Date.parse(action.began), bucket: 1, millis: 0, began: [1], ended: [0], failed: [0] });
  }
  if (action.finished && action.status !== 'RUNNING') {
    parts.push({
      from: Date.parse(action.finished), bucket: 1, millis: Date.parse(action.finished) - Date.parse(action.began ?? action.finished),
      began: [0], ended: [1], failed: [action.status === 'FAILED' ? 1 : 0],
    });
  }
  return parts;
}

/**
 * Adds timelines. Widths of buckets are powers of two, and buckets begin at multiples of them, so nothing is lost.
 * @param {Timeline[]} parts
 * @param {number} [since] the time that the sum begins at, unless a part is earlier
 * @param {number} [until] the time that the sum extends to at least
 * @returns {Timeline | undefined}
 */
export function added(parts, since = Infinity, until = 0) {
  const all = parts.filter(part => part.began.length);
  if (!all.length) {
    return undefined;
  }
  const first = Math.min(since, ...all.map(part => part.from));
  const last = Math.max(until, ...all.map(part => part.from + part.began.length * part.bucket - 1));
  let bucket = Math.max(...all.map(part => part.bucket));
  while (Math.floor(last / bucket) - Math.floor(first / bucket) >= MOST) {
    bucket *= 2;
  }
  const at = Math.floor(first / bucket);
  const length = Math.floor(last / bucket) - at + 1;
  const sum = {
    from: at * bucket, bucket, millis: all.reduce((millis, part) => millis + part.millis, 0),
    began: new Array(length).fill(0), ended: new Array(length).fill(0), failed: new Array(length).fill(0),
  };
  for (const part of all) {
    for (let i = 0; i < part.began.length; i++) {
      const to = Math.floor((part.from + i * part.bucket) / bucket) - at;
      sum.began[to] += part.began[i];
      sum.ended[to] += part.ended[i];
      sum.failed[to] += part.failed[i];
    }
  }
  return sum;
}

class RunTimeline extends LitElement {
  static properties = { parts: {}, rows: {}, since: {}, until: {}, without: {}, at: { state: true } };

  constructor() {
    super();
    /** @type {Timeline[]} */
    this.parts = [];
    /** @type {Row[]} */
    this.rows = [];
    /** When the run began. @type {number | undefined} */
    this.since = undefined;
    /** When it ended; undefined while it runs. @type {number | undefined} */
    this.until = undefined;
    /** The nodes of which not all actions are included. @type {string[]} */
    this.without = [];
    /** The bucket of the pointer or the keyboard; -1 for none. */
    this.at = -1;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {KeyboardEvent} event @param {number} length */
  key(event, length) {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move) {
      event.preventDefault();
      this.at = Math.max(0, Math.min(length - 1, this.at < 0 ? 0 : this.at + move));
    }
  }

  /** @param {MouseEvent} event @param {number} length */
  point(event, length) {
    const chart = /** @type {Element} */ (event.currentTarget).querySelector('svg');
    const box = /** @type {Element} */ (chart).getBoundingClientRect();
    this.at = Math.max(0, Math.min(length - 1, Math.floor((event.clientX - box.left) / box.width * length)));
  }

  render() {
    const sum = added(this.parts, this.since, this.until ?? Date.now());
    if (!sum) {
      return nothing;
    }
    const buckets = sum.began.length;
    const to = sum.from + buckets * sum.bucket;
    // The first bucket can begin before the run.
    const from = Math.max(sum.from, this.since ?? 0);
    return html`<h2>Timeline</h2>${this.charts(sum, buckets)}
      ${this.without.length ? html`<p class="quiet">Without some items of ${safe(this.without.join(', '), 300)}, which have not been read yet.</p>` : nothing}
      <div class="axis"><span><span>${time(new Date(from).toISOString())}</span><span>+${duration(to - from)}</span></span></div>
      ${this.bars(from, to)}`;
  }

  /** @param {Timeline} sum @param {number} buckets */
  charts(sum, buckets) {
    /** The number of actions in flight at the end of each bucket. @type {number[]} */
    const flight = [];
    let level = 0;
    for (let i = 0; i < buckets; i++) {
      level += (sum.began[i] ?? 0) - (sum.ended[i] ?? 0);
      flight.push(level);
    }
    const most = Math.max(1, ...flight);
    const fastest = Math.max(1, ...sum.ended);
    const ended = sum.ended.reduce((a, b) => a + b, 0);
    const failed = sum.failed.reduce((a, b) => a + b, 0);
    const each = duration(sum.bucket);
    const text = this.at < 0 ? `${counted(ended, 'action')} ended, ${number(failed)} failed`
      : `+${duration(this.at * sum.bucket)}: ${number(sum.began[this.at] ?? 0)} began, ${number(sum.ended[this.at] ?? 0)} ended, ${
        number(sum.failed[this.at] ?? 0)} failed in ${each}; ${number(flight[this.at] ?? 0)} in flight`;
    const chart = (/** @type {unknown} */ marks) => html`<svg viewBox="0 0 ${buckets} ${HEIGHT}" preserveAspectRatio="none"
      aria-hidden="true">${marks}${this.at < 0 ? nothing
        : svg`<rect class="cursor" x=${this.at} y="0" width="1" height=${HEIGHT}></rect>`}</svg>`;
    return html`<p class="quiet" aria-live="polite">${text}</p>
      <div class="density" tabindex="0" role="img" aria-label="Timeline. Arrow keys read it. ${counted(ended, 'action')} ended, ${
        number(failed)} failed."
        @keydown=${(/** @type {KeyboardEvent} */ e) => this.key(e, buckets)} @blur=${() => { this.at = -1; }}
        @mousemove=${(/** @type {MouseEvent} */ e) => this.point(e, buckets)} @mouseleave=${() => { this.at = -1; }}>
        <span class="scale">in flight, up to ${number(most)}</span>
        ${chart(svg`<path class="flight" d=${columns(flight, most)}></path>`)}
        <span class="scale">ended, up to ${number(fastest)} in ${each}</span>
        ${chart(svg`<path class="ended" d=${columns(sum.ended, fastest)}></path>
          <path class="failed" d=${columns(sum.failed, fastest)}></path>`)}
      </div>`;
  }

  /** @param {number} from @param {number} to */
  bars(from, to) {
    return html`<ul class="bars">${this.rows.map(row => {
      const end = row.to ?? Date.now();
      const left = 100 * Math.max(0, row.from - from) / (to - from);
      const width = Math.max(0.4, 100 * (end - row.from) / (to - from));
      return html`<li><a href=${row.href}>${safe(row.label, 60)}</a>
        <span class="track"><i class="${row.status}" title=${statusText(row.status)}
          .style=${`margin-left: ${Math.min(99.6, left)}%; width: ${Math.min(100 - left, width)}%`}></i></span>
        <span class="quiet">${row.status === 'CACHED' ? statusText(row.status) : duration(end - row.from)}</span></li>`;
    })}</ul>`;
  }
}

/** Returns the outline of columns as a path. @param {number[]} values @param {number} most */
function columns(values, most) {
  let path = `M0,${HEIGHT}`;
  values.forEach((value, i) => {
    // A few among many stay visible.
    const y = value ? Math.min(HEIGHT - 1.5, HEIGHT - (HEIGHT - 2) * value / most) : HEIGHT;
    path += `V${y.toFixed(1)}H${i + 1}`;
  });
  return `${path}V${HEIGHT}z`;
}

customElements.define('run-timeline', RunTimeline);
