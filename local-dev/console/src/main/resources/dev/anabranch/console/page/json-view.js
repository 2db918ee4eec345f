// A JSON value that folds. Every text is shown as text.
import { html } from 'lit';
import { counted, safe } from './format.js';

const MOST_CHILDREN = 100;
const MOST_CHARS = 2000;
const OPEN_DEPTH = 2;

/**
 * @param {unknown} value
 * @param {number} [depth]
 * @returns {unknown}
 */
export function jsonView(value, depth = 0) {
  if (Array.isArray(value)) {
    return folded(value.map((v, i) => [String(i), v]), counted(value.length, 'element'), depth);
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    return folded(entries, counted(entries.length, 'field'), depth);
  }
  const kind = value === null ? 'null' : typeof value;
  const text = typeof value === 'string' ? safe(value, MOST_CHARS) : String(value);
  return html`<span class="json ${kind}">${text}</span>`;
}

/** @param {[string, unknown][]} entries @param {string} title @param {number} depth */
function folded(entries, title, depth) {
  if (!entries.length) {
    return html`<span class="json quiet">${title}</span>`;
  }
  return html`<details class="json" ?open=${depth < OPEN_DEPTH && entries.length <= 20}>
    <summary>${title}</summary>
    <dl>${entries.slice(0, MOST_CHILDREN).map(([name, value]) => html`
      <div><dt>${safe(name, 200)}</dt><dd>${jsonView(value, depth + 1)}</dd></div>`)}
    </dl>
    ${entries.length > MOST_CHILDREN ? html`<p class="quiet">and ${entries.length - MOST_CHILDREN} more</p>` : ''}
  </details>`;
}
