// A JSON value that folds. Every text is shown as text.
import { LitElement, html } from 'lit';
import { counted, number, safe } from './format.js';

const MOST_CHILDREN = 100;
const MOST_CHARS = 2000;
const OPEN_DEPTH = 2;
/** Longer lists and objects begin closed. */
const MOST_OPEN = 20;

/**
 * @param {unknown} value
 * @param {number} [depth]
 * @returns {unknown}
 */
export function jsonView(value, depth = 0) {
  // An integer that a number cannot hold is kept as it is written: see exact() of api.js.
  const raw = /** @type {any} */ (JSON).isRawJSON?.(value) ? /** @type {any} */ (value).rawJSON : undefined;
  if (value !== null && typeof value === 'object' && !raw) {
    return html`<json-fold .value=${value} .depth=${depth}></json-fold>`;
  }
  const kind = value === null ? 'null' : raw ? 'number' : typeof value;
  const text = typeof value === 'string' ? safe(value, MOST_CHARS) : raw ?? String(value);
  return html`<span class="json ${kind}">${text}</span>`;
}

/** A list or an object. What is in it is rendered only while it is open, because a result can have a million elements. */
class JsonFold extends LitElement {
  static properties = { value: {}, depth: {}, open: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.value = [];
    this.depth = 0;
    /** Undefined until the browser has opened or closed it. @type {boolean | undefined} */
    this.open = undefined;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const list = Array.isArray(this.value);
    const names = list ? [] : Object.keys(this.value);
    const count = list ? this.value.length : names.length;
    const title = counted(count, list ? 'element' : 'field');
    if (!count) {
      return html`<span class="json quiet">${title}</span>`;
    }
    const open = this.open ?? (this.depth < OPEN_DEPTH && count <= MOST_OPEN);
    return html`<details class="json" ?open=${open} @toggle=${(/** @type {any} */ e) => { this.open = e.target.open; }}>
      <summary>${title}</summary>${open ? this.inside(list ? [...this.value.slice(0, MOST_CHILDREN).keys()] : names.slice(0, MOST_CHILDREN), count) : ''}</details>`;
  }

  /** @param {(string | number)[]} names @param {number} count */
  inside(names, count) {
    return html`<dl>${names.map(name => html`
      <div><dt>${safe(name, 200)}</dt><dd>${jsonView(this.value[name], this.depth + 1)}</dd></div>`)}
    </dl>
    ${count > names.length ? html`<p class="quiet">and ${number(count - names.length)} more</p>` : ''}`;
  }
}

customElements.define('json-fold', JsonFold);
