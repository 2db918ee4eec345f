// Asks before a rerun, cancel or delete, and shows first what it will compute, adopt, abort or delete.
import { LitElement, html, nothing } from 'lit';
import { api } from './api.js';
import { counted, number, safe } from './format.js';
import { hasActions } from './nodes.js';

/**
 * @typedef {{what: 'unfinished' | 'failed' | 'from' | 'items', node: string, items: string}} Selection
 * @typedef {'rerun' | 'cancel' | 'delete'} Mode
 * @typedef {{run: string, preview?: any, counts?: any, children?: number, more?: boolean, problem?: string}} Found
 */

/** The texts of the changes: titles for one and several runs, the buttons that close the dialog and that change one or several runs. */
const TEXTS = {
  rerun: { one: 'Rerun', several: 'Rerun what failed in', close: 'Do not start', change: 'Start the rerun', changes: 'Start the reruns', style: 'primary' },
  cancel: { one: 'Cancel the run', several: 'Cancel', close: 'Keep it running', change: 'Cancel now', changes: 'Cancel now', style: 'danger' },
  delete: { one: 'Delete the run', several: 'Delete', close: 'Keep', change: 'Delete now', changes: 'Delete now', style: 'danger' },
};

class ChangeDialog extends LitElement {
  static properties = {
    runs: {}, mode: {}, nodes: {}, start: {}, chosen: { state: true }, found: { state: true }, busy: { state: true }, done: { state: true }, reading: { state: true },
  };

  constructor() {
    super();
    /** @type {string[]} */
    this.runs = [];
    /** @type {Mode} */
    this.mode = 'rerun';
    /** The nodes that can be selected; empty for several runs. @type {any[]} */
    this.nodes = [];
    /** @type {Partial<Selection>} */
    this.start = {};
    /** @type {Selection} */
    this.chosen = { what: 'unfinished', node: '', items: '' };
    /** @type {Found[]} */
    this.found = [];
    this.busy = false;
    /** The number of runs that have been changed. */
    this.done = 0;
    /** Whether it is not known yet what the change would do. */
    this.reading = true;
    this.turn = 0;
  }

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    const first = this.nodes.find(hasActions)?.id ?? '';
    this.chosen = { what: 'unfinished', node: first, items: '', ...this.start };
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).showModal();
    this.look();
  }

  /** Returns the body of the request. */
  body() {
    switch (this.chosen.what) {
      case 'failed': return { onlyFailed: true };
      case 'from': return { from: this.chosen.node };
      case 'items': return { node: this.chosen.node, items: this.chosen.items.trim() };
      default: return {};
    }
  }

  /** Reads what the change would do; a later choice wins. */
  async look() {
    const turn = ++this.turn;
    this.found = [];
    this.reading = this.mode !== 'rerun' || this.chosen.what !== 'items' || this.chosen.items.trim() !== '';
    if (!this.reading) {
      return;
    }
    for (const run of this.runs) {
      const one = await this.one(run);
      if (turn !== this.turn) {
        return;
      }
      this.found = [...this.found, one];
    }
    this.reading = false;
  }

  /** @param {string} run @returns {Promise<Found>} */
  async one(run) {
    try {
      if (this.mode === 'delete') {
        // A run of which a part has been deleted can be deleted again.
        const info = await api.run(run).catch(() => undefined);
        return { run, problem: info?.status === 'RUNNING' ? 'It is running, and is kept. Cancel it first.' : undefined };
      }
      if (this.mode === 'rerun') {
        return { run, preview: await api.previewRerun(run, this.body()) };
      }
      const [counts, children] = await Promise.all([api.part(run, 'counts'), api.children(run, { limit: 100 })]);
      const active = children.items.filter((/** @type {any} */ child) => child.status === 'RUNNING').length;
      return { run, counts, children: active, more: Boolean(children.next) };
    } catch (e) {
      const problem = /** @type {import('./api.js').ApiProblem} */ (e);
      return { run, problem: [problem.message, ...(problem.errors ?? []).map(x => `It ${x.found}. Expected: ${x.expected}.`)].join(' ') };
    }
  }

  possible() {
    return this.found.filter(one => !one.problem).map(one => one.run);
  }

  async change() {
    // Two clicks in one task come before the button is disabled.
    if (this.busy || this.reading) {
      return;
    }
    this.busy = true;
    let done = 0;
    /** @type {any} */
    let last;
    /** @type {Found[]} */
    const refused = [];
    for (const run of this.possible()) {
      try {
        last = await (this.mode === 'rerun' ? api.rerun(run, this.body()) : this.mode === 'cancel' ? api.cancel(run) : api.remove(run));
        done++;
        this.done = done;
      } catch (e) {
        refused.push({ run, problem: /** @type {Error} */ (e).message });
      }
    }
    this.busy = false;
    if (done) {
      this.dispatchEvent(new CustomEvent('changed', { detail: { run: this.runs[0], last } }));
    }
    if (refused.length) {
      this.found = refused;
    } else {
      this.close();
    }
  }

  close() {
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).close();
  }

  /** @param {Partial<Selection>} part */
  choose(part) {
    this.chosen = { ...this.chosen, ...part };
    this.look();
  }

  render() {
    const texts = TEXTS[this.mode];
    const title = this.runs.length > 1 ? `${texts.several} ${counted(this.runs.length, 'run')}` : texts.one;
    const possible = this.possible().length;
    return html`<dialog aria-labelledby="change-title" @keydown=${(/** @type {KeyboardEvent} */ e) => e.stopPropagation()}
        @cancel=${(/** @type {Event} */ e) => this.busy && e.preventDefault()}
        @close=${() => this.dispatchEvent(new CustomEvent('closed'))}>
      <h2 id="change-title">${title}</h2>
      ${this.mode === 'rerun' && this.runs.length === 1 ? this.choices() : nothing}
      ${this.mode === 'delete' ? html`<p>Records, results, files and logs will be deleted, also those of runs that were started by actions. Reruns that
        have ended keep the results that they have adopted.</p>` : nothing}
      <div aria-live="polite">
        ${this.found.map(one => html`${this.runs.length > 1 || this.mode === 'delete' ? html`<h3>${safe(one.run, 80)}</h3>` : nothing}
          ${one.problem ? html`<p class="notice bad">${safe(one.problem, 1000)}</p>`
            : one.preview ? this.preview(one.preview) : one.counts ? this.aborts(one) : nothing}`)}
        ${this.reading ? html`<p class="quiet">Reading …</p>` : nothing}
        ${this.busy && this.runs.length > 1 ? html`<p class="quiet">${number(this.done)} of ${number(possible)} done</p>` : nothing}
      </div>
      <div class="row end">
        <button ?disabled=${this.busy} @click=${this.close}>${texts.close}</button>
        <button class=${texts.style} ?disabled=${this.busy || this.reading || !possible} @click=${this.change}>${
          possible > 1 ? texts.changes : texts.change}</button>
      </div>
    </dialog>`;
  }

  choices() {
    const options = [
      ['unfinished', 'What failed, was not reached or has changed'],
      ['failed', 'What failed or was not reached, even if definitions have changed'],
      ['from', 'Also everything from a node'],
      ['items', 'Also some items of a fan-out'],
    ];
    const chosen = this.chosen;
    const named = chosen.what === 'from' || chosen.what === 'items';
    return html`<label>Compute <select class="what" @change=${(/** @type {any} */ e) => this.choose({ what: e.target.value })}>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen.what}>${text}</option>`)}</select></label>
      ${named ? html`<label>Node <select @change=${(/** @type {any} */ e) => this.choose({ node: e.target.value })}>
        ${this.nodes.filter(hasActions).map(n => html`<option .value=${n.id} ?selected=${n.id === chosen.node}>${safe(n.id, 80)}</option>`)}
        </select></label>` : nothing}
      ${chosen.what === 'items' ? html`<label>Items <input placeholder="3,17-20" .value=${chosen.items}
        @change=${(/** @type {any} */ e) => this.choose({ items: e.target.value })}></label>` : nothing}`;
  }

  /** @param {any} preview */
  preview(preview) {
    const rows = preview.nodes.filter((/** @type {any} */ n) => n.computed || n.adopted || n.notStarted || n.changed);
    return html`<p><b>${counted(preview.computed, 'action')}</b> will be computed again${preview.notStarted
        ? html`, <b>${number(preview.notStarted)}</b> for the first time` : nothing}. <b>${number(preview.adopted)}</b>
        ${preview.adopted === 1 ? 'keeps its result' : 'keep their results'}.</p>
      ${this.runs.length > 1 ? nothing : html`<div class="scroll"><table class="list compact">
        <thead><tr><th>Node</th><th class="right">Again</th><th class="right">First time</th><th class="right">Kept</th></tr></thead>
        <tbody>${rows.map((/** @type {any} */ n) => html`<tr><td>${safe(n.node, 80)}
          ${n.changed ? html`<span class="quiet">its definition has changed</span>` : nothing}
          ${n.open ? html`<span class="quiet">its list or condition is computed, so the number can change</span>` : nothing}</td>
          <td class="right">${number(n.computed)}</td><td class="right">${number(n.notStarted)}</td>
          <td class="right">${number(n.adopted)}</td></tr>`)}</tbody></table></div>`}`;
  }

  /** @param {Found} one */
  aborts(one) {
    const { running, succeeded, failed, cached, aborted, partial } = one.counts;
    const kept = succeeded + cached;
    return html`<p>${partial ? 'At least ' : ''}<b>${counted(running, 'action')}</b> in flight will be aborted; what they have
      computed is lost. Those that wait for a retry stay failed. ${counted(kept, 'action')} ${kept === 1 ? 'keeps its result' : 'keep their results'}: a rerun adopts
      ${kept === 1 ? 'it' : 'them'}.${failed + aborted ? ` ${counted(failed + aborted, 'action')} failed or ended before.` : ''}
      ${one.children ? html`<b>${one.more ? 'At least ' : ''}${counted(one.children, 'run')}</b> that it has started will be cancelled too.` : nothing}</p>`;
  }
}

customElements.define('change-dialog', ChangeDialog);
