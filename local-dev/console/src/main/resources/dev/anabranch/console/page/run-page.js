// One run: its graph, the items of its fan-outs, errors, answers that it waits for, output and files.
import { LitElement, html, nothing } from 'lit';
import { api } from './api.js';
import { dollars, duration, number, runTime, safe, simpleName, size, statusText, time } from './format.js';
import { jsonView } from './json-view.js';
import { actionAddress, go, replace, runAddress } from './navigation.js';
import { hasActions, total } from './nodes.js';
import { focusFrame, runGraph } from './run-graph.js';
import { ROW_PATH } from './run-items.js';
import { CHILDREN, RunModel, WAITING, rowOf } from './run-model.js';
import './action-drawer.js';
import './change-dialog.js';
import './run-timeline.js';

const POLL_MILLIS = 1500;
/** The minimum time between two pictures while items are read. */
const SHOW_MILLIS = 250;
/** The maximum time of a count before items are read without it. */
const MOST_COUNT_MILLIS = 2000;
/** The maximum number of reads after the end of a run. */
const MOST_ENDINGS = 3;
const PICTURE = /\.(png|jpe?g|gif|webp)$/i;

/** Returns the node and the row that the address names; empty without them. */
function placeOfAddress() {
  const query = new URLSearchParams(location.search);
  const row = query.get('row') ?? '';
  return { node: query.get('node') ?? '', row: ROW_PATH.test(row) ? row : '' };
}

class RunPage extends LitElement {
  static properties = {
    run: {}, action: {}, problem: { state: true }, selected: { state: true }, row: { state: true }, version: { state: true },
    output: { state: true }, input: { state: true }, files: { state: true }, asking: { state: true },
  };

  constructor() {
    super();
    this.run = '';
    /** @type {{node: string, path: string} | undefined} */
    this.action = undefined;
    this.model = new RunModel('', () => {});
    this.problem = '';
    /** The selected node. */
    this.selected = '';
    /** The row of a nested fan-out whose items are listed. */
    this.row = '';
    /** Whether the reader has selected a node, or works with its items: the page then selects no other. */
    this.chosen = false;
    /** Increases when data has been read, so that views are redrawn. */
    this.version = 0;
    /** When what has been read was shown last, and the timer that shows more. */
    this.shownAt = -SHOW_MILLIS;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.showing = undefined;
    /** The number of reads since the run has ended. */
    this.endings = 0;
    /** @type {any} */
    this.output = undefined;
    /** @type {any} */
    this.input = undefined;
    /** @type {any[]} */
    this.files = [];
    this.moreFiles = false;
    /** The change that the dialog asks for. @type {{mode: string, start?: any} | undefined} */
    this.asking = undefined;
  }

  /** Forgets the run before. */
  reset() {
    this.model.abort.abort();
    this.model = new RunModel(this.run, () => this.progress());
    this.forgetFiles();
    this.output = this.input = this.asking = undefined;
    this.problem = this.selected = this.row = '';
    this.chosen = false;
    this.version = this.endings = 0;
  }

  forgetFiles() {
    this.files.forEach(file => file.picture && URL.revokeObjectURL(file.picture));
    this.files = [];
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    // A link to a node of the same run.
    this.following = () => {
      const { node, row } = placeOfAddress();
      if (node && !this.action && (node !== this.selected || row !== this.row)) {
        this.select(node, row);
      }
    };
    addEventListener('popstate', this.following);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', /** @type {() => void} */ (this.following));
    this.model.abort.abort();
    clearTimeout(this.timer);
    this.forgetFiles();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('run')) {
      this.reset();
      document.title = safe(this.run, 60) + ' · Anabranch';
      clearTimeout(this.timer);
      this.load(this.model.signal);
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    // The address has what the reader has selected, also after an action is closed.
    const { model } = this;
    if (this.chosen && !this.action && model.layout && ['action', 'selected', 'row'].some(name => changed.has(name))) {
      replace(model.address(this.selected, model.nested().some(node => node.id === this.selected) ? this.row : ''));
    }
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const { model } = this;
    let isGone = false;
    try {
      const running = api.run(this.run, signal);
      // An ended run whose data is gone stays so.
      running.then(info => { isGone = info.status !== 'RUNNING'; }, problem => { isGone = problem.status === 404; });
      if (!model.layout) {
        await model.loadGraph(running);
        const place = this.action ? { node: this.action.node, row: rowOf(this.action.path) } : placeOfAddress();
        this.chosen = model.isSelectable(place.node);
        this.selected = this.chosen ? place.node : '';
        this.row = this.chosen ? model.fan(place.node, place.row)?.parents ?? '' : '';
      }
      const info = await running;
      if (signal.aborted) {
        return;
      }
      model.info = info;
      this.problem = '';
      this.version++;
      const counting = model.loadCounts();
      // In an account, a count of many actions takes longer than the first items.
      await Promise.race([counting, new Promise(resolve => setTimeout(resolve, MOST_COUNT_MILLIS))]);
      signal.throwIfAborted();
      await this.preselect(signal);
      await model.loadActions(this.selected, this.row);
      await model.loadModes();
      await model.loadExplained();
      await counting;
      signal.throwIfAborted();
      await model.loadNested(this.selected);
      this.version++;
      if (info.status !== 'RUNNING') {
        await this.loadEnd(signal);
        // The records of actions that were in flight change a little later.
        if (signal.aborted || this.endings++ >= MOST_ENDINGS || !model.hasRunning()) {
          return;
        }
      }
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      this.problem = /** @type {Error} */ (e).message;
      const { status } = /** @type {any} */ (e);
      if (isGone && status >= 400 && status < 500) {
        return;
      }
    }
    this.timer = setTimeout(() => this.load(signal), POLL_MILLIS);
  }

  /** Shows what has been read, a few times a second: that takes time if there are a million items. */
  progress() {
    this.showing ??= setTimeout(() => {
      this.showing = undefined;
      this.shownAt = performance.now();
      this.version++;
    }, Math.max(0, this.shownAt + SHOW_MILLIS - performance.now()));
  }

  /** The actions that have ended, and the time left if the others take as long. An answer can take any time. */
  ended() {
    const { info, costed, waiting } = this.model;
    const { expected, succeeded, failed, cached, aborted } = costed ?? {};
    const done = succeeded + failed + cached + aborted;
    const left = (Date.now() - Date.parse(info.started)) * (expected - done) / done;
    return info.status === 'RUNNING' && done < expected ? html`<div><dt>Progress</dt><dd>${number(done)} of ${number(expected)}${
      done && !waiting.length ? html` <span class="quiet">about ${duration(left)} left</span>` : nothing}</dd></div>` : nothing;
  }

  /** The estimated cost so far and the foreseen one. */
  cost() {
    const { info, costed } = this.model;
    const cost = costed?.cost;
    return cost ? html`<div title="At AWS's prices in us-east-1. The durations of functions are measured, the rest is as explain foresees. Further attempts are not included.">
      <dt>Cost on AWS, about</dt><dd>${dollars(cost.soFar)} <span class="quiet">${info.status === 'RUNNING' ? 'so far, ' : ''}${
        dollars(cost.foreseen)} foreseen</span></dd></div>`
      : costed?.costUnknown ? html`<div><dt>Cost on AWS</dt><dd>– <span class="quiet">${costed.costUnknown}</span></dd></div>` : nothing;
  }

  /** Reads the output and the files. One that cannot be read does not hide the others. @param {AbortSignal} signal */
  async loadEnd(signal) {
    const failed = (/** @type {Error} */ problem) => {
      if (!signal.aborted) {
        this.problem = problem.message;
      }
      return undefined;
    };
    if (this.model.info.status === 'SUCCEEDED') {
      const output = await api.part(this.run, 'output', signal).then(value => ({ value }), failed);
      this.output = signal.aborted || !output ? this.output : output;
    }
    const page = await api.part(this.run, 'files', signal).catch(failed);
    if (!page || signal.aborted) {
      return;
    }
    this.forgetFiles();
    this.files = page.items;
    this.moreFiles = Boolean(page.next);
    for (const file of page.items.filter((/** @type {any} */ f) => PICTURE.test(f.name)).slice(0, 8)) {
      const picture = await api.file(this.run, file).catch(failed);
      if (signal.aborted) {
        return;
      }
      if (picture) {
        file.picture = URL.createObjectURL(picture);
        this.version++;
      }
    }
  }

  /**
   * Selects the node in a fan-out that matters most, unless the reader has selected one: with failures, then the one with
   * the most actions. The selection stays if another node is only a little wider, so that it does not alternate in a live run.
   * @param {AbortSignal} signal
   */
  async preselect(signal) {
    if (this.chosen) {
      return;
    }
    const { model } = this;
    const inside = model.nodes.filter(n => hasActions(n) && model.enclosing(n).length > 0);
    // Without counts, nodes in a single fan-out come first.
    inside.sort((a, b) => model.enclosing(a).length - model.enclosing(b).length);
    const failed = (/** @type {string} */ id) => (model.counts(id)?.F ?? 0) > 0;
    const width = (/** @type {string} */ id) => total(model.counts(id));
    let best = inside.find(n => n.id === this.selected)?.id ?? inside[0]?.id ?? '';
    const started = width(best) > 0;
    for (const { id } of inside) {
      if (failed(id) !== failed(best) ? failed(id) : width(id) > (started && best === this.selected ? 2 : 1) * width(best)) {
        best = id;
      }
    }
    const toFailure = failed(best) && model.nested().some(n => n.id === best) && (best !== this.selected || this.row === '');
    if (best !== this.selected || toFailure) {
      const first = toFailure ? (await api.actions(this.run, { node: best, status: 'FAILED', limit: 1 }, signal)).items[0] : undefined;
      if (!this.chosen) {
        this.selected = best;
        this.row = first ? rowOf(first.path) : '';
      }
    }
  }

  /** @param {string} id */
  async fold(id) {
    const { model } = this;
    const { signal } = model;
    this.problem = '';
    try {
      await model.fold(id);
      this.version++;
      await this.updateComplete;
      focusFrame(this, id);
    } catch (e) {
      this.problem = signal.aborted ? this.problem : /** @type {Error} */ (e).message;
    }
  }

  /** @param {string} id @param {string} [row] without it, another node begins with the row of its first error */
  select(id, row = '') {
    const { model } = this;
    if (!model.isSelectable(id)) {
      return;
    }
    this.problem = '';
    const first = model.summaries.get(id)?.errors?.[0]?.examples[0];
    const fan = model.fan(id, row || (id === this.selected ? this.row : rowOf(first ?? '')));
    if (!fan) {
      go(model.href(id));
      return;
    }
    this.row = fan.parents;
    this.selected = id;
    this.chosen = true;
    const { progress, signal } = model;
    fan.load(progress, signal).then(() => model.loadNested(id)).then(progress, problem => {
      this.problem = signal.aborted ? this.problem : problem.message;
    });
  }

  /** The timeline of the whole run. */
  timeline() {
    const { info } = this.model;
    const { parts, rows, without } = this.model.timeline();
    return html`<run-timeline .parts=${parts} .rows=${rows} .without=${without} .since=${Date.parse(info.started)}
      .until=${info.status === 'RUNNING' ? undefined : Date.parse(info.ended) || 0}></run-timeline>`;
  }

  /** @param {string} of the run that was changed @param {any} run the run that the change returned; null for a deletion */
  changed(of, run) {
    // The reader can have gone elsewhere meanwhile.
    if (!this.isConnected || of !== this.run) {
      return;
    }
    if (!run) {
      go('/runs');
    } else if (run.id !== this.run) {
      go(runAddress(run.id));
    } else {
      clearTimeout(this.timer);
      this.model.restart();
      this.load(this.model.signal);
    }
  }

  render() {
    const { model } = this;
    const { info } = model;
    return html`<main>
      <p class="crumbs"><a href="/runs">Runs</a></p>
      <div class="head">
        <h1>${safe(this.run, 80)}</h1>
        ${info ? html`<span class="status ${info.status}">${statusText(info.status)}</span>` : nothing}
        <span class="grow"></span>
        ${info?.status === 'RUNNING'
          ? html`<button class="danger" @click=${() => { this.asking = { mode: 'cancel' }; }}>Cancel</button>` : nothing}
        ${info && info.status !== 'RUNNING' ? html`<button @click=${() => {
          this.asking = { mode: 'rerun', start: model.hasUnfinished() ? {} : { what: 'from' } };
        }}>${model.hasUnfinished() ? 'Rerun what failed' : 'Rerun'}</button>
        <button class="danger" @click=${() => { this.asking = { mode: 'delete' }; }}>Delete</button>` : nothing}
      </div>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 2000)}</p>` : nothing}
      ${!info && !this.problem ? html`<p class="quiet">Loading …</p>` : nothing}
      ${info ? this.body(info) : nothing}
      ${this.action ? html`<action-drawer .run=${this.run} .node=${this.action.node} .path=${this.action.path}
        .memory=${model.explained?.calls.find((/** @type {any} */ call) => call.node === this.action?.node)?.memoryMb ?? 0}
        .ended=${info ? info.status !== 'RUNNING' : false}
        .awaits=${model.nodes.some(n => n.id === this.action?.node && n.kind === 'await')}
        .schema=${model.answers[this.action.node]} .constants=${model.nodes.find(n => n.id === this.action?.node)?.answer?.prompt ?? null}
        @rerun=${(/** @type {CustomEvent} */ e) => { this.asking = { mode: 'rerun', start: e.detail }; }}></action-drawer>` : nothing}
      ${this.asking ? html`<change-dialog .runs=${[this.run]} .mode=${this.asking.mode} .nodes=${model.nodes} .start=${this.asking.start ?? {}}
        @changed=${(/** @type {CustomEvent} */ e) => this.changed(e.detail.run, e.detail.last)}
        @closed=${() => { this.asking = undefined; }}></change-dialog>` : nothing}
    </main>`;
  }

  /** @param {any} info */
  body(info) {
    const { model } = this;
    return html`
      <dl class="facts">
        <div><dt>Workflow</dt><dd><a href="/workflows/${encodeURIComponent(info.workflow)}">${safe(info.workflow, 80)}</a></dd></div>
        <div><dt>Started</dt><dd>${time(info.started)}</dd></div>
        <div><dt>Duration</dt><dd>${runTime(info)}</dd></div>
        ${this.ended()}
        ${this.cost()}
        ${info.parent ? html`<div><dt>Started by</dt><dd><a href=${
          actionAddress(info.parent.run, info.parent.node, info.parent.path)}>${safe(info.parent.run, 80)},
          ${safe(info.parent.node, 60)}${info.parent.path ? ` [${info.parent.path}]` : ''}</a></dd></div>` : nothing}
        ${info.rerunOf ? html`<div><dt>Rerun of</dt><dd><a href=${runAddress(info.rerunOf)}>${
          safe(info.rerunOf, 80)}</a>, <a href="/compare/${encodeURIComponent(info.rerunOf)}/${
          encodeURIComponent(this.run)}">compare</a></dd></div>` : nothing}
      </dl>
      ${info.error && (info.error.message || info.error.name !== info.status) ? html`<div class="notice bad"><b>${safe(simpleName(info.error.name), 200)}</b>
        ${info.error.node ? html` in <a href=${model.href(info.error.node, info.error.path)}>${
          safe(info.error.node, 80)}${info.error.path ? ` [${info.error.path}]` : ''}${
          info.error.label ? ` ${safe(info.error.label, 200)}` : ''}</a>` : nothing}
        <pre class="message" tabindex="0">${safe(info.error.message, 4000)}</pre></div>` : nothing}
      ${model.waiting.length ? html`<section class="panel"><h2>Waits for an answer</h2>
        <ul class="plain">${model.waiting.map(w => html`<li>
          <a href=${model.href(w.node, w.path)}>${
            safe(w.node, 80)}${w.path ? ` [${w.path}]` : ''}${w.label ? ` ${safe(w.label, 200)}` : ''}</a>
          <span class="quiet">since ${time(w.began)}${w.until ? `, until ${time(w.until)}` : ''}</span></li>`)}</ul>${
          model.moreWaiting ? html`<p class="quiet">The first ${WAITING} of each node are listed.</p>` : nothing}</section>` : nothing}
      <div class="columns">
        <section class="panel"><h2>Graph</h2>
          ${model.layout ? html`<div class="scroll">${runGraph(
            model.layout, n => model.counts(n), this.selected, n => this.select(n), n => model.isSelectable(n), n => this.fold(n),
            model.modes)}</div>` : nothing}
        </section>
        <section class="panel" @pointerdown=${() => { this.chosen = true; }} @keydown=${() => { this.chosen = true; }}><run-items
          .model=${model} .node=${this.selected} .row=${this.row} .version=${this.version}
          @row=${(/** @type {CustomEvent} */ e) => this.select(this.selected, e.detail)}
          @problem=${(/** @type {CustomEvent} */ e) => { this.problem = e.detail.message; }}></run-items></section>
      </div>
      ${model.singles.size || model.fans.size ? html`<section class="panel timeline">${this.timeline()}</section>` : nothing}
      ${model.startedRuns.items.length ? html`<section class="panel"><h2>Runs that it has started</h2>
        <div class="scroll"><table class="list compact"><thead><tr><th>Run</th><th>Status</th><th>Started by</th>
          <th class="right">Duration</th></tr></thead><tbody>${model.startedRuns.items.map(child => html`<tr>
          <td><a href=${runAddress(child.id)}>${safe(child.id, 80)}</a></td>
          <td><span class="status ${child.status}">${statusText(child.status)}</span></td>
          <td>${child.parent ? html`<a href=${model.href(child.parent.node, child.parent.path)}>${safe(child.parent.node, 60)}${
            child.parent.path ? ` [${child.parent.path}]` : ''}</a>` : nothing}</td>
          <td class="right">${runTime(child)}</td></tr>`)}</tbody></table></div>
        ${model.startedRuns.more ? html`<p class="quiet">The first ${CHILDREN} are listed.</p>` : nothing}</section>` : nothing}
      ${this.output ? html`<section class="panel"><h2>Output</h2>${jsonView(this.output.value)}</section>` : nothing}
      <section class="panel"><h2>Input</h2>${this.input ? jsonView(this.input.value) : html`
        <button class="small" @click=${() => this.showInput(model.signal)}>Show</button>`}</section>
      ${this.files.length ? html`<section class="panel"><h2>Files</h2><ul class="files">${this.files.map(f => html`<li>
        ${f.picture ? html`<img src=${f.picture} alt=${safe(f.name, 100)}>` : nothing}
        <button class="link" @click=${() => this.save(f)}>${safe(f.name, 100)}</button>
        <span class="quiet">${size(f.bytes)}, ${safe(f.node, 60)}${f.path ? ` [${f.path}]` : ''}</span></li>`)}</ul>${
          this.moreFiles ? html`<p class="quiet">The first ${number(this.files.length)} are listed.</p>` : nothing}</section>` : nothing}`;
  }

  /** @param {AbortSignal} signal */
  async showInput(signal) {
    this.problem = '';
    try {
      const value = await api.part(this.run, 'input', signal);
      this.input = signal.aborted ? this.input : { value };
    } catch (e) {
      this.problem = signal.aborted ? this.problem : /** @type {Error} */ (e).message;
    }
  }

  /** @param {any} file */
  async save(file) {
    this.problem = '';
    try {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await api.file(this.run, file));
      link.download = file.name;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (e) {
      this.problem = /** @type {Error} */ (e).message;
    }
  }
}

customElements.define('run-page', RunPage);
