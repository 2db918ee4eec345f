// The items of a nested fan-out: a row for each item of the fan-out around it, with a cell for one of its items or for several.
import { html, nothing } from 'lit';
import { Picture, colourTabs, itemText, itemsText, paint } from './cells.js';
import { counted, number, safe } from './format.js';
import { cellsOfRow } from './item-rows.js';

/** The heights of rows, smallest first; rows that are high enough have a label. */
const HEIGHTS = [2, 5, 14];
const LABELLED = 14;
/** The width of the column of labels: as wide as the labels that have been in view, between these. */
const NARROWEST_LABELS = 30;
const WIDEST_LABELS = 150;
const FONT = '11px system-ui, sans-serif';
/** The maximum height of the picture, and of what scrolls: browsers do not support more than some 30 million pixels. */
const MOST_HEIGHT = 336;
const MOST_SCROLLED = 15_000_000;
/** How much nearer a click on several items comes. */
const NEARER = 8;

class RowMap extends Picture {
  static properties = {
    rows: {}, version: {}, selected: {}, by: { state: true }, height: { state: true }, each: { state: true }, at: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./item-rows.js').ItemRows | undefined} */
    this.rows = undefined;
    this.version = 0;
    /** The path of the row whose items are shown below. */
    this.selected = '';
    /** @type {'status' | 'duration'} */
    this.by = 'status';
    /** The index in the heights of rows. */
    this.height = HEIGHTS.length - 1;
    /** The number of items of a cell; 0 if the widest row is as wide as the picture. */
    this.each = 0;
    /** The row and the cell of the keyboard or the pointer. @type {{row: number, cell: number} | undefined} */
    this.at = undefined;
    /** The width of the widest label that has been in view. */
    this.labels = 0;
    /** What the last event named. @type {{rows: import('./item-rows.js').ItemRows, first: number, wanted: number} | undefined} */
    this.shown = undefined;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('rows')) {
      this.at = undefined;
      this.each = this.labels = 0;
      this.height = HEIGHTS.length - 1;
    }
  }

  /** Returns the sizes in pixels, and the number of items of a cell. */
  sizes() {
    const rows = /** @type {import('./item-rows.js').ItemRows} */ (this.rows);
    const row = HEIGHTS[this.height];
    const cell = Math.min(row, 10);
    const labels = row >= LABELLED
      ? Math.min(WIDEST_LABELS, Math.floor(this.clientWidth / 3), Math.max(NARROWEST_LABELS, Math.ceil(this.labels) + 12)) : 0;
    const columns = Math.max(1, Math.floor((this.clientWidth - labels - 16) / cell));
    const fits = Math.max(1, Math.ceil(rows.widest / columns));
    const each = this.each ? Math.min(this.each, fits) : fits;
    const total = rows.count * row;
    return { row, cell, labels, fits, each, total, scrolled: Math.min(total, MOST_SCROLLED), width: labels + Math.ceil(rows.widest / each) * cell };
  }

  scroller() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.rowmap'));
  }

  /** Returns how far the first row in view is from the first one, in pixels. @param {ReturnType<RowMap['sizes']>} sizes @param {HTMLElement} scroller */
  top(sizes, scroller) {
    const range = sizes.scrolled - scroller.clientHeight;
    return range <= 0 ? 0 : Math.round(scroller.scrollTop / range * (sizes.total - scroller.clientHeight));
  }

  draw() {
    const scroller = this.scroller();
    const canvas = this.querySelector('canvas');
    const rows = this.rows;
    if (!scroller || !canvas || !rows) {
      return;
    }
    this.measureLabels(scroller, canvas);
    const sizes = this.sizes();
    scroller.style.height = Math.max(sizes.row, Math.min(MOST_HEIGHT, sizes.scrolled)) + 16 + 'px';
    const spacer = /** @type {HTMLElement} */ (canvas.parentElement);
    spacer.style.height = sizes.scrolled + 'px';
    spacer.style.width = sizes.width + 'px';
    const width = scroller.clientWidth;
    const height = Math.max(1, Math.min(scroller.clientHeight, sizes.scrolled));
    const { context, colours } = this.cleared(canvas, width, height);
    context.font = FONT;
    context.textBaseline = 'middle';
    const top = this.top(sizes, scroller);
    const gap = sizes.row > 4 ? 1 : 0;
    const first = Math.floor(top / sizes.row);
    const last = Math.ceil((top + height) / sizes.row) - 1;
    const firstCell = Math.floor(scroller.scrollLeft / sizes.cell);
    for (let number = first; number <= Math.min(last, rows.count - 1); number++) {
      const row = rows.rows[number];
      const y = number * sizes.row - top;
      if (row) {
        const cells = cellsOfRow(row, this.by, sizes.each);
        const end = Math.min(cells.length, firstCell + Math.ceil((width - sizes.labels) / sizes.cell) + 1);
        for (let cell = firstCell; cell < end;) {
          let next = cell + 1;
          while (!gap && next < end && cells[next] === cells[cell]) {
            next++;
          }
          paint(context, colours, this.by, cells[cell]);
          context.fillRect(sizes.labels + cell * sizes.cell - scroller.scrollLeft, y, (next - cell) * sizes.cell - gap, sizes.row - gap);
          cell = next;
        }
        context.globalAlpha = 1;
      }
      if (sizes.labels) {
        context.clearRect(0, y, sizes.labels - 2, sizes.row);
        context.fillStyle = row?.path === this.selected ? colours.text : colours.quiet;
        context.fillText(fitted(context, this.label(number), sizes.labels - 10), 2, y + sizes.row / 2);
        if (row && !row.width) {
          context.fillStyle = colours.quiet;
          context.fillText(row.width === 0 ? 'no items' : 'no list yet', sizes.labels, y + sizes.row / 2);
        }
      }
      if (this.at?.row === number && this.at.cell >= 0) {
        context.strokeStyle = colours.text;
        context.lineWidth = 2;
        context.strokeRect(sizes.labels + this.at.cell * sizes.cell - scroller.scrollLeft, y, sizes.cell - gap, sizes.row - gap);
      }
    }
    // Rows that are not counted yet can follow the last one.
    const wanted = Math.max(last, first + Math.ceil(MOST_HEIGHT / sizes.row) + 2);
    if (this.shown?.rows !== rows || this.shown.first !== first || this.shown.wanted !== wanted) {
      this.shown = { rows, first, wanted };
      this.dispatchEvent(new CustomEvent('show-rows', { detail: { first, last: wanted }, bubbles: true }));
    }
  }

  /** Makes room for the labels in view. @param {HTMLElement} scroller @param {HTMLCanvasElement} canvas */
  measureLabels(scroller, canvas) {
    const sizes = this.sizes();
    if (!sizes.labels) {
      return;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.font = FONT;
    const first = Math.floor(this.top(sizes, scroller) / sizes.row);
    const end = Math.min(first + Math.ceil(MOST_HEIGHT / sizes.row), /** @type {any} */ (this.rows).count);
    for (let row = first; row < end; row++) {
      this.labels = Math.max(this.labels, context.measureText(this.label(row)).width);
    }
    if (this.sizes().labels !== sizes.labels) {
      // The buttons for zooming depend on the width that is left.
      this.requestUpdate();
    }
  }

  /** Returns the indexes of a row, and the label of its item if one is known. @param {number} number */
  label(number) {
    const row = this.rows?.rows[number];
    return row ? `${row.path}${row.label ? ' ' + safe(row.label, 100) : ''}` : this.rows?.depth === 2 ? String(number) : '…';
  }

  /** @param {MouseEvent} event */
  pointed(event) {
    const sizes = this.sizes();
    const scroller = this.scroller();
    if (!scroller) {
      return undefined;
    }
    const box = scroller.getBoundingClientRect();
    const x = event.clientX - box.left;
    const row = Math.floor((event.clientY - box.top + this.top(sizes, scroller)) / sizes.row);
    const cell = x < sizes.labels ? -1 : Math.floor((x - sizes.labels + scroller.scrollLeft) / sizes.cell);
    const found = this.rows?.rows[row];
    return found && cell * sizes.each < found.states.length ? { row, cell } : undefined;
  }

  /** Opens an item, comes nearer to several, or selects a row. @param {{row: number, cell: number} | undefined} at */
  open(at) {
    const row = at && this.rows?.rows[at.row];
    if (!row) {
      return;
    }
    const { each } = this.sizes();
    if (at.cell < 0) {
      this.dispatchEvent(new CustomEvent('open-row', { detail: row.path, bubbles: true }));
    } else if (each === 1) {
      this.dispatchEvent(new CustomEvent('open-path', { detail: `${row.path}.${at.cell}`, bubbles: true }));
    } else {
      this.zoom(Math.max(1, Math.floor(each / NEARER)), at.row, at.cell * each);
    }
  }

  /**
   * Changes the number of items of a cell, and keeps an item in view.
   * @param {number} each 0 to show the whole widest row
   * @param {number} row
   * @param {number} item
   */
  async zoom(each, row, item) {
    this.each = each;
    this.at = undefined;
    await this.updateComplete;
    const scroller = this.scroller();
    const sizes = this.sizes();
    if (scroller) {
      scroller.scrollLeft = Math.max(0, item / sizes.each * sizes.cell - (scroller.clientWidth - sizes.labels) / 2);
      this.at = { row, cell: Math.floor(item / sizes.each) };
    }
  }

  /** Makes rows higher or cells nearer; lower or farther if negative. @param {number} by */
  step(by) {
    const { each, fits } = this.sizes();
    if (by > 0 && this.height < HEIGHTS.length - 1) {
      this.height++;
    } else if (by > 0) {
      this.each = Math.max(1, Math.floor(each / 2));
    } else if (each < fits) {
      this.each = each * 2 < fits ? each * 2 : 0;
    } else {
      this.height = Math.max(0, this.height - 1);
    }
    this.at = undefined;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const rows = this.rows;
    if (!rows?.count) {
      return;
    }
    const sizes = this.sizes();
    const page = Math.floor(MOST_HEIGHT / sizes.row);
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], PageDown: [page, 0], PageUp: [-page, 0],
      Home: [-Infinity, -Infinity], End: [Infinity, 0],
    };
    if (event.key in moves) {
      event.preventDefault();
      const [down, right] = this.at ? moves[event.key] : [0, 0];
      const row = Math.max(0, Math.min(rows.count - 1, (this.at?.row ?? 0) + down));
      const cells = Math.ceil((rows.rows[row]?.states.length ?? 0) / sizes.each);
      // The cell before the first one is the label, which selects the row.
      const cell = Math.max(sizes.labels ? -1 : 0, Math.min(Math.max(0, cells - 1), Math.max(-1, this.at?.cell ?? 0) + right));
      this.at = { row, cell };
      this.reveal(row, cell, sizes);
    } else if (event.key === 'Enter') {
      this.open(this.at);
    } else if (event.key === '+' || event.key === '-') {
      this.step(event.key === '+' ? 1 : -1);
    } else if (event.key === 'Escape' && this.each) {
      event.stopPropagation();
      this.zoom(0, this.at?.row ?? 0, 0);
    }
  }

  /** Scrolls to a cell. @param {number} row @param {number} cell @param {ReturnType<RowMap['sizes']>} sizes */
  reveal(row, cell, sizes) {
    const scroller = this.scroller();
    if (!scroller) {
      return;
    }
    const top = this.top(sizes, scroller);
    const y = row * sizes.row;
    const height = scroller.clientHeight;
    const wanted = y < top ? y : y + sizes.row > top + height ? y + sizes.row - height : top;
    if (wanted !== top) {
      scroller.scrollTop = wanted / Math.max(1, sizes.total - height) * (sizes.scrolled - height);
    }
    const x = Math.max(0, cell) * sizes.cell;
    const width = scroller.clientWidth - sizes.labels;
    scroller.scrollLeft = x < scroller.scrollLeft ? x : Math.max(scroller.scrollLeft, x + sizes.cell - width);
  }

  described() {
    const row = this.at && this.rows?.rows[this.at.row];
    if (!row || !this.at) {
      return '';
    }
    const start = `Row ${this.label(this.at.row)}: `;
    if (this.at.cell < 0 || !row.width) {
      return start + (row.width === undefined ? 'no list yet' : counted(row.width, 'item'));
    }
    const { each } = this.sizes();
    const first = this.at.cell * each;
    const last = Math.min(row.states.length, first + each);
    return last - first === 1 ? `${start}item ${number(first)} ${itemText(row.states, row.durations, first)}`
      : last > first ? start + itemsText(row.states, first, last) : '';
  }

  render() {
    const rows = this.rows;
    if (!rows) {
      return nothing;
    }
    const outermost = this.height === 0 && !this.each;
    const nearest = this.height === HEIGHTS.length - 1 && this.sizes().each === 1;
    return html`
      <div class="row">
        ${colourTabs(this.by, by => { this.by = by; })}
        <div class="tabs" role="group" aria-label="Zoom">
          <button aria-label="Zoom out" ?disabled=${outermost} @click=${() => this.step(-1)}>−</button>
          <button aria-label="Zoom in" ?disabled=${nearest} @click=${() => this.step(1)}>+</button></div>
        <span class="quiet">${counted(rows.count, 'row')}${rows.more() ? ' so far' : ''}</span>
      </div>
      <div class="rowmap" tabindex="0" role="region"
        aria-label="Rows of ${rows.node}. Arrow keys move, Enter opens, plus and minus zoom."
        @scroll=${() => this.draw()} @keydown=${this.key}
        @click=${(/** @type {MouseEvent} */ e) => this.open(this.pointed(e))}
        @mousemove=${(/** @type {MouseEvent} */ e) => {
          // Scrolling by a key moves the picture below a pointer that rests.
          if (e.movementX || e.movementY) { this.at = this.pointed(e); } }}
        @mouseleave=${() => { this.at = undefined; }}
        @blur=${() => { this.at = undefined; }}><div><canvas></canvas></div></div>
      <p class="described quiet" aria-live="polite">${this.described()}</p>`;
  }
}

/** Returns a text, cut to a width in pixels. @param {CanvasRenderingContext2D} context @param {string} text @param {number} width */
function fitted(context, text, width) {
  let shown = text.slice(0, 60);
  while (shown.length > 1 && context.measureText(shown + (shown === text ? '' : '…')).width > width) {
    shown = shown.slice(0, -1);
  }
  return shown === text ? text : shown + '…';
}

customElements.define('row-map', RowMap);
