// Pictures of cells, their colours and texts: a cell stands for one item of a fan-out or for several.
import { LitElement, html } from 'lit';
import { LETTERS, duration, number, statusText } from './format.js';

/** The order in which a cell with several items takes the status of one of them. */
const PRECEDENCE = ['F', 'R', 'A', '.', 'C', 'S'].map(letter => letter.charCodeAt(0));
/** The bit of each status in that order, by its letter. */
const BITS = new Uint8Array(128);
PRECEDENCE.forEach((letter, i) => { BITS[letter] = 1 << i; });
const NOT_STARTED = '.'.charCodeAt(0);
const FAILED = 'F'.charCodeAt(0);
const RUNNING = 'R'.charCodeAt(0);
const FIRST_BUCKET = 'a'.charCodeAt(0);

/** The bucket of all durations from some four hours on. */
const LAST_BUCKET = 25;

/** Returns the longest duration in a bucket in ms: 0, 1, 3, 7 ..., and infinity. @param {number} bucket */
export function bucketEnd(bucket) {
  return bucket < LAST_BUCKET ? 2 ** bucket - 1 : Infinity;
}

/** Why a duration such as "at most 511 ms" is a power of two. */
export const RANGES = 'Durations are counted in ranges that double: to 1 ms, 3 ms, 7 ms and so on. Each figure is the end of its range.';

/** How exact percentiles are. */
export const ROUNDED = 'Percentiles are rounded up, by at most an eighth.';

/** Returns a bound of durations, rounded up. @param {number} millis the end of a bucket */
export function atMost(millis) {
  if (millis === Infinity) {
    return 'over ' + duration(2 ** (LAST_BUCKET - 1));
  }
  const unit = millis < 1000 ? 1 : millis < 60_000 ? 100 : millis < 3_600_000 ? 1000 : 60_000;
  return 'at most ' + duration(Math.ceil(millis / unit) * unit);
}

/** Returns the longest duration of an item's bucket in ms; -1 if it has none. @param {Uint8Array} states @param {Uint8Array} durations @param {number} index */
export function longestOf(states, durations, index) {
  const letter = durations[index];
  return letter === NOT_STARTED || letter === undefined || states[index] === RUNNING ? -1 : bucketEnd(letter - FIRST_BUCKET);
}

/**
 * Returns cells: the letter of the most important status of each, or how much of the colour of durations it has, -1 for none.
 * @param {Uint8Array} states
 * @param {Uint8Array} durations
 * @param {'status' | 'duration'} by
 * @param {number} each the number of items of a cell
 * @param {number} from the first item
 * @param {number} to the item after the last one
 * @returns {Uint8Array | Float32Array}
 */
export function cellsOf(states, durations, by, each, from, to) {
  const count = Math.ceil((to - from) / each);
  const cells = by === 'status' ? new Uint8Array(count) : new Float32Array(count);
  for (let cell = 0; cell < count; cell++) {
    const first = from + cell * each;
    const last = Math.min(to, first + each);
    if (by === 'status') {
      let seen = 0;
      for (let i = first; i < last; i++) {
        seen |= BITS[states[i]];
      }
      cells[cell] = PRECEDENCE[31 - Math.clz32(seen & -seen)];
    } else {
      let longest = -1;
      for (let i = first; i < last; i++) {
        longest = Math.max(longest, longestOf(states, durations, i));
      }
      cells[cell] = longest < 0 ? -1 : Math.min(1, 0.12 + Math.log2(longest + 1) / 18);
    }
  }
  return cells;
}

/** Returns the number of failed items. @param {Uint8Array} states @param {number} first @param {number} last */
export function failedIn(states, first, last) {
  let failed = 0;
  for (let i = first; i < last; i++) {
    failed += states[i] === FAILED ? 1 : 0;
  }
  return failed;
}

/**
 * Returns the colours of statuses by their letter, of durations, and of text.
 * @param {HTMLElement} element whose style is used: a canvas does not understand light-dark()
 */
export function palette(element) {
  const colour = (/** @type {string} */ property) => {
    element.style.color = `var(${property})`;
    return getComputedStyle(element).color;
  };
  /** @type {Record<number, string>} */
  const status = {};
  for (const letter of Object.keys(LETTERS)) {
    status[letter.charCodeAt(0)] = colour('--is-' + (letter === '.' ? 'N' : letter));
  }
  return { status, none: status[NOT_STARTED], heat: colour('--heat'), text: colour('--text'), quiet: colour('--quiet') };
}

/**
 * Chooses the colour of a cell.
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof palette>} colours
 * @param {'status' | 'duration'} by
 * @param {number} cell
 */
export function paint(context, colours, by, cell) {
  const hot = by === 'duration' && cell >= 0;
  context.globalAlpha = hot ? cell : 1;
  context.fillStyle = by === 'status' ? colours.status[cell] : hot ? colours.heat : colours.none;
}

/** Returns the status and the duration of one item. @param {Uint8Array} states @param {Uint8Array} durations @param {number} index */
export function itemText(states, durations, index) {
  const letter = /** @type {keyof typeof LETTERS} */ (String.fromCharCode(states[index]));
  const took = longestOf(states, durations, index);
  return `${statusText(LETTERS[letter] ?? '')}${took >= 0 ? `, ${atMost(took)}` : ''}`;
}

/** Returns what several items have in common. @param {Uint8Array} states @param {number} first @param {number} last */
export function itemsText(states, first, last) {
  return `Items ${number(first)} to ${number(last - 1)}: ${number(failedIn(states, first, last))} failed`;
}

/** An element with a canvas that is drawn after each update, and when its size or the colours of the system change. */
export class Picture extends LitElement {
  constructor() {
    super();
    /** @type {ReturnType<typeof palette> | undefined} */
    this.colours = undefined;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.redraw = () => {
      this.colours = undefined;
      this.requestUpdate();
    };
    this.observer = new ResizeObserver(this.redraw);
    this.observer.observe(this);
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.dark.addEventListener('change', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.dark?.removeEventListener('change', /** @type {() => void} */ (this.redraw));
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    this.draw(changed);
  }

  /** Draws the canvas. @param {Map<string, unknown>} [changed] the changed properties */
  draw(changed) {}

  /**
   * Clears the canvas, and returns its context, whose unit is a pixel of the page, with the colours.
   * @param {HTMLCanvasElement} canvas
   * @param {number} width in pixels of the page
   * @param {number} height
   */
  cleared(canvas, width, height) {
    const scale = devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.scale(scale, scale);
    // The browser computes the style of the page for each colour.
    this.colours ??= palette(canvas);
    return { context, colours: this.colours };
  }
}

/** Two buttons that choose what colours show. @param {'status' | 'duration'} by @param {(by: 'status' | 'duration') => void} choose */
export function colourTabs(by, choose) {
  return html`<div class="tabs" role="group" aria-label="Colour">
    <button aria-pressed=${by === 'status'} @click=${() => choose('status')}>Status</button>
    <button aria-pressed=${by === 'duration'} @click=${() => choose('duration')}>Duration</button>
  </div>`;
}
