// The colours and texts of cells: a cell stands for one item of a fan-out or for several.
import { html } from 'lit';
import { LETTERS, duration, number, statusText } from './format.js';

/** The order in which a cell with several items takes the status of one of them. */
const PRECEDENCE = ['F', 'R', 'A', '.', 'C', 'S'].map(letter => letter.charCodeAt(0));
const NOT_STARTED = '.'.charCodeAt(0);
const FAILED = 'F'.charCodeAt(0);
const RUNNING = 'R'.charCodeAt(0);
const FIRST_BUCKET = 'a'.charCodeAt(0);

/** Returns the longest duration in a bucket in ms: 0, 1, 3, 7 ... @param {number} bucket */
export function bucketEnd(bucket) {
  return 2 ** bucket - 1;
}

/** Returns the longest duration of an item's bucket in ms; -1 if it has none. @param {Uint8Array} states @param {Uint8Array} durations @param {number} index */
export function longestOf(states, durations, index) {
  const letter = durations[index];
  return letter === NOT_STARTED || letter === undefined || states[index] === RUNNING ? -1 : bucketEnd(letter - FIRST_BUCKET);
}

/** Returns the most important status among items. @param {Uint8Array} states @param {number} first @param {number} last */
export function statusOf(states, first, last) {
  if (last - first === 1) {
    return states[first];
  }
  let seen = 0;
  for (let i = first; i < last; i++) {
    seen |= 1 << PRECEDENCE.indexOf(states[i]);
  }
  return PRECEDENCE[31 - Math.clz32(seen & -seen)];
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

/** Returns how much of the colour of durations a cell has. @param {number} millis */
export function heat(millis) {
  return Math.min(1, 0.12 + Math.log2(millis + 1) / 18);
}

/** Returns the status and the duration of one item. @param {Uint8Array} states @param {Uint8Array} durations @param {number} index */
export function itemText(states, durations, index) {
  const letter = /** @type {keyof typeof LETTERS} */ (String.fromCharCode(states[index]));
  const took = longestOf(states, durations, index);
  return `${statusText(LETTERS[letter] ?? '')}${took >= 0 ? `, at most ${duration(took)}` : ''}`;
}

/** Returns what several items have in common. @param {Uint8Array} states @param {number} first @param {number} last */
export function itemsText(states, first, last) {
  return `Items ${number(first)} to ${number(last - 1)}: ${number(failedIn(states, first, last))} failed`;
}

/** Two buttons that choose what colours show. @param {'status' | 'duration'} by @param {(by: 'status' | 'duration') => void} choose */
export function colourTabs(by, choose) {
  return html`<div class="tabs" role="group" aria-label="Colour">
    <button aria-pressed=${by === 'status'} @click=${() => choose('status')}>Status</button>
    <button aria-pressed=${by === 'duration'} @click=${() => choose('duration')}>Duration</button>
  </div>`;
}
