// One cell for each item of a fan-out, or for many when there are more items than cells. A click zooms in.
import { html, nothing } from 'lit';
import { Picture, atMost, colourTabs, itemsText, paint } from './cells.js';
import { LETTERS, between, number, safe, simpleName, statusText } from './format.js';

const CELL = 9;
const GAP = 1;
const ROWS = 24;

class HeatMap extends Picture {
  static properties = { fan: {}, version: {}, by: { state: true }, range: { state: true }, at: { state: true } };

  constructor() {
    super();
    /** @type {import('./fan-out.js').FanOut | undefined} */
    this.fan = undefined;
    this.version = 0;
    /** @type {'status' | 'duration'} */
    this.by = 'status';
    /** The items in view. @type {[number, number] | undefined} */
    this.range = undefined;
    /** The cell of the keyboard or the pointer; -1 for none. */
    this.at = -1;
    /** The cell that the keyboard has left, to which the focus returns. */
    this.left = 0;
    this.columns = 1;
    this.each = 1;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('fan')) {
      this.range = undefined;
      this.at = -1;
      this.left = 0;
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    const item = this.item();
    if (item >= 0 && (changed.has('at') || changed.has('version'))) {
      this.fan?.readFor('cell', [item], () => this.requestUpdate());
    }
  }

  /** Returns the item of the cell of the keyboard or the pointer; -1 if there is none or if it has several. */
  item() {
    return this.at >= 0 && this.each === 1 ? this.bounds()[0] + this.at : -1;
  }

  bounds() {
    return this.range ?? [0, this.fan?.width ?? 0];
  }

  draw() {
    const canvas = this.querySelector('canvas');
    const fan = this.fan;
    if (!canvas || !fan) {
      return;
    }
    const [from, to] = this.bounds();
    const items = to - from;
    const step = CELL + GAP;
    const width = Math.max(step, this.clientWidth);
    this.columns = Math.max(1, Math.floor(width / step));
    this.each = Math.max(1, Math.ceil(items / (this.columns * ROWS)));
    const cells = Math.ceil(items / this.each);
    const rows = Math.max(1, Math.ceil(cells / this.columns));
    const { context, colours } = this.cleared(canvas, this.columns * step, rows * step);
    const shown = fan.cells(this.by, this.each, from, to);
    for (let cell = 0; cell < cells; cell++) {
      const x = (cell % this.columns) * step;
      const y = Math.floor(cell / this.columns) * step;
      paint(context, colours, this.by, shown[cell]);
      context.fillRect(x, y, CELL, CELL);
      if (cell === this.at) {
        context.globalAlpha = 1;
        context.strokeStyle = colours.text;
        context.lineWidth = 2;
        context.strokeRect(x, y, CELL, CELL);
      }
    }
    this.cells = cells;
  }

  /** @param {MouseEvent} event */
  cellAt(event) {
    const box = /** @type {HTMLElement} */ (event.target).getBoundingClientRect();
    const cell = Math.floor((event.clientY - box.top) / (CELL + GAP)) * this.columns
      + Math.floor((event.clientX - box.left) / (CELL + GAP));
    return cell < (this.cells ?? 0) ? cell : -1;
  }

  /** @param {number} cell */
  open(cell) {
    if (cell < 0) {
      return;
    }
    const [from, to] = this.bounds();
    const first = from + cell * this.each;
    if (this.each === 1) {
      this.dispatchEvent(new CustomEvent('open-item', { detail: first, bubbles: true }));
    } else {
      // A cell shows its neighbours too, so that the picture stays a picture.
      const margin = this.each * 2;
      this.range = [Math.max(0, first - margin), Math.min(this.fan?.width ?? to, first + this.each + margin)];
      this.at = -1;
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns };
    if (event.key in moves) {
      event.preventDefault();
      this.at = Math.max(0, Math.min((this.cells ?? 1) - 1, (this.at < 0 ? 0 : this.at + moves[event.key])));
    } else if (event.key === 'Enter') {
      this.open(this.at);
    } else if (event.key === 'Escape' && this.range) {
      this.range = undefined;
    }
  }

  described() {
    const fan = this.fan;
    if (!fan || this.at < 0) {
      return '';
    }
    const first = this.bounds()[0] + this.at * this.each;
    const last = Math.min(this.bounds()[1], first + this.each);
    if (last - first === 1) {
      return describedItem(fan, first);
    }
    return itemsText(fan.states, first, last);
  }

  render() {
    const fan = this.fan;
    if (!fan) {
      return nothing;
    }
    return html`
      <div class="row">
        ${colourTabs(this.by, by => { this.by = by; })}
        ${this.range ? html`<button @click=${() => { this.range = undefined; }}>Show all ${number(fan.width)} items</button>
          <span class="quiet">items ${number(this.range[0])} to ${number(this.range[1] - 1)}</span>` : nothing}
      </div>
      <canvas tabindex="0" role="img" aria-label="Items of ${fan.node}. Arrow keys move, Enter opens."
        @click=${(/** @type {MouseEvent} */ e) => this.open(this.cellAt(e))}
        @mousemove=${(/** @type {MouseEvent} */ e) => { this.at = this.cellAt(e); }}
        @mouseleave=${() => { this.at = -1; }}
        @blur=${() => { this.left = Math.max(0, this.at); this.at = -1; }}
        @focus=${(/** @type {Event} */ e) => {
          if (this.at < 0 && /** @type {HTMLElement} */ (e.target).matches(':focus-visible')) { this.at = Math.min(this.left, (this.cells ?? 1) - 1); } }}
        @keydown=${this.key}></canvas>
      <p class="described quiet" aria-live="polite">${this.described()}</p>`;
  }
}

/** Returns the label, status, duration and error of an item, as far as they have been read. @param {import('./fan-out.js').FanOut} fan @param {number} index */
function describedItem(fan, index) {
  const took = fan.longest(index);
  const letter = /** @type {keyof typeof LETTERS} */ (String.fromCharCode(fan.states[index]));
  const record = fan.record(index);
  const time = letter === 'C' ? '' : record?.began && record.finished ? `, ${between(record.began, record.finished)}`
    : took >= 0 ? `, ${atMost(took)}` : '';
  return `Item ${number(index)}${record?.label ? ` ${safe(record.label, 100)}` : ''}: ${statusText(LETTERS[letter] ?? '')}${time}${
    record?.error ? `. ${safe(simpleName(record.error.name), 100)}: ${safe(record.error.message, 200)}` : ''}`;
}

customElements.define('heat-map', HeatMap);
