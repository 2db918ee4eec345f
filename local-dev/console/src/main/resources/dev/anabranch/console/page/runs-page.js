// The list of runs: filtered by the address, live, with actions on several runs.
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from './api.js';
import './change-dialog.js';
import { counted, dollars, number, runTime, safe, statusText, time } from './format.js';
import { replace, runAddress } from './navigation.js';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'LOST'];
const POLL_MILLIS = 2000;
/** Between the searches of many runs, which read their records. */
const SLOW_MILLIS = 10_000;
const MANY = 200;
const PAGE = 50;
const HOUR = 3_600_000;

const TIMES = [['', 'at any time'], ['1', 'in the last hour'], ['24', 'in the last day'], ['168', 'in the last week'], ['between', 'between …']];
const COST = "About, on AWS in us-east-1, so far: as on the page of the run";

/** Returns the time of a field in local time for the run API. @param {string} local */
function iso(local) {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Returns a number unless it is zero or not known. @param {number | undefined} count */
function some(count) {
  return count ? number(count) : nothing;
}

/** Returns the number of failed actions of steps that users have written, as the command line does. @param {any} run */
function failed({ actions }) {
  // A deployment of an earlier release does not count the steps that the plan added.
  return actions && actions.failed - (actions.failedSteps ?? 0);
}

/** The cost, or why it is not known. @param {any} run */
function cost({ actions }) {
  return actions?.cost ? dollars(actions.cost.soFar)
    : actions?.costUnknown ? html`<span class="quiet" title=${actions.costUnknown}>–<span class="hidden">${actions.costUnknown}</span></span>` : nothing;
}

/** How many actions have ended: a bar while the run is in progress. @param {any} run */
function progress(run) {
  const actions = run.actions;
  if (!actions) {
    return html`<span class="quiet">counting …</span>`;
  }
  if (run.status !== 'RUNNING') {
    return html`${number(actions.total)}<span class="wide"> action${actions.total === 1 ? '' : 's'}</span>`;
  }
  const done = actions.total - actions.running;
  return html`${actions.open ? nothing : html`<span class="track small"><i class="METER" .style=${`width: ${100 * done / Math.max(1, actions.expected)}%`}></i></span> `}${
    number(done)} of ${number(actions.expected)}${actions.open ? ' or more' : ''}`;
}

class RunsPage extends LitElement {
  static properties = {
    runs: { state: true }, next: { state: true }, problem: { state: true }, chosen: { state: true },
    workflows: { state: true }, filter: { state: true }, searched: { state: true }, asking: { state: true },
    typed: { state: true },
  };

  constructor() {
    super();
    /** @type {any[] | undefined} */
    this.runs = undefined;
    /** @type {string | undefined} */
    this.next = undefined;
    this.problem = '';
    /** The ids of chosen runs. @type {Set<string>} */
    this.chosen = new Set();
    /** @type {string[]} */
    this.workflows = [];
    /** The number of runs that were searched for the listed ones. */
    this.searched = 0;
    /** The change that the dialog asks for. Its runs stay the same while it is open. @type {{mode: 'rerun' | 'cancel' | 'delete', runs: string[]} | undefined} */
    this.asking = undefined;
    this.filter = this.filterOfAddress();
    /** The text of a search that has not begun. @type {string | undefined} */
    this.typed = undefined;
    /** The number of pages that are listed. */
    this.more = 1;
    /** The turn of the latest load; the answers of earlier ones are ignored. */
    this.turn = 0;
    // If the address is that of another view, the list is removed before the timeout.
    this.moved = () => setTimeout(() => this.isConnected && this.visit());
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Runs · Anabranch';
    api.workflows().then(list => {
      this.workflows = [...new Set([...this.workflows, ...list.items.map((/** @type {any} */ w) => w.name)])].sort();
    }, () => {});
    api.unusable().then(list => {
      this.workflows = [...new Set([...this.workflows, ...list.items.map(w => w.name).filter(Boolean)])].sort();
    }, () => {});
    addEventListener('popstate', this.moved);
    this.follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.turn++;
    clearTimeout(this.timer);
    clearTimeout(this.typing);
    removeEventListener('popstate', this.moved);
  }

  /** Reads the filter again: a link or the history has changed the address. */
  visit() {
    const filter = this.filterOfAddress();
    if (JSON.stringify(filter) !== JSON.stringify(this.filter)) {
      this.forgetTyped();
      this.filter = filter;
      this.restart();
    }
  }

  /** Loads the list, and again later. */
  async follow() {
    clearTimeout(this.timer);
    await (document.hidden ? undefined : this.load());
    clearTimeout(this.timer);
    if (this.isConnected) {
      this.timer = setTimeout(() => this.follow(), this.searched > MANY ? SLOW_MILLIS : POLL_MILLIS);
    }
  }

  /** @returns {{workflow: string, status: string, text: string, since: string, from: string, to: string}} */
  filterOfAddress() {
    const query = new URLSearchParams(location.search);
    const of = (/** @type {string} */ name) => query.get(name) ?? '';
    return { workflow: of('workflow'), status: of('status'), text: of('text'), since: of('since'), from: of('from'), to: of('to') };
  }

  /** The time in which the listed runs have started, for the run API. */
  times() {
    const { since, from, to } = this.filter;
    return since && since !== 'between' ? { from: new Date(Date.now() - HOUR * Number(since)).toISOString() }
      : { from: iso(from), to: iso(to) };
  }

  async load() {
    const turn = ++this.turn;
    const { workflow, status, text } = this.filter;
    const selection = { workflow, status, text: text.trim(), ...this.times() };
    try {
      /** @type {any[]} */
      let runs = [];
      let cursor;
      let searched = 0;
      for (let page = 0; page < this.more; page++) {
        const answer = await api.runs({ ...selection, cursor, limit: PAGE });
        runs = runs.concat(answer.items);
        searched += answer.searched;
        cursor = answer.next;
        if (!cursor) {
          break;
        }
      }
      if (turn === this.turn) {
        this.runs = runs;
        this.next = cursor;
        this.searched = searched;
        this.problem = '';
        // A run that is not listed any more is not chosen when it is listed again.
        this.chosen = new Set(this.listed().map(run => run.id));
      }
    } catch (e) {
      if (turn === this.turn) {
        this.problem = /** @type {Error} */ (e).message;
      }
    }
  }

  /** Changes the filter and the address of the view. @param {Record<string, string>} change */
  choose(change) {
    if ('text' in change) {
      this.forgetTyped();
    }
    this.filter = { ...this.filter, ...change };
    const query = new URLSearchParams(Object.entries(this.filter).filter(([, v]) => v));
    replace(location.pathname + (query.size ? '?' + query : ''));
    this.restart();
  }

  /** Loads the list for another filter. */
  restart() {
    this.runs = undefined;
    this.searched = 0;
    this.more = 1;
    this.follow();
  }

  /** Finds a text after the last key. @param {string} text */
  find(text) {
    clearTimeout(this.typing);
    this.typed = text;
    this.typing = setTimeout(() => this.choose({ text }), 300);
  }

  /** The text in the field is that of the filter. */
  forgetTyped() {
    clearTimeout(this.typing);
    this.typed = undefined;
  }

  /** Returns the chosen runs that are listed: no other run may be changed. */
  listed() {
    return (this.runs ?? []).filter(run => this.chosen.has(run.id));
  }

  /** @param {string} id @param {boolean} on */
  mark(id, on) {
    const chosen = new Set(this.chosen);
    on ? chosen.add(id) : chosen.delete(id);
    this.chosen = chosen;
  }

  /** Lets the keyboard continue near the buttons for the chosen runs, which are gone if all could be changed. */
  async refocus() {
    await this.updateComplete;
    if (document.activeElement === document.body) {
      const next = /** @type {HTMLElement | null} */ (this.querySelector('.selection button:enabled') ?? this.querySelector('.list input, .filters select'));
      next?.focus();
    }
  }

  /** Opens the dialog. @param {'rerun' | 'cancel' | 'delete'} mode @param {string[]} runs */
  ask(mode, runs) {
    this.asking = { mode, runs };
  }

  render() {
    /** @type {any[]} */
    const runs = this.runs ?? [];
    const filtered = Object.values(this.filter).some(Boolean);
    const chosen = this.listed();
    const running = chosen.filter(run => run.status === 'RUNNING').map(run => run.id);
    const ended = chosen.filter(run => run.status !== 'RUNNING').map(run => run.id);
    return html`<main>
      <div class="head"><h1>Runs</h1><a class="button primary" href="/workflows">Start a run</a></div>
      <div class="filters">
        <label>Workflow <select @change=${(/** @type {any} */ e) => this.choose({ workflow: e.target.value })}>
          <option value="">all</option>
          ${[...new Set([...this.workflows, this.filter.workflow])].filter(w => w).map(w =>
            html`<option .value=${w} .selected=${w === this.filter.workflow}>${safe(w)}</option>`)}
        </select></label>
        <label>Status <select @change=${(/** @type {any} */ e) => this.choose({ status: e.target.value })}>
          <option value="">any</option>
          ${STATUSES.map(s => html`<option value=${s} .selected=${s === this.filter.status}>${statusText(s)}</option>`)}
        </select></label>
        <label>Started <select @change=${(/** @type {any} */ e) => this.choose({ since: e.target.value, from: '', to: '' })}>
          ${TIMES.map(([hours, text]) => html`<option value=${hours} .selected=${hours === this.filter.since}>${text}</option>`)}
        </select></label>
        ${this.filter.since === 'between' ? ['from', 'to'].map(name => html`<label>${name} <input type="datetime-local"
          .value=${this.filter[/** @type {'from' | 'to'} */ (name)]} @change=${(/** @type {any} */ e) => this.choose({ [name]: e.target.value })}></label>`) : nothing}
        <label>Find <input type="search" placeholder="id, workflow or error of the run" .value=${this.typed ?? this.filter.text}
          @input=${(/** @type {any} */ e) => this.find(e.target.value)}></label>
      </div>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 1000)}</p>` : nothing}
      ${chosen.length ? html`<div class="selection" role="toolbar" aria-label="Chosen runs">
        <span>${counted(chosen.length, 'run')} chosen</span>
        <button ?disabled=${!running.length} @click=${() => this.ask('cancel', running)}>Cancel</button>
        <button ?disabled=${!ended.some(run => run.status !== 'SUCCEEDED' || failed(run) !== 0)} @click=${() => this.ask('rerun', ended)}>Rerun what failed</button>
        ${chosen.length === 2 ? html`<a class="button" href="/compare/${encodeURIComponent(chosen[1].id)}/${encodeURIComponent(chosen[0].id)}">Compare</a>` : nothing}
        <button class="danger" @click=${() => this.ask('delete', chosen.map(run => run.id))}>Delete</button>
      </div>` : nothing}
      ${this.runs === undefined && !this.problem ? html`<p class="quiet">Loading …</p>` : nothing}
      ${this.runs && !runs.length && !this.next ? html`<div class="empty">
        <p>${filtered ? 'No run matches.' : 'There are no runs yet.'}</p>
        <p>${filtered ? html`<button @click=${() => this.choose({ workflow: '', status: '', text: '', since: '', from: '', to: '' })}>Show all runs</button>`
          : html`<a href="/workflows">Start a run</a>`}</p></div>` : nothing}
      ${runs.length ? html`<div class="scroll"><table class="list runs">
        <thead><tr><th><input type="checkbox" aria-label="Choose all" .checked=${chosen.length === runs.length}
          @change=${(/** @type {any} */ e) => { this.chosen = new Set(e.target.checked ? runs.map(run => run.id) : []); }}></th><th>Run</th><th class="wide">Workflow</th><th>Status</th>
          <th class="wide">Started</th><th class="right wide">Duration</th><th>Progress</th><th class="right">Failed</th>
          <th class="right wide">Waiting</th><th class="right wide" title=${COST}>Cost</th></tr></thead>
        <tbody>${repeat(runs, run => run.id, run => html`<tr>
          <td><input type="checkbox" aria-label="Choose ${safe(run.id, 80)}" .checked=${this.chosen.has(run.id)}
            @change=${(/** @type {any} */ e) => this.mark(run.id, e.target.checked)}></td>
          <td><a href=${runAddress(run.id)}>${safe(run.id, 80)}</a></td>
          <td class="wide">${safe(run.workflow, 80)}</td>
          <td><span class="status ${run.status}">${statusText(run.status)}</span></td>
          <td class="wide">${time(run.started)}</td>
          <td class="right wide">${runTime(run)}</td>
          <td>${progress(run)}</td>
          <td class="right ${failed(run) ? 'bad' : ''}">${some(failed(run))}</td>
          <td class="right wide">${some(run.actions?.waiting)}</td>
          <td class="right wide">${cost(run)}</td></tr>`)}
        </tbody></table></div>` : nothing}
      ${this.next ? html`<p class="row"><button @click=${() => { this.more++; this.follow(); }}>${
        runs.length < PAGE * this.more ? 'Search further' : 'Show more'}</button>
        ${this.searched > runs.length ? html`<span class="quiet" aria-live="polite">${counted(runs.length, 'run')} found in the latest ${number(this.searched)}.</span>` : nothing}</p>` : nothing}
      ${this.asking ? html`<change-dialog .runs=${this.asking.runs} .mode=${this.asking.mode}
        @changed=${() => { this.chosen = new Set(); this.load(); }}
        @closed=${() => { this.asking = undefined; this.refocus(); }}></change-dialog>` : nothing}
    </main>`;
  }
}

customElements.define('runs-page', RunsPage);
