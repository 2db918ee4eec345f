// What `explain` says about a workflow for a width, its graph and its state machine. The definition is that of the class
// path of the console.
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from './api.js';
import { counted, dollars, duration, number, safe } from './format.js';
import { focusFrame, runGraph } from './run-graph.js';

/** Steps of the slider for a factor of ten. */
const STEPS = 6;
const MOST_STATES = 60;

/** @typedef {{name: string, in: string, type: string, text: string}} State */

class WorkflowPlan extends LitElement {
  static properties = {
    workflow: {}, found: { state: true }, explained: { state: true }, step: { state: true }, problem: { state: true },
    search: { state: true }, layout: { state: true },
  };

  constructor() {
    super();
    this.workflow = '';
    /** @type {any} */
    this.found = undefined;
    /** @type {any} */
    this.explained = undefined;
    /** The graph with the folded frames as boxes. @type {any} */
    this.layout = undefined;
    /** @type {string[]} */
    this.folded = [];
    this.step = 3 * STEPS;
    this.problem = '';
    this.search = '';
    /** @type {State[]} */
    this.states = [];
    this.turn = 0;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('workflow')) {
      this.found = this.explained = this.layout = undefined;
      this.folded = [];
      this.problem = this.search = '';
      const workflow = this.workflow;
      Promise.all([api.definition(workflow), api.definitionLayout(workflow, [])]).then(([found, layout]) => {
        if (workflow === this.workflow) {
          this.found = found;
          this.layout = layout;
          this.states = statesOf(found.stateMachine, '');
          this.explain();
        }
      }, problem => { this.problem = problem.message; });
    }
  }

  /** Folds a frame of the graph, or unfolds it. @param {string} id */
  async fold(id) {
    const workflow = this.workflow;
    const folded = this.folded.includes(id) ? this.folded.filter(other => other !== id) : [...this.folded, id];
    try {
      const layout = await api.definitionLayout(workflow, folded);
      if (workflow === this.workflow) {
        this.layout = layout;
        this.folded = folded;
        await this.updateComplete;
        focusFrame(this, id);
      }
    } catch (e) {
      this.problem = /** @type {Error} */ (e).message;
    }
  }

  width() {
    return Math.round(10 ** (this.step / STEPS));
  }

  /** Explains the width of the slider; the latest wins. */
  async explain() {
    const turn = ++this.turn;
    try {
      const explained = await api.explain(this.workflow, { width: this.width() });
      if (turn === this.turn) {
        this.explained = explained;
        this.problem = '';
      }
    } catch (e) {
      if (turn === this.turn) {
        this.problem = /** @type {Error} */ (e).message;
      }
    }
  }

  render() {
    if (!this.found) {
      return this.problem ? html`<p class="quiet">${safe(this.problem, 500)}</p>` : nothing;
    }
    return html`<section class="panel"><h2>Graph</h2>
        <div class="scroll">${runGraph(this.layout, () => undefined, '', () => {}, () => false, id => this.fold(id))}</div></section>
      <section class="panel"><h2>Plan and cost</h2>${this.plan()}</section>
      <section class="panel"><h2>State machine</h2>${this.machine()}</section>`;
  }

  plan() {
    const all = this.explained;
    const at = all?.widths[0];
    const limit = [...(at?.limits ?? [])].sort((a, b) => b.seconds - a.seconds)[0];
    const nested = at?.fanOuts.some((/** @type {any} */ f) => f.items > f.width);
    return html`<label class="slider">Items of each ${nested ? 'outer ' : ''}fan-out <input type="range" min="0" max=${6 * STEPS} .value=${String(this.step)}
        aria-valuetext=${counted(this.width(), 'item')}
        @input=${(/** @type {any} */ e) => { this.step = Number(e.target.value); this.explain(); }}> <b>${number(this.width())}</b></label>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 500)}</p>` : nothing}
      ${at ? html`<dl class="facts">
          <div><dt>A run costs about</dt><dd>${dollars(at.bill.total)}</dd></div>
          <div><dt>It takes at least</dt><dd>${limit ? html`${duration(1000 * limit.seconds)}<br>
            <span class="quiet">${limitText(limit)}</span>` : ''}</dd></div>
          <div><dt>Invocations</dt><dd>${number(at.invocations)}</dd></div>
          <div><dt>State transitions</dt><dd>${number(at.transitions)}</dd></div></dl>
        ${at.fanOuts.length ? html`<div class="scroll"><table class="list compact"><thead><tr><th>Fan-out</th>
          <th>Mode</th><th class="right">Items</th><th class="right">Children</th></tr></thead><tbody>${at.fanOuts.map(
            (/** @type {any} */ f) => html`<tr><td>${safe(f.node, 80)}</td><td>${modeText(f.mode)}</td>
              <td class="right">${f.items > f.width ? `${number(f.items / f.width)} × ${number(f.width)}` : number(f.items)}</td><td class="right">${number(f.children)}</td></tr>`)}</tbody></table></div>` : nothing}
        <h3>Bill</h3>${meters(Object.entries(at.bill.services).map(([name, cost]) => ({
          name, share: cost / Math.max(at.bill.total, 1e-12), text: dollars(cost), bad: false })))}
        <h3>Quotas</h3>${meters([...at.quotas].sort((a, b) => b.percent - a.percent).slice(0, 6).map(q => ({
          name: q.what, share: q.percent / 100, text: `${Math.round(q.percent)} %`, title: `${number(q.used)} of ${number(q.quota)}`, bad: q.percent > 100 })))}`
        : this.problem ? nothing : html`<p class="quiet">Reading …</p>`}`;
  }

  machine() {
    const text = this.search.toLowerCase();
    const fitting = this.states.filter(state => !text || (state.name + state.text).toLowerCase().includes(text));
    return html`<div class="row"><label>Find <input type="search" placeholder="state, type or text" .value=${this.search}
        @input=${(/** @type {any} */ e) => { this.search = e.target.value; }}></label>
      <span class="quiet" aria-live="polite">${number(fitting.length)} of ${counted(this.states.length, 'state')}</span></div>
      <div class="states">${repeat(fitting.slice(0, MOST_STATES), state => state.in + '\n' + state.name, state => html`<details><summary>${safe(state.name, 100)}
        <span class="quiet">${state.type}${state.in ? `, in ${safe(state.in, 80)}` : ''}</span></summary>
        <pre class="message" tabindex="0">${safe(state.text, 20_000)}</pre></details>`)}
        ${fitting.length > MOST_STATES ? html`<p class="quiet">and ${number(fitting.length - MOST_STATES)} more</p>` : nothing}</div>`;
  }
}

/** Returns what limits the time of a run. @param {{id: string, what: string, quota: number}} limit */
function limitText(limit) {
  return limit.id === 'work' ? `limited by the ${safe(limit.what, 80)}`
    : `limited by the quota of ${number(limit.quota)} ${safe(limit.what.replace(/, (.*)$/, ' in $1'), 80)}`;
}

/** @param {string} mode */
function modeText(mode) {
  return mode === 'express' ? 'Distributed Map, Express children' : mode === 'standard' ? 'Distributed Map, Standard children' : mode;
}

/** @param {{name: string, share: number, text: string, title?: string, bad: boolean}[]} rows */
function meters(rows) {
  return html`<ul class="bars meters">${rows.map(row => html`<li title=${row.title ?? nothing}><span>${safe(row.name, 80)}</span>
    <span class="track"><i class=${row.bad ? 'FAILED' : 'METER'} .style=${`width: ${Math.min(100, 100 * row.share)}%`}></i></span>
    <span class="quiet">${row.text}</span></li>`)}</ul>`;
}

/** Returns the states of a state machine and of the processors in it. @param {any} machine @param {string} inside @returns {State[]} */
function statesOf(machine, inside) {
  return Object.entries(machine.States ?? {}).flatMap(([name, state]) => {
    const any = /** @type {any} */ (state);
    const { ItemProcessor, Branches, ...own } = any;
    const nested = [ItemProcessor, ...(Branches ?? [])].filter(Boolean).flatMap(part => statesOf(part, name));
    return [{ name, in: inside, type: any.Type, text: JSON.stringify(own, null, 2) }, ...nested];
  });
}

customElements.define('workflow-plan', WorkflowPlan);
