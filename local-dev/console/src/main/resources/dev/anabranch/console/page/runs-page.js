// The list of runs: filtered by the address, live, with actions on several runs.
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from './api.js';
import './change-dialog.js';
import { between, counted, safe, statusText, time } from './format.js';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'LOST'];
const POLL_MILLIS = 2000;
const PAGE = 50;

class RunsPage extends LitElement {
  static properties = {
    runs: { state: true }, next: { state: true }, problem: { state: true }, chosen: { state: true },
    workflows: { state: true }, text: { state: true }, since: { state: true }, busy: { state: true }, asking: { state: true },
  };

  constructor() {
    super();
    /** @type {any[] | undefined} */
    this.runs = undefined;
    /** @type {string | undefined} */
    this.next = undefined;
    this.problem = '';
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {string[]} */
    this.workflows = [];
    this.text = '';
    /** The hours before now in which the listed runs have started; 0 for any time. */
    this.since = 0;
    this.busy = false;
    /** The change that the dialog asks for: rerun or cancel; empty for none. */
    this.asking = '';
    this.filter = this.filterOfAddress();
    this.more = 1;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Runs · Anabranch';
    api.workflows().then(list => {
      this.workflows = list.items.map((/** @type {any} */ w) => w.name);
    }, () => {});
    this.load();
    this.timer = setInterval(() => document.hidden || this.load(), POLL_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  filterOfAddress() {
    const query = new URLSearchParams(location.search);
    return { workflow: query.get('workflow') ?? '', status: query.get('status') ?? '' };
  }

  async load() {
    const filter = this.filter;
    try {
      /** @type {any[]} */
      let runs = [];
      let cursor;
      for (let page = 0; page < this.more; page++) {
        const answer = await api.runs({ ...filter, cursor, limit: PAGE });
        runs = runs.concat(answer.items);
        cursor = answer.next;
        if (!cursor) {
          break;
        }
      }
      if (filter === this.filter) {
        this.runs = runs;
        this.next = cursor;
        this.problem = '';
      }
    } catch (e) {
      this.problem = /** @type {Error} */ (e).message;
    }
  }

  /** @param {'workflow' | 'status'} name @param {string} value */
  choose(name, value) {
    this.filter = { ...this.filter, [name]: value };
    const query = new URLSearchParams(Object.entries(this.filter).filter(([, v]) => v));
    history.replaceState(null, '', location.pathname + (query.size ? '?' + query : ''));
    this.runs = undefined;
    this.more = 1;
    this.load();
  }

  /** @param {string} id @param {boolean} on */
  mark(id, on) {
    const chosen = new Set(this.chosen);
    on ? chosen.add(id) : chosen.delete(id);
    this.chosen = chosen;
  }

  /**
   * @param {string} verb
   * @param {(run: string) => Promise<unknown>} act
   */
  async all(verb, act) {
    const ids = [...this.chosen];
    if (!confirm(`${verb} ${counted(ids.length, 'run')}?`)) {
      return;
    }
    this.busy = true;
    /** @type {string[]} */
    const refused = [];
    for (const id of ids) {
      try {
        await act(id);
        this.mark(id, false);
      } catch (e) {
        refused.push(/** @type {Error} */ (e).message);
      }
    }
    this.busy = false;
    await this.load();
    this.problem = refused.join(' ');
  }

  /** Returns the address of the comparison of the two chosen runs, the earlier one first. */
  comparison() {
    const chosen = (this.runs ?? []).filter(run => this.chosen.has(run.id)).map(run => encodeURIComponent(run.id));
    return `/compare/${chosen[1]}/${chosen[0]}`;
  }

  shown() {
    const text = this.text.toLowerCase();
    const earliest = this.since ? Date.now() - 3_600_000 * this.since : 0;
    return (this.runs ?? []).filter(run => Date.parse(run.started) >= earliest
      && (!text || (run.id + ' ' + run.workflow).toLowerCase().includes(text)));
  }

  render() {
    const runs = this.shown();
    const chosen = (this.runs ?? []).filter(run => this.chosen.has(run.id));
    const running = chosen.filter(run => run.status === 'RUNNING').map(run => run.id);
    const ended = chosen.filter(run => run.status !== 'RUNNING').map(run => run.id);
    return html`<main>
      <div class="head"><h1>Runs</h1><a class="button primary" href="/workflows">Start a run</a></div>
      <div class="filters">
        <label>Workflow <select @change=${(/** @type {any} */ e) => this.choose('workflow', e.target.value)}>
          <option value="">all</option>
          ${[...new Set([...this.workflows, this.filter.workflow])].filter(w => w).map(w =>
            html`<option .value=${w} ?selected=${w === this.filter.workflow}>${safe(w)}</option>`)}
        </select></label>
        <label>Status <select @change=${(/** @type {any} */ e) => this.choose('status', e.target.value)}>
          <option value="">any</option>
          ${STATUSES.map(s => html`<option value=${s} ?selected=${s === this.filter.status}>${statusText(s)}</option>`)}
        </select></label>
        <label>Started <select @change=${(/** @type {any} */ e) => { this.since = Number(e.target.value); }}>
          ${[[0, 'at any time'], [1, 'in the last hour'], [24, 'in the last day'], [168, 'in the last week']].map(([hours, text]) =>
            html`<option value=${hours} ?selected=${hours === this.since}>${text}</option>`)}
        </select></label>
        <label>Find <input type="search" placeholder="id or workflow" .value=${this.text}
          @input=${(/** @type {any} */ e) => { this.text = e.target.value; }}></label>
      </div>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 1000)}</p>` : nothing}
      ${this.chosen.size ? html`<div class="selection" role="toolbar" aria-label="Chosen runs">
        <span>${counted(this.chosen.size, 'run')} chosen</span>
        <button ?disabled=${this.busy || !running.length} @click=${() => { this.asking = 'cancel'; }}>Cancel</button>
        <button ?disabled=${this.busy || !ended.length} @click=${() => { this.asking = 'rerun'; }}>Rerun what failed</button>
        ${this.chosen.size === 2 ? html`<a class="button" href=${this.comparison()}>Compare</a>` : nothing}
        <button ?disabled=${this.busy} class="danger" @click=${() => this.all('Delete', api.remove)}>Delete</button>
      </div>` : nothing}
      ${this.runs === undefined && !this.problem ? html`<p class="quiet">Loading …</p>` : nothing}
      ${this.runs && !runs.length ? html`<div class="empty">
        <p>${this.runs.length ? 'No run on this page matches.'
          : this.filter.workflow || this.filter.status ? 'No run matches.' : 'There are no runs yet.'}</p>
        <p><a href="/workflows">Start a run</a></p></div>` : nothing}
      ${runs.length ? html`<div class="scroll"><table class="list">
        <thead><tr><th><span class="hidden">Choose</span></th><th>Run</th><th>Workflow</th><th>Status</th>
          <th>Started</th><th class="right">Duration</th></tr></thead>
        <tbody>${repeat(runs, run => run.id, run => html`<tr>
          <td><input type="checkbox" aria-label="Choose ${safe(run.id, 80)}" .checked=${this.chosen.has(run.id)}
            @change=${(/** @type {any} */ e) => this.mark(run.id, e.target.checked)}></td>
          <td><a href="/runs/${encodeURIComponent(run.id)}">${safe(run.id, 80)}</a></td>
          <td>${safe(run.workflow, 80)}</td>
          <td><span class="status ${run.status}">${statusText(run.status)}</span></td>
          <td>${time(run.started)}</td>
          <td class="right">${between(run.started, run.ended)}</td></tr>`)}
        </tbody></table></div>` : nothing}
      ${this.next ? html`<p><button @click=${() => { this.more++; this.load(); }}>Show more</button></p>` : nothing}
      ${this.asking ? html`<change-dialog .runs=${this.asking === 'cancel' ? running : ended} .mode=${this.asking}
        @changed=${() => { this.chosen = new Set(); this.load(); }}
        @closed=${() => { this.asking = ''; }}></change-dialog>` : nothing}
    </main>`;
  }
}

customElements.define('runs-page', RunsPage);
