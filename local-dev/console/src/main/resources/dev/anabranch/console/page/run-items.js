// The items of the selected fan-out: pictures, errors, durations and a table.
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RANGES, ROUNDED, atMost, bucketEnd } from './cells.js';
import { LETTERS, between, counted, number, safe, simpleName, statusText } from './format.js';
import './heat-map.js';
import { go } from './navigation.js';
import { quantile } from './nodes.js';
import './row-map.js';
import { RunModel } from './run-model.js';
import { metricsTable, progressBar } from './telemetry.js';

/** @typedef {import('./fan-out.js').FanOut} FanOut */

const ROW = 30;
const VISIBLE_ROWS = 12;
/** The maximum number of errors that are listed. */
const CLUSTERS = 20;
/** The maximum height of a list in pixels: browsers draw elements of up to 16 million. */
const TALLEST = 8_000_000;
/** The indexes of a row of a nested fan-out, such as 2.17. */
export const ROW_PATH = /^\d{1,9}(\.\d{1,9})*$/;

/** Its event `row` has the row that the reader has selected, and `problem` an error. */
class RunItems extends LitElement {
  static properties = { model: {}, node: {}, row: {}, version: {}, filter: { state: true }, bucket: { state: true }, scrolled: { state: true },
    recordsRead: { state: true } };

  constructor() {
    super();
    this.model = new RunModel('', () => {});
    /** The selected node, and the row of it whose items are listed. */
    this.node = this.row = '';
    /** Increases when data has been read, so that views are redrawn. */
    this.version = 0;
    /** The letter of the status of the listed items; empty for all. */
    this.filter = '';
    /** The power of two of the duration of the listed items; -1 for all. */
    this.bucket = -1;
    /** The scroll position of the table in pixels. */
    this.scrolled = 0;
    /** How often records of listed items have been read. */
    this.recordsRead = 0;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (['model', 'node', 'row'].some(name => changed.has(name))) {
      this.filter = '';
      this.bucket = -1;
      this.scrolled = 0;
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (['filter', 'bucket', 'model', 'node', 'row'].some(name => changed.has(name))) {
      this.querySelector('.rows')?.scrollTo(0, 0);
    }
  }

  /** @param {string} name @param {unknown} detail */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  render() {
    const fan = this.model.fan(this.node, this.row);
    if (!fan) {
      return html`<h2>Items</h2><p class="quiet">Select a fan-out in the graph.</p>`;
    }
    const depth = this.model.enclosing(this.model.nodes.find(n => n.id === this.node)).length;
    // One template for all states of the list, so that the rows keep their focus and position when another row is selected.
    return html`
      <h2>${safe(fan.node, 80)} ${depth > 1 || !fan.width ? nothing : html`<span class="quiet">${counted(fan.width, 'item')}</span>`}</h2>
      ${depth > 1 ? this.nestedItems(fan, depth) : nothing}
      ${fan.width ? this.itemsOf(fan, depth) : html`<p class="quiet">${
        fan.complete ? 'It has no items, or its list does not exist yet.' : 'Loading …'}</p>`}`;
  }

  /** The rows of a nested fan-out, and the row whose items follow. @param {FanOut} fan @param {number} depth */
  nestedItems(fan, depth) {
    const rows = this.model.rowsOf(fan.node, depth);
    const { progress, signal } = this.model;
    return html`<row-map .rows=${rows} .version=${this.version} .selected=${fan.parents}
        @show-rows=${(/** @type {CustomEvent} */ e) => rows.show(e.detail.first, e.detail.last, progress, signal)
          .catch(problem => signal.aborted || this.emit('problem', problem))}
        @open-path=${(/** @type {CustomEvent} */ e) => go(this.model.href(fan.node, e.detail))}
        @open-row=${(/** @type {CustomEvent} */ e) => this.emit('row', e.detail)}></row-map>
      ${this.allRows(fan.node)}
      <div class="row goto"><h3>Items of row</h3> <input class="narrowinput" aria-label="Items of row" .value=${fan.parents}
        @input=${(/** @type {any} */ e) => e.target.setCustomValidity('')}
        @change=${(/** @type {any} */ e) => {
          const row = e.target.value.trim();
          e.target.setCustomValidity(ROW_PATH.test(row) && row.split('.').length === depth - 1 ? '' : `Enter the indexes of a row, such as ${depth > 2 ? '2.17' : '2'}.`);
          if (e.target.reportValidity()) {
            this.emit('row', row);
          }
        }}>
        ${fan.width ? html`<span class="quiet">${counted(fan.width, 'item')}</span>` : nothing}</div>`;
  }

  /** What the items of all rows have in common: errors, reports and durations. @param {string} node */
  allRows(node) {
    const summary = this.model.summaries.get(node);
    if (!summary?.errors || !summary.telemetry) {
      return nothing;
    }
    return html`${this.clusters(summary.errors, 'Errors of all rows', path => this.model.href(node, String(path)))}
      ${summary.otherErrors ? html`<p class="quiet">${counted(summary.otherErrors, 'item')} with further errors</p>` : nothing}
      ${this.reported(summary.telemetry, ' of all rows')}
      ${summary.durations.length ? html`<h3>Durations of all rows</h3><p class="quiet">${this.percentiles(summary.durations)}. ${ROUNDED}</p>` : nothing}
      ${summary.partial ? html`<p class="quiet">Not all items have been read yet.</p>` : nothing}`;
  }

  /** @param {import('./nodes.js').Durations} durations */
  percentiles(durations) {
    return [50, 95, 99].map(share => `p${share} ${atMost(quantile(durations, share / 100))}`).join(', ');
  }

  /**
   * Progress, metrics and reports.
   * @param {import('./telemetry.js').Telemetry} telemetry
   * @param {string} [of] completes the heading
   */
  reported({ metrics, moreMetrics, reports, progress }, of) {
    return html`${progress.actions ? progressBar(progress, progress.actions) : nothing}
      ${metricsTable(metrics, of)}
      ${moreMetrics ? html`<p class="quiet">More metrics are left out, because the items use too many names.</p>` : nothing}
      ${reports ? html`<p class="quiet">${counted(reports, 'item')} with a report</p>` : nothing}`;
  }

  /** The items of a fan-out, or of one row of it. @param {FanOut} fan @param {number} depth the number of fan-outs around them */
  itemsOf(fan, depth) {
    const counts = fan.counts();
    // The status that filters the items stays in the legend, so that it can be taken back.
    const listed = [...'SCFRA.'].filter(letter => counts[letter] || letter === this.filter);
    const histogram = fan.histogram();
    const most = Math.max(1, ...histogram);
    const used = histogram.map((n, i) => ({ n, i })).filter(b => b.n);
    const shown = used.length ? histogram.slice(0, used[used.length - 1].i + 1) : [];
    const took = fan.took();
    const all = this.model.summaries.get(fan.node);
    const ofRow = depth > 1 ? ` of row ${fan.parents}` : '';
    return html`
      <div class="legend">${repeat(listed, letter => letter, letter => html`
        <button class="chip" aria-pressed=${this.filter === letter}
          @click=${() => { this.filter = this.filter === letter ? '' : letter; this.scrolled = 0; }}>
          <i class="dot is${letter === '.' ? 'N' : letter}"></i>${number(counts[letter] ?? 0)}
          ${statusText(LETTERS[/** @type {keyof typeof LETTERS} */ (letter)])}</button>`)}
        ${fan.width && !fan.complete ? html`<span class="quiet">reading, ${number(fan.itemsRead())} of ${number(fan.width)} …</span>` : nothing}</div>
      <heat-map .fan=${fan} .version=${this.version + this.recordsRead} @open-item=${(/** @type {CustomEvent} */ e) => go(this.itemHref(fan, e.detail))}></heat-map>
      ${all?.errors ? nothing : this.clusters(fan.errors(), 'Errors' + ofRow, i => this.itemHref(fan, Number(i)))}
      ${all?.telemetry ? nothing : this.reported(fan.telemetry(), ofRow)}
      ${shown.length ? html`<h3>Durations${ofRow}</h3>
        <div class="histogram" role="group" aria-label="Durations${ofRow}">
          ${shown.map((n, i) => n ? html`<button title=${`${atMost(bucketEnd(i))}: ${number(n)}`}
            aria-label=${`${counted(n, 'item')} with ${atMost(bucketEnd(i))}`} aria-pressed=${this.bucket === i}
            @click=${() => { this.bucket = this.bucket === i ? -1 : i; this.scrolled = 0; }}
            ><i .style=${`height: ${Math.max(2, 48 * n / most)}px`}></i></button>` : html`<span></span>`)}</div>
        <p class="quiet">${took.length ? this.percentiles(took) : nothing}${fan.stragglers().length ? html`; slowest: ${fan.stragglers().map((i, at) => html`${at ? ', ' : ''}<a
          href=${this.itemHref(fan, i)}>${number(i)}</a>`)}` : nothing}. ${RANGES} ${ROUNDED}</p>` : nothing}
      ${this.table(fan)}`;
  }

  /**
   * @param {{name: string, shape: string, count: number, last: string | number, examples: (string | number)[]}[]} errors
   * @param {string} heading
   * @param {(item: string | number) => string} href
   */
  clusters(errors, heading, href) {
    const text = (/** @type {string | number} */ item) => typeof item === 'number' ? number(item) : item;
    return errors.length ? html`<h3>${heading}</h3><ul class="clusters">${repeat(errors.slice(0, CLUSTERS), e => e.name + e.shape, e => html`<li>
      <b>${number(e.count)}</b> <span class="errorname">${simpleName(e.name)}</span> ${safe(e.shape, 300)}
      <div class="quiet">items ${e.examples.map(i => html`<a href=${href(i)}>${text(i)}</a> `)}
        ${e.count > e.examples.length ? html`to ${text(e.last)}` : nothing}</div></li>`)}</ul>
      ${errors.length > CLUSTERS ? html`<p class="quiet">${counted(errors.length - CLUSTERS, 'less frequent error')} left out</p>` : nothing}` : nothing;
  }

  /** @param {FanOut} fan @param {number} index */
  itemHref(fan, index) {
    return this.model.href(fan.node, fan.parents === '' ? String(index) : `${fan.parents}.${index}`);
  }

  /**
   * Scrolls the table to an item, or to the next one that it lists.
   * @param {FanOut} fan
   * @param {HTMLInputElement} field has the index or label of the item; a label in quotation marks is no index
   */
  async goTo(fan, field) {
    const text = field.value.trim();
    if (text === '') {
      return;
    }
    try {
      const numbered = /^\d{1,9}$/.test(text) && Number(text) < fan.width;
      const index = numbered ? Number(text) : await fan.labelled(/^"(.+)"$/.exec(text)?.[1] ?? text);
      if (field.value.trim() !== text) {
        return;
      }
      const row = index === undefined || index < 0 ? -1 : fan.indexes(this.filter, this.bucket).findIndex(listed => listed >= index);
      const rows = this.querySelector('.rows');
      field.setCustomValidity(row >= 0 ? '' : index === undefined ? 'The search for this label took too long. Enter the number of the item.'
        : 'No listed item has this number or label.');
      field.reportValidity();
      if (row >= 0 && rows) {
        rows.scrollTop = row * ROW / scaleOf(fan.indexes(this.filter, this.bucket).length);
      }
    } catch (e) {
      this.emit('problem', e);
    }
  }

  /** A table that renders only the rows in view. @param {FanOut} fan */
  table(fan) {
    const rows = fan.indexes(this.filter, this.bucket);
    const top = this.scrolled * scaleOf(rows.length);
    const first = Math.max(0, Math.min(Math.floor(top / ROW) - 2, rows.length - VISIBLE_ROWS - 4));
    const visible = rows.subarray(first, first + VISIBLE_ROWS + 4);
    fan.readFor('rows', visible, () => { this.recordsRead++; });
    return html`<h3>Items</h3>
      <div class="row goto"><label>Go to item <input class="goal" placeholder="number or label" title="A label in quotation marks, such as &quot;17&quot;, is not read as a number."
        @input=${(/** @type {any} */ e) => e.target.setCustomValidity('')}
        @change=${(/** @type {any} */ e) => this.goTo(fan, e.target)}></label>
        ${rows.length < fan.width ? html`<span class="quiet">${counted(rows.length, 'item')} of ${number(fan.width)}</span>` : nothing}</div>
      ${rows.length ? nothing : html`<p class="quiet">No item has this ${
        this.bucket < 0 ? 'status' : this.filter ? 'status and duration' : 'duration'} now.</p>`}
      <div class="rows" tabindex="0" role="region" aria-label="Items" ?hidden=${!rows.length}
        .style=${`height: ${Math.min(rows.length, VISIBLE_ROWS) * ROW + 2}px`}
        @scroll=${(/** @type {any} */ e) => { this.scrolled = e.target.scrollTop; }}>
        <div .style=${`height: ${Math.min(rows.length * ROW, TALLEST)}px`}>
          <ul .style=${`transform: translateY(${this.scrolled + first * ROW - top}px)`}>${repeat(visible, index => index, index => {
            const letter = /** @type {keyof typeof LETTERS} */ (String.fromCharCode(fan.states[index]));
            const took = fan.longest(index);
            const record = fan.record(index);
            const error = record?.error ? `${simpleName(record.error.name)}: ${record.error.message}` : '';
            return html`<li><button class="link" @click=${() => go(this.itemHref(fan, index))}>${number(index)}</button>
              <span class="status ${LETTERS[letter]}">${letter === 'R' && error ? 'waiting for retry' : statusText(LETTERS[letter] ?? '')}</span>
              <span class="took quiet">${letter === 'C' ? nothing : record?.began && record.finished ? between(record.began, record.finished)
                : took >= 0 ? atMost(took) : ''}</span>
              <span class="what">${safe(record?.label ?? '', 100)} <span class="quiet">${safe(error, 200)}</span></span></li>`;
          })}</ul></div></div>`;
  }
}

/** Returns how far the rows of a table move for each pixel that it is scrolled. @param {number} rows */
function scaleOf(rows) {
  const view = Math.min(rows, VISIBLE_ROWS) * ROW;
  return rows * ROW > TALLEST ? (rows * ROW - view) / (TALLEST - view) : 1;
}

customElements.define('run-items', RunItems);
