// Workflows, and the form that starts a run of one.
import { LitElement, html, nothing } from 'lit';
import { api } from './api.js';
import { dollars, duration, runTime, safe, statusText, time } from './format.js';
import { typeView } from './json-view.js';
import { go, runAddress } from './navigation.js';
import { ValueForm } from './value-form.js';
import './workflow-plan.js';

/** The number of last runs that are shown. */
const RUNS = 20;
const NOT_STARTED = 'The run was not started. Correct what is marked below.';

class StartPage extends LitElement {
  static properties = {
    workflow: {}, list: { state: true }, found: { state: true }, value: { state: true },
    problem: { state: true }, errors: { state: true }, busy: { state: true }, runs: { state: true },
    unusable: { state: true }, elsewhere: { state: true }, descriptions: { state: true },
  };

  constructor() {
    super();
    this.workflow = '';
    /** @type {any[] | undefined} */
    this.list = undefined;
    /** @type {any} */
    this.found = undefined;
    /** @type {any} */
    this.value = null;
    this.problem = '';
    /** @type {any[]} */
    this.errors = [];
    this.busy = false;
    /** The last runs of the workflow, the latest first. @type {any[]} */
    this.runs = [];
    /** The workflows that cannot be started here, with the reasons. @type {{name: string, reason: string}[]} */
    this.unusable = [];
    /** Whether another process or a deployment runs the workflows. */
    this.elsewhere = false;
    /** The descriptions of workflows by name. @type {Record<string, string>} */
    this.descriptions = {};
    /** The turn of the latest load; the answers of earlier ones are for another workflow. */
    this.turn = 0;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('workflow')) {
      this.found = undefined;
      this.problem = '';
      this.errors = [];
      this.runs = [];
      document.title = (this.workflow ? safe(this.workflow, 60) : 'Start a run') + ' · Anabranch';
      const turn = ++this.turn;
      this.load(turn).catch(problem => {
        if (turn === this.turn) {
          this.problem = problem.message;
        }
      });
    }
  }

  /** @param {number} turn */
  async load(turn) {
    api.unusable().then(list => { this.unusable = list.items; this.elsewhere = !list.known; }, () => {});
    api.descriptions().then(found => { this.descriptions = found; }, () => {});
    if (!this.workflow) {
      this.list = (await api.workflows()).items;
      return;
    }
    const workflow = this.workflow;
    api.runs({ workflow, limit: RUNS }).then(page => {
      if (turn === this.turn) {
        this.runs = page.items;
      }
    }).catch(() => {}); // Without the last runs, a run can be started all the same.
    const found = await api.workflow(workflow);
    if (turn === this.turn) {
      this.value = ValueForm.first(found.inputSchema);
      this.found = found;
    }
  }

  async start() {
    if (this.busy) {
      return;
    }
    this.problem = '';
    this.errors = [];
    if (!/** @type {ValueForm} */ (this.querySelector('value-form')).ready()) {
      this.problem = NOT_STARTED;
      return;
    }
    this.busy = true;
    const turn = this.turn;
    // The answer does not take the user back from another page.
    const stays = () => this.isConnected && turn === this.turn;
    try {
      const run = await api.start(this.workflow, this.value);
      if (stays()) {
        go(runAddress(run.id));
      }
    } catch (e) {
      const problem = /** @type {import('./api.js').ApiProblem} */ (e);
      if (stays()) {
        this.errors = problem.errors ?? [];
        this.problem = this.errors.length ? NOT_STARTED : problem.message;
      }
    }
    this.busy = false;
  }

  render() {
    const notice = this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 1000)}</p>` : nothing;
    if (!this.workflow) {
      return html`<main class="narrow"><h1>Start a run</h1>${notice}
        ${this.list ? nothing : html`<p class="quiet">Loading …</p>`}
        ${this.list?.length === 0 && !this.unusable.length ? html`<p class="empty">There are no workflows${this.elsewhere ? '' : ' on the class path'}.</p>` : nothing}
        <ul class="choices">${this.list?.map(w => html`<li>
          <a href="/workflows/${encodeURIComponent(w.name)}">${safe(w.name, 100)}</a>${this.description(w.name)}</li>`)}</ul>
        ${this.unusable.length ? html`<section class="panel"><h2>Cannot be started</h2><ul class="plain">${this.unusable.map(w => html`<li>
          ${w.name ? html`<b>${safe(w.name, 100)}</b>` : nothing}<pre class="message" tabindex="0">${safe(w.reason, 4000)}</pre></li>`)}</ul></section>` : nothing}
        ${this.elsewhere ? html`<p class="quiet">Workflows that cannot be started are not listed: the page shows runs of another process or of a
          deployment, which reports them in its own output. Descriptions are those of the class path of the console.</p>` : nothing}
      </main>`;
    }
    const reason = this.unusable.find(w => w.name === this.workflow)?.reason;
    if (reason) {
      return html`<main><p class="crumbs"><a href="/workflows">Start a run</a></p>
        <div class="head"><h1>${safe(this.workflow, 100)}</h1></div>
        <div class="notice bad" role="alert"><b>It cannot be started.</b><pre class="message" tabindex="0">${safe(reason, 4000)}</pre></div>
        ${this.lastRuns()}</main>`;
    }
    return html`<main>
      <p class="crumbs"><a href="/workflows">Start a run</a></p>
      <div class="head"><h1>${safe(this.workflow, 100)}</h1></div>
      ${this.description(this.workflow)}
      ${notice}
      ${this.problem && !this.found ? this.lastRuns() : html`<div class="columns">
        <div>
          <section class="panel"><h2>Start a run</h2>${this.found ? html`
            <value-form .schema=${this.found.inputSchema} .value=${this.value} .errors=${this.errors}
              @change-value=${(/** @type {CustomEvent} */ e) => { this.value = e.detail; }}></value-form>
            <p><button class="primary" ?disabled=${this.busy} @click=${this.start}>Start</button>
              <a class="button" href="/runs?workflow=${encodeURIComponent(this.workflow)}">Its runs</a></p>`
            : html`<p class="quiet">Loading …</p>`}</section>
          ${this.lastRuns()}
          ${this.found ? html`<section class="panel"><h2>Types</h2>
            <h3>Input</h3>${typeView(this.found.inputSchema)}<h3>Output</h3>${typeView(this.found.outputSchema)}</section>` : nothing}
        </div>
        <div><workflow-plan .workflow=${this.workflow}></workflow-plan></div>
      </div>`}
    </main>`;
  }

  /** @param {string} name of a workflow */
  description(name) {
    const text = this.descriptions[name];
    return text ? html`<p class="quiet description">${safe(text, 500)}</p>` : nothing;
  }

  /** The last runs, and their durations and costs as bars from the earliest to the latest. */
  lastRuns() {
    if (!this.runs.length) {
      return nothing;
    }
    const took = (/** @type {any} */ run) => run.ended ? Date.parse(run.ended) - Date.parse(run.started) : 0;
    const longest = Math.max(1, ...this.runs.map(took));
    /** @returns {number | undefined} */
    const cost = (/** @type {any} */ run) => run.actions?.cost?.soFar;
    const costs = this.runs.map(cost).filter(known => known !== undefined);
    const most = Math.max(1e-12, ...costs);
    const text = (/** @type {any} */ run) => cost(run) === undefined ? '' : ', about ' + dollars(cost(run) ?? 0);
    const bars = (/** @type {string} */ what, /** @type {(run: any) => number} */ share) => html`
      <div class="histogram" role="img" aria-label=${what}>${[...this.runs].reverse().map(run => html`<i class="of${run.status}"
        title=${`${run.id}: ${statusText(run.status)}, ${runTime(run)}${text(run)}`}
        .style=${`height: ${Math.max(3, 48 * share(run))}px`}></i>`)}</div>`;
    return html`<section class="panel"><h2>Last runs</h2>
      <div class="trends"><figure><figcaption>Duration <span class="quiet">at most ${duration(longest)}</span></figcaption>
        ${bars(`Durations of the last runs: at most ${duration(longest)}`, run => took(run) / longest)}</figure>
      ${costs.length ? html`<figure title="At AWS's prices in us-east-1, as on the page of each run">
        <figcaption>Cost on AWS, about <span class="quiet">at most ${dollars(most)}</span></figcaption>
        ${bars(`Costs of the last runs on AWS: at most about ${dollars(most)}`, run => (cost(run) ?? 0) / most)}</figure>` : nothing}</div>
      <ul class="plain lastruns">${this.runs.slice(0, 8).map(run => html`<li>
        <span class="status ${run.status}">${statusText(run.status)}</span>
        <a href=${runAddress(run.id)}>${safe(run.id, 80)}</a>
        <span class="quiet">${time(run.started)}, ${runTime(run)}${text(run)}</span></li>`)}</ul></section>`;
  }
}

customElements.define('start-page', StartPage);
