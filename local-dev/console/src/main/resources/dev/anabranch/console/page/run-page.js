// One run: its graph, the items of its fan-outs, errors, answers that it waits for, output and files.
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from './api.js';
import { RANGES, ROUNDED, atMost, bucketEnd } from './cells.js';
import { FanOut } from './fan-out.js';
import { LETTERS, between, counted, dollars, duration, number, runTime, safe, simpleName, size, statusText, time } from './format.js';
import { jsonView } from './json-view.js';
import { go, replace } from './navigation.js';
import { NodeSummary, countsOf, enclosing, hasActions, quantile, total } from './nodes.js';
import { focusFrame, runGraph } from './run-graph.js';
import './action-drawer.js';
import './change-dialog.js';
import './heat-map.js';
import { ItemRows } from './item-rows.js';
import './row-map.js';
import { timelinesOfAction } from './run-timeline.js';
import { metricsTable, progressBar } from './telemetry.js';

const POLL_MILLIS = 1500;
/** The minimum time between two pictures while items are read. */
const SHOW_MILLIS = 250;
const ROW = 30;
const VISIBLE_ROWS = 12;
/** The maximum number of started runs that are listed. */
const CHILDREN = 50;
/** The maximum number of actions that the timeline shows as single bars. */
const SINGLE_BARS = 60;
/** The maximum time of a count before items are read without it. */
const MOST_COUNT_MILLIS = 2000;
/** The maximum number of waits for an answer of each node, and of errors, that are listed. */
const WAITING = 20;
const CLUSTERS = 20;
/** The maximum number of reads after the end of a run. */
const MOST_ENDINGS = 3;
/** The maximum height of a list in pixels: browsers draw elements of up to 16 million. */
const TALLEST = 8_000_000;
const ROW_PATH = /^\d{1,9}(\.\d{1,9})*$/;
const PICTURE = /\.(png|jpe?g|gif|webp)$/i;

/** Returns the row of an item in a nested fan-out, such as 3 of 3.17. @param {string} path */
const rowOf = path => path.split('.').slice(0, -1).join('.');

/** Returns the node and the row that the address names; empty without them. */
function placeOfAddress() {
  const query = new URLSearchParams(location.search);
  const row = query.get('row') ?? '';
  return { node: query.get('node') ?? '', row: ROW_PATH.test(row) ? row : '' };
}

class RunPage extends LitElement {
  static properties = {
    run: {}, action: {}, info: { state: true }, layout: { state: true }, problem: { state: true },
    selected: { state: true }, version: { state: true }, filter: { state: true }, top: { state: true },
    output: { state: true }, input: { state: true }, files: { state: true }, waiting: { state: true },
    parents: { state: true }, asking: { state: true }, bucket: { state: true },
  };

  constructor() {
    super();
    this.run = '';
    /** @type {{node: string, path: string} | undefined} */
    this.action = undefined;
    this.abort = new AbortController();
    /** @type {any} */
    this.info = undefined;
    /** @type {any} */
    this.layout = undefined;
    /** @type {any[]} */
    this.nodes = [];
    /** The only action of nodes outside fan-outs. @type {Map<string, any>} */
    this.singles = new Map();
    /** @type {Map<string, FanOut>} */
    this.fans = new Map();
    /** The rows of nested fan-outs, by node. @type {Map<string, ItemRows>} */
    this.rows = new Map();
    /** What the actions of all rows of nested fan-outs have in common, by node. @type {Map<string, NodeSummary>} */
    this.summaries = new Map();
    this.problem = '';
    this.selected = '';
    this.parents = '';
    this.version = 0;
    /** When what has been read was shown last, and the timer that shows more. */
    this.shownAt = -SHOW_MILLIS;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.showing = undefined;
    this.filter = '';
    /** The power of two of the duration of the listed items; -1 for all. */
    this.bucket = -1;
    this.top = 0;
    /** @type {any} */
    this.output = undefined;
    /** @type {any} */
    this.input = undefined;
    /** @type {any[]} */
    this.files = [];
    this.moreFiles = false;
    /** @type {any[]} */
    this.waiting = [];
    this.moreWaiting = false;
    /** The number of reads since the run has ended. */
    this.endings = 0;
    /** All actions if they are few. @type {any[]} */
    this.bars = [];
    /** The JSON Schemas of answers by node. @type {Record<string, any>} */
    this.answers = {};
    /** The layout without folded frames. @type {any} */
    this.unfolded = undefined;
    /** The frames of the graph whose insides are not drawn. @type {string[]} */
    this.folded = [];
    /** The runs that this run has started, and whether there are more. @type {{items: any[], more: boolean}} */
    this.startedRuns = { items: [], more: false };
    /** The explanation of the workflow for the widths of this run. @type {any} */
    this.explained = undefined;
    /** The numbers of actions of the run and what it costs. @type {any} */
    this.costed = undefined;
    /** The numbers of actions by node. @type {Map<string, any>} */
    this.tallies = new Map();
    /** Whether the reader has selected a node, or works with its items: the page then selects no other. */
    this.chosen = false;
    /** The widths that it is for. */
    this.explainedFor = '';
    /** The change that the dialog asks for. @type {{mode: string, start?: any} | undefined} */
    this.asking = undefined;
  }

  /** Forgets the run before. */
  reset() {
    this.abort.abort();
    this.abort = new AbortController();
    this.info = this.layout = this.output = this.input = this.costed = undefined;
    this.nodes = [];
    this.forgetFiles();
    this.waiting = [];
    this.folded = [];
    this.bars = [];
    this.explained = undefined;
    this.explainedFor = '';
    this.answers = {};
    this.startedRuns = { items: [], more: false };
    this.asking = undefined;
    this.tallies.clear();
    this.chosen = false;
    this.singles.clear();
    this.fans.clear();
    this.rows.clear();
    this.summaries.clear();
    this.problem = this.selected = this.parents = this.filter = '';
    this.version = this.top = this.endings = 0;
    this.bucket = -1;
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
      if (node && !this.action && (node !== this.selected || row !== this.parents)) {
        this.select(node, row);
      }
    };
    addEventListener('popstate', this.following);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('popstate', /** @type {() => void} */ (this.following));
    this.abort.abort();
    clearTimeout(this.timer);
    this.forgetFiles();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('run')) {
      this.reset();
      document.title = safe(this.run, 60) + ' · Anabranch';
      clearTimeout(this.timer);
      this.load(this.abort.signal);
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (['filter', 'bucket', 'selected', 'parents'].some(name => changed.has(name))) {
      this.querySelector('.rows')?.scrollTo(0, 0);
    }
    // The address has what the reader has selected, also after an action is closed.
    if (this.chosen && !this.action && this.layout && ['action', 'selected', 'parents'].some(name => changed.has(name))) {
      replace(this.address(this.selected, this.nested().some(node => node.id === this.selected) ? this.parents : ''));
    }
  }

  /** Returns the address of this view with a selected node. @param {string} node @param {string} row */
  address(node, row) {
    return `/runs/${encodeURIComponent(this.run)}?${new URLSearchParams(row ? { node, row } : { node })}`;
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    let isGone = false;
    try {
      const running = api.run(this.run, signal);
      // An ended run whose data is gone stays so.
      running.then(info => { isGone = info.status !== 'RUNNING'; }, problem => { isGone = problem.status === 404; });
      if (!this.layout) {
        const [info, graph, layout] = await Promise.all([running, api.part(this.run, 'graph', signal), api.layout(this.run, [], signal)]);
        if (signal.aborted) {
          return;
        }
        this.nodes = graph.nodes;
        this.layout = this.unfolded = layout;
        if (graph.nodes.some((/** @type {any} */ node) => node.kind === 'await')) {
          const known = await api.workflows().catch(() => ({ items: [] }));
          const answers = known.items.some((/** @type {any} */ workflow) => workflow.name === info.workflow)
            ? (await api.workflow(info.workflow).catch(() => ({}))).answerSchemas ?? {} : {};
          if (signal.aborted) {
            return;
          }
          this.answers = answers;
        }
        const place = this.action ? { node: this.action.node, row: rowOf(this.action.path) } : placeOfAddress();
        this.chosen = this.nodes.some(node => node.id === place.node && hasActions(node));
        this.selected = this.chosen ? place.node : '';
        this.parents = this.chosen ? place.row : '';
      }
      const info = await running;
      if (signal.aborted) {
        return;
      }
      this.info = info;
      this.problem = '';
      const counting = this.loadCounts(signal);
      // In an account, a count of many actions takes longer than the first items.
      await Promise.race([counting, new Promise(resolve => setTimeout(resolve, MOST_COUNT_MILLIS))]);
      await this.preselect(signal);
      await this.loadActions(signal);
      await this.loadExplained(signal);
      await counting;
      await this.loadNested(signal);
      this.version++;
      if (info.status !== 'RUNNING') {
        await this.loadEnd(signal);
        // The records of actions that were in flight change a little later.
        if (this.endings++ >= MOST_ENDINGS || !(this.waiting.length || [...this.fans.values()].some(fan => fan.counts().R)
          || [...this.singles.values()].some(action => action.status === 'RUNNING'))) {
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

  /** Reads the numbers of actions of all nodes, nested or not. @param {AbortSignal} signal */
  async loadCounts(signal) {
    try {
      const costed = await api.cost(this.run, signal);
      this.costed = costed;
      this.tallies = new Map((costed.nodes ?? []).map((/** @type {any} */ node) => [node.node, node]));
      this.progress();
    } catch {
      // Without the counts, the page shows the run without its cost.
    }
  }

  /** Reads what the actions of all rows of nested fan-outs have in common. @param {AbortSignal} signal */
  async loadNested(signal) {
    for (const node of this.nested()) {
      const summary = this.summaries.get(node.id) ?? new NodeSummary(this.run, node.id);
      this.summaries.set(node.id, summary);
      await summary.load(this.counts(node.id) ?? {}, node.id === this.selected, signal);
    }
  }

  /** Returns the nodes in nested fan-outs. */
  nested() {
    return this.nodes.filter(node => hasActions(node) && this.enclosing(node).length > 1);
  }

  /** @param {AbortSignal} signal */
  async loadActions(signal) {
    const progress = () => this.progress();
    // What is selected is in view.
    for (const node of [...this.nodes].sort((a, b) => Number(b.id === this.selected) - Number(a.id === this.selected))) {
      if (!hasActions(node)) {
        continue;
      }
      const depth = this.enclosing(node).length;
      if (depth === 0) {
        const known = this.singles.get(node.id);
        if (!known || known.status === 'RUNNING' || (known.status === 'FAILED' && !known.spent)) {
          const found = (await api.actions(this.run, { node: node.id, limit: 1 }, signal)).items[0];
          if (found) {
            this.singles.set(node.id, found);
          }
          progress();
        }
      } else if (depth === 1 || node.id === this.selected) {
        const parents = depth === 1 ? '' : this.parentsFor(depth);
        await this.fan(node.id, parents).load(progress, signal);
        await this.rows.get(node.id)?.refresh(progress, signal);
      }
    }
    await this.loadWaiting(signal);
    if (this.nodes.some(node => node.kind === 'run')) {
      const page = await api.children(this.run, { limit: CHILDREN }, signal);
      this.startedRuns = { items: page.items, more: Boolean(page.next) };
    }
    const known = [...this.fans.values()].reduce((sum, fan) => sum + fan.width, this.singles.size);
    const all = known <= SINGLE_BARS ? await api.actions(this.run, { limit: SINGLE_BARS }, signal) : { items: [], next: '' };
    this.bars = all.next === undefined ? all.items.filter((/** @type {any} */ action) => action.began
      && this.nodes.some(node => node.id === action.node && hasActions(node))) : [];
    progress();
  }

  /** Shows what has been read, a few times a second: that takes time if there are a million items. */
  progress() {
    this.showing ??= setTimeout(() => {
      this.showing = undefined;
      this.shownAt = performance.now();
      this.version++;
    }, Math.max(0, this.shownAt + SHOW_MILLIS - performance.now()));
  }

  /**
   * Reads the explanation once, because the page shows only the memory of its calls, which depends on no width. The run may
   * have other fan-outs than the definition. There is none if the workflow is not on the class path.
   * @param {AbortSignal} signal
   */
  async loadExplained(signal) {
    if (!this.explainedFor) {
      this.explainedFor = this.info.workflow;
      const explained = await api.explain(this.info.workflow, { width: 1 }).catch(() => undefined);
      if (!signal.aborted) {
        this.explained = explained;
        this.version++;
      }
    }
  }

  /** The actions that have ended, and the time left if the others take as long. An answer can take any time. */
  ended() {
    const { expected, succeeded, failed, cached, aborted } = this.costed ?? {};
    const done = succeeded + failed + cached + aborted;
    const left = (Date.now() - Date.parse(this.info.started)) * (expected - done) / done;
    return this.info.status === 'RUNNING' && done < expected ? html`<div><dt>Progress</dt><dd>${number(done)} of ${number(expected)}${
      done && !this.waiting.length ? html` <span class="quiet">about ${duration(left)} left</span>` : nothing}</dd></div>` : nothing;
  }

  /** The estimated cost so far and the foreseen one. */
  cost() {
    const cost = this.costed?.cost;
    return cost ? html`<div title="At AWS's prices in us-east-1. The durations of functions are measured, the rest is as explain foresees. Further attempts are not included.">
      <dt>Cost on AWS, about</dt><dd>${dollars(cost.soFar)} <span class="quiet">${this.info.status === 'RUNNING' ? 'so far, ' : ''}${
        dollars(cost.foreseen)} foreseen</span></dd></div>`
      : this.costed?.costUnknown ? html`<div><dt>Cost on AWS</dt><dd>– <span class="quiet">${this.costed.costUnknown}</span></dd></div>` : nothing;
  }

  /** @param {AbortSignal} signal */
  async loadWaiting(signal) {
    /** @type {any[]} */
    let waiting = [];
    let more = false;
    for (const node of this.nodes.filter(n => n.kind === 'await')) {
      const page = await api.actions(this.run, { node: node.id, status: 'RUNNING', limit: WAITING }, signal);
      waiting = waiting.concat(page.items);
      more ||= Boolean(page.next) && page.items.length === WAITING;
    }
    this.waiting = waiting;
    this.moreWaiting = more;
  }

  /** Reads the output and the files. One that cannot be read does not hide the others. @param {AbortSignal} signal */
  async loadEnd(signal) {
    const failed = (/** @type {Error} */ problem) => {
      if (!signal.aborted) {
        this.problem = problem.message;
      }
      return undefined;
    };
    if (this.info.status === 'SUCCEEDED') {
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

  /** Returns the fan-outs around a node, outermost first. @param {any} node */
  enclosing(node) {
    return enclosing(this.nodes, node);
  }

  /** @param {number} depth */
  parentsFor(depth) {
    const given = this.parents.split('.').filter(p => p !== '');
    return Array.from({ length: depth - 1 }, (_, i) => given[i] ?? '0').join('.');
  }

  /** @param {string} node @param {string} parents */
  fan(node, parents) {
    const key = node + '\n' + parents;
    let fan = this.fans.get(key);
    if (!fan) {
      fan = new FanOut(this.run, node, parents);
      this.fans.set(key, fan);
    }
    return fan;
  }

  selectedFan() {
    const node = this.nodes.find(n => n.id === this.selected);
    const depth = node ? this.enclosing(node).length : 0;
    return depth ? this.fan(this.selected, depth === 1 ? '' : this.parentsFor(depth)) : undefined;
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
    const inside = this.nodes.filter(n => hasActions(n) && this.enclosing(n).length > 0);
    // Without counts, nodes in a single fan-out come first.
    inside.sort((a, b) => this.enclosing(a).length - this.enclosing(b).length);
    const failed = (/** @type {string} */ id) => (this.counts(id)?.F ?? 0) > 0;
    const width = (/** @type {string} */ id) => total(this.counts(id));
    let best = inside.find(n => n.id === this.selected)?.id ?? inside[0]?.id ?? '';
    const started = width(best) > 0;
    for (const { id } of inside) {
      if (failed(id) !== failed(best) ? failed(id) : width(id) > (started && best === this.selected ? 2 : 1) * width(best)) {
        best = id;
      }
    }
    const toFailure = failed(best) && this.nested().some(n => n.id === best) && (best !== this.selected || this.parents === '');
    if (best !== this.selected || toFailure) {
      const first = toFailure ? (await api.actions(this.run, { node: best, status: 'FAILED', limit: 1 }, signal)).items[0] : undefined;
      if (!this.chosen) {
        this.selected = best;
        this.parents = first ? rowOf(first.path) : '';
      }
    }
  }

  /** Returns the rows of a node in a nested fan-out. @param {string} node @param {number} depth */
  rowsOf(node, depth) {
    let rows = this.rows.get(node);
    if (!rows) {
      rows = new ItemRows(this.run, node, depth);
      this.rows.set(node, rows);
    }
    return rows;
  }

  /** The rows of a nested fan-out, and the row whose items follow. @param {FanOut} fan @param {number} depth */
  nestedItems(fan, depth) {
    const rows = this.rowsOf(fan.node, depth);
    const { signal } = this.abort;
    const choose = (/** @type {string} */ parents) => this.select(this.selected, parents);
    return html`<row-map .rows=${rows} .version=${this.version} .selected=${fan.parents}
        @show-rows=${(/** @type {CustomEvent} */ e) => rows.show(e.detail.first, e.detail.last, () => this.progress(), signal)
          .catch(problem => { this.problem = signal.aborted ? this.problem : problem.message; })}
        @open-path=${(/** @type {CustomEvent} */ e) => this.open(fan.node, e.detail)}
        @open-row=${(/** @type {CustomEvent} */ e) => choose(e.detail)}></row-map>
      ${this.allRows(fan.node)}
      <div class="row goto"><h3>Items of row</h3> <input class="narrowinput" aria-label="Items of row" .value=${fan.parents}
        @input=${(/** @type {any} */ e) => e.target.setCustomValidity('')}
        @change=${(/** @type {any} */ e) => {
          const row = e.target.value.trim();
          e.target.setCustomValidity(ROW_PATH.test(row) ? '' : `Enter the indexes of a row, such as ${depth > 2 ? '2.17' : '2'}.`);
          if (e.target.reportValidity()) {
            choose(row);
          }
        }}>
        ${fan.width ? html`<span class="quiet">${counted(fan.width, 'item')}</span>` : nothing}</div>`;
  }

  /** What the items of all rows have in common: errors, reports and durations. @param {string} node */
  allRows(node) {
    const summary = this.summaries.get(node);
    if (!summary?.errors || !summary.telemetry) {
      return nothing;
    }
    return html`${this.clusters(summary.errors, 'Errors of all rows', path => this.href(node, String(path)))}
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

  /** Folds a frame of the graph, or unfolds it. @param {string} id */
  async fold(id) {
    const folded = this.folded.includes(id) ? this.folded.filter(other => other !== id) : [...this.folded, id];
    const { signal } = this.abort;
    try {
      this.layout = await api.layout(this.run, folded, signal);
      this.folded = folded;
      await this.updateComplete;
      focusFrame(this, id);
    } catch (e) {
      if (!signal.aborted) {
        this.problem = /** @type {Error} */ (e).message;
      }
    }
  }

  /** @param {string} id @param {string} [row] without it, another node begins with the row of its first error */
  select(id, row = '') {
    const node = this.nodes.find(n => n.id === id);
    if (!node || !hasActions(node)) {
      return;
    }
    if (this.enclosing(node).length === 0) {
      this.open(id, '');
      return;
    }
    const first = this.summaries.get(id)?.errors?.[0]?.examples[0];
    this.parents = row || (id === this.selected ? this.parents : rowOf(first ?? ''));
    this.selected = id;
    this.chosen = true;
    this.filter = '';
    this.bucket = -1;
    this.top = 0;
    const fan = this.selectedFan();
    const { signal } = this.abort;
    fan?.load(() => this.progress(), signal).then(() => this.loadNested(signal)).then(() => this.progress(), problem => {
      this.problem = signal.aborted ? this.problem : problem.message;
    });
  }

  /** @param {string} node @param {string} path */
  open(node, path) {
    go(`/runs/${encodeURIComponent(this.run)}/actions/${encodeURIComponent(node)}${path === '' ? '' : '/' + path}`);
  }

  /** @param {number} index */
  openItem(index) {
    const fan = this.selectedFan();
    if (fan) {
      this.open(fan.node, fan.parents === '' ? String(index) : `${fan.parents}.${index}`);
    }
  }

  /** @param {string} node or a folded frame */
  counts(node) {
    if (this.folded.includes(node)) {
      return this.countsInside(node);
    }
    const single = this.singles.get(node);
    if (single) {
      return { [single.status[0]]: 1 };
    }
    const found = this.nodes.find(n => n.id === node);
    const tally = this.tallies.get(node);
    const depth = found ? this.enclosing(found).length : 0;
    const fan = depth === 1 ? this.fans.get(node + '\n') : undefined;
    // The numbers of an incomplete count are minima.
    return fan?.width && (!tally || this.costed.partial) ? fan.counts() : tally && depth ? countsOf(tally) : undefined;
  }

  /** Adds the counts of the nodes in a frame, as far as they are known. @param {string} frame @returns {Record<string, number>} */
  countsInside(frame) {
    /** @type {Record<string, number>} */
    const sums = {};
    const { frames, boxes } = this.unfolded;
    const within = (/** @type {any} */ part) => {
      for (let at = part.in; at; at = frames.find((/** @type {any} */ f) => f.id === at)?.in) {
        if (at === frame) {
          return true;
        }
      }
      return false;
    };
    for (const box of boxes.filter(within)) {
      for (const [letter, count] of Object.entries(box.id.startsWith('call:') ? this.counts(box.id.slice('call:'.length)) ?? {} : {})) {
        sums[letter] = (sums[letter] ?? 0) + count;
      }
    }
    return sums;
  }

  /** @param {string} node @param {string} [path] */
  href(node, path) {
    return `/runs/${encodeURIComponent(this.run)}/actions/${encodeURIComponent(node)}${path ? '/' + path : ''}`;
  }

  /** The timeline of the whole run. */
  timeline() {
    const left = this.bars.length ? [] : this.nested().filter(node => this.summaries.get(node.id)?.partial);
    const parts = this.bars.length ? this.bars.flatMap(timelinesOfAction)
      : [...this.singles.values()].flatMap(timelinesOfAction)
        .concat([...this.fans.values()].filter(fan => fan.parents === '').flatMap(fan => fan.timeline() ?? []))
        .concat(this.nested().flatMap(node => this.summaries.get(node.id)?.timeline ?? []));
    return html`<run-timeline .parts=${parts} .rows=${this.bars.length ? this.singleBars() : this.nodeBars()}
      .since=${Date.parse(this.info.started)} .until=${this.info.status === 'RUNNING' ? undefined : Date.parse(this.info.ended) || 0}
      .without=${left.map(node => node.id)}></run-timeline>`;
  }

  /** One bar for each action. */
  singleBars() {
    return this.bars.map(action => ({
      label: `${action.node}${action.path ? ` [${action.path}]` : ''}${action.label ? ' ' + action.label : ''}`,
      href: this.href(action.node, action.path), from: Date.parse(action.began),
      to: action.status === 'RUNNING' ? undefined : Date.parse(action.finished ?? action.began), status: action.status,
    })).sort((a, b) => a.from - b.from);
  }

  /** One bar for each node, from its first action to its last. */
  nodeBars() {
    /** @type {import('./run-timeline.js').Row[]} */
    const rows = [];
    for (const node of this.nodes) {
      const action = this.singles.get(node.id);
      const nested = this.summaries.get(node.id);
      const times = nested ? nested.timeline : this.fans.get(node.id + '\n')?.timeline();
      if (action?.began) {
        rows.push({
          label: node.id, href: this.href(node.id), from: Date.parse(action.began),
          to: action.status === 'RUNNING' ? undefined : Date.parse(action.finished ?? action.began), status: action.status,
        });
      } else if (times) {
        const counts = this.counts(node.id) ?? {};
        const open = counts.R || (this.info.status === 'RUNNING' && counts['.']);
        rows.push({
          label: node.id, href: nested ? this.address(node.id, '') : this.href(node.id, '0'), from: times.from,
          to: open ? undefined : times.from + times.began.length * times.bucket,
          status: open ? 'RUNNING' : counts.F && this.info.status !== 'SUCCEEDED' ? 'FAILED' : counts.A ? 'ABORTED'
            : counts.C && !counts.S && !counts.F ? 'CACHED' : 'SUCCEEDED',
        });
      }
    }
    return rows.sort((a, b) => a.from - b.from);
  }

  /** @param {any} run the run that the change returned */
  changed(run) {
    if (run?.id && run.id !== this.run) {
      go('/runs/' + encodeURIComponent(run.id));
    } else {
      clearTimeout(this.timer);
      this.abort.abort();
      this.abort = new AbortController();
      this.load(this.abort.signal);
    }
  }

  /** Returns whether a rerun has something to compute without a selection. */
  hasUnfinished() {
    return this.info.status !== 'SUCCEEDED' || Boolean(this.costed?.failed || this.costed?.aborted)
      || this.nodes.some(node => this.counts(node.id)?.F || this.counts(node.id)?.A);
  }

  render() {
    const info = this.info;
    return html`<main>
      <p class="crumbs"><a href="/runs">Runs</a></p>
      <div class="head">
        <h1>${safe(this.run, 80)}</h1>
        ${info ? html`<span class="status ${info.status}">${statusText(info.status)}</span>` : nothing}
        <span class="grow"></span>
        ${info?.status === 'RUNNING'
          ? html`<button class="danger" @click=${() => { this.asking = { mode: 'cancel' }; }}>Cancel</button>` : nothing}
        ${info && info.status !== 'RUNNING' ? html`<button @click=${() => {
          this.asking = { mode: 'rerun', start: this.hasUnfinished() ? {} : { what: 'from' } };
        }}>${this.hasUnfinished() ? 'Rerun what failed' : 'Rerun'}</button>` : nothing}
      </div>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 2000)}</p>` : nothing}
      ${!info && !this.problem ? html`<p class="quiet">Loading …</p>` : nothing}
      ${info ? this.body(info) : nothing}
      ${this.action ? html`<action-drawer .run=${this.run} .node=${this.action.node} .path=${this.action.path}
        .memory=${this.explained?.calls.find((/** @type {any} */ call) => call.node === this.action?.node)?.memoryMb ?? 0}
        .ended=${info ? info.status !== 'RUNNING' : false}
        .awaits=${this.nodes.some(n => n.id === this.action?.node && n.kind === 'await')}
        .schema=${this.answers[this.action.node]} .constants=${this.nodes.find(n => n.id === this.action?.node)?.answer?.prompt ?? null}
        @rerun=${(/** @type {CustomEvent} */ e) => { this.asking = { mode: 'rerun', start: e.detail }; }}></action-drawer>` : nothing}
      ${this.asking ? html`<change-dialog .runs=${[this.run]} .mode=${this.asking.mode} .nodes=${this.nodes} .start=${this.asking.start ?? {}}
        @changed=${(/** @type {CustomEvent} */ e) => this.changed(e.detail)}
        @closed=${() => { this.asking = undefined; }}></change-dialog>` : nothing}
    </main>`;
  }

  /** @param {any} info */
  body(info) {
    return html`
      <dl class="facts">
        <div><dt>Workflow</dt><dd><a href="/workflows/${encodeURIComponent(info.workflow)}">${safe(info.workflow, 80)}</a></dd></div>
        <div><dt>Started</dt><dd>${time(info.started)}</dd></div>
        <div><dt>Duration</dt><dd>${runTime(info)}</dd></div>
        ${this.ended()}
        ${this.cost()}
        ${info.parent ? html`<div><dt>Started by</dt><dd><a href=${`/runs/${encodeURIComponent(info.parent.run)}/actions/${
          encodeURIComponent(info.parent.node)}${info.parent.path ? '/' + info.parent.path : ''}`}>${safe(info.parent.run, 80)},
          ${safe(info.parent.node, 60)}${info.parent.path ? ` [${info.parent.path}]` : ''}</a></dd></div>` : nothing}
        ${info.rerunOf ? html`<div><dt>Rerun of</dt><dd><a href="/runs/${encodeURIComponent(info.rerunOf)}">${
          safe(info.rerunOf, 80)}</a>, <a href="/compare/${encodeURIComponent(info.rerunOf)}/${
          encodeURIComponent(this.run)}">compare</a></dd></div>` : nothing}
      </dl>
      ${info.error && (info.error.message || info.error.name !== info.status) ? html`<div class="notice bad"><b>${safe(simpleName(info.error.name), 200)}</b>
        ${info.error.node ? html` in <a href=${`/runs/${encodeURIComponent(this.run)}/actions/${
          encodeURIComponent(info.error.node)}${info.error.path ? '/' + info.error.path : ''}`}>${
          safe(info.error.node, 80)}${info.error.path ? ` [${info.error.path}]` : ''}${
          info.error.label ? ` ${safe(info.error.label, 200)}` : ''}</a>` : nothing}
        <pre class="message" tabindex="0">${safe(info.error.message, 4000)}</pre></div>` : nothing}
      ${this.waiting.length ? html`<section class="panel"><h2>Waits for an answer</h2>
        <ul class="plain">${this.waiting.map(w => html`<li>
          <a href=${`/runs/${encodeURIComponent(this.run)}/actions/${encodeURIComponent(w.node)}${w.path ? '/' + w.path : ''}`}>${
            safe(w.node, 80)}${w.path ? ` [${w.path}]` : ''}${w.label ? ` ${safe(w.label, 200)}` : ''}</a>
          <span class="quiet">since ${time(w.began)}${w.until ? `, until ${time(w.until)}` : ''}</span></li>`)}</ul>${
          this.moreWaiting ? html`<p class="quiet">The first ${WAITING} of each node are listed.</p>` : nothing}</section>` : nothing}
      <div class="columns">
        <section class="panel"><h2>Graph</h2>
          ${this.layout ? html`<div class="scroll">${runGraph(
            this.layout, n => this.counts(n), this.selected, n => this.select(n), true, n => this.fold(n),
            this.costed?.modes)}</div>` : nothing}
        </section>
        <section class="panel" @pointerdown=${() => { this.chosen = true; }} @keydown=${() => { this.chosen = true; }}>${this.items()}</section>
      </div>
      ${this.singles.size || this.fans.size ? html`<section class="panel timeline">${this.timeline()}</section>` : nothing}
      ${this.startedRuns.items.length ? html`<section class="panel"><h2>Runs that it has started</h2>
        <div class="scroll"><table class="list compact"><thead><tr><th>Run</th><th>Status</th><th>Started by</th>
          <th class="right">Duration</th></tr></thead><tbody>${this.startedRuns.items.map(child => html`<tr>
          <td><a href="/runs/${encodeURIComponent(child.id)}">${safe(child.id, 80)}</a></td>
          <td><span class="status ${child.status}">${statusText(child.status)}</span></td>
          <td>${child.parent ? html`<a href=${this.href(child.parent.node, child.parent.path)}>${safe(child.parent.node, 60)}${
            child.parent.path ? ` [${child.parent.path}]` : ''}</a>` : nothing}</td>
          <td class="right">${runTime(child)}</td></tr>`)}</tbody></table></div>
        ${this.startedRuns.more ? html`<p class="quiet">The first ${CHILDREN} are listed.</p>` : nothing}</section>` : nothing}
      ${this.output ? html`<section class="panel"><h2>Output</h2>${jsonView(this.output.value)}</section>` : nothing}
      <section class="panel"><h2>Input</h2>${this.input ? jsonView(this.input.value) : html`
        <button class="small" @click=${() => this.showInput(this.abort.signal)}>Show</button>`}</section>
      ${this.files.length ? html`<section class="panel"><h2>Files</h2><ul class="files">${this.files.map(f => html`<li>
        ${f.picture ? html`<img src=${f.picture} alt=${safe(f.name, 100)}>` : nothing}
        <button class="link" @click=${() => this.save(f)}>${safe(f.name, 100)}</button>
        <span class="quiet">${size(f.bytes)}, ${safe(f.node, 60)}${f.path ? ` [${f.path}]` : ''}</span></li>`)}</ul>${
          this.moreFiles ? html`<p class="quiet">The first ${number(this.files.length)} are listed.</p>` : nothing}</section>` : nothing}`;
  }

  /** @param {AbortSignal} signal */
  async showInput(signal) {
    try {
      const value = await api.part(this.run, 'input', signal);
      this.input = signal.aborted ? this.input : { value };
    } catch (e) {
      this.problem = signal.aborted ? this.problem : /** @type {Error} */ (e).message;
    }
  }

  /** @param {any} file */
  async save(file) {
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

  items() {
    const fan = this.selectedFan();
    if (!fan) {
      return html`<h2>Items</h2><p class="quiet">Select a fan-out in the graph.</p>`;
    }
    const node = this.nodes.find(n => n.id === this.selected);
    const depth = node ? this.enclosing(node).length : 1;
    // One template for all states of the list, so that the rows keep their focus and position when another row is selected.
    return html`
      <h2>${safe(fan.node, 80)} ${depth > 1 || !fan.width ? nothing : html`<span class="quiet">${counted(fan.width, 'item')}</span>`}</h2>
      ${depth > 1 ? this.nestedItems(fan, depth) : nothing}
      ${fan.width ? this.itemsOf(fan, depth) : html`<p class="quiet">${
        fan.complete ? 'It has no items, or its list does not exist yet.' : 'Loading …'}</p>`}`;
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
    const all = this.summaries.get(fan.node);
    const ofRow = depth > 1 ? ` of row ${fan.parents}` : '';
    return html`
      <div class="legend">${repeat(listed, letter => letter, letter => html`
        <button class="chip" aria-pressed=${this.filter === letter}
          @click=${() => { this.filter = this.filter === letter ? '' : letter; this.top = 0; }}>
          <i class="dot is${letter === '.' ? 'N' : letter}"></i>${number(counts[letter] ?? 0)}
          ${statusText(LETTERS[/** @type {keyof typeof LETTERS} */ (letter)])}</button>`)}
        ${fan.width && !fan.complete ? html`<span class="quiet">reading, ${number(fan.itemsRead())} of ${number(fan.width)} …</span>` : nothing}</div>
      <heat-map .fan=${fan} .version=${this.version} @open-item=${(/** @type {CustomEvent} */ e) => this.openItem(e.detail)}></heat-map>
      ${all?.errors ? nothing : this.clusters(fan.errors(), 'Errors' + ofRow, i => this.itemHref(fan, Number(i)))}
      ${all?.telemetry ? nothing : this.reported(fan.telemetry(), ofRow)}
      ${shown.length ? html`<h3>Durations${ofRow}</h3>
        <div class="histogram" role="group" aria-label="Durations${ofRow}">
          ${shown.map((n, i) => n ? html`<button title=${`${atMost(bucketEnd(i))}: ${number(n)}`}
            aria-label=${`${counted(n, 'item')} with ${atMost(bucketEnd(i))}`} aria-pressed=${this.bucket === i}
            @click=${() => { this.bucket = this.bucket === i ? -1 : i; this.top = 0; }}
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
    return this.href(fan.node, fan.parents === '' ? String(index) : `${fan.parents}.${index}`);
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
      this.problem = /** @type {Error} */ (e).message;
    }
  }

  /** A table that renders only the rows in view. @param {FanOut} fan */
  table(fan) {
    const rows = fan.indexes(this.filter, this.bucket);
    const top = this.top * scaleOf(rows.length);
    const first = Math.max(0, Math.min(Math.floor(top / ROW) - 2, rows.length - VISIBLE_ROWS - 4));
    const visible = rows.subarray(first, first + VISIBLE_ROWS + 4);
    fan.readFor('rows', visible, () => { this.version++; });
    return html`<h3>Items</h3>
      <div class="row goto"><label>Go to item <input class="goal" placeholder="number or label" title="A label in quotation marks, such as &quot;17&quot;, is not read as a number."
        @input=${(/** @type {any} */ e) => e.target.setCustomValidity('')}
        @change=${(/** @type {any} */ e) => this.goTo(fan, e.target)}></label>
        ${rows.length < fan.width ? html`<span class="quiet">${counted(rows.length, 'item')} of ${number(fan.width)}</span>` : nothing}</div>
      ${rows.length ? nothing : html`<p class="quiet">No item has this ${
        this.bucket < 0 ? 'status' : this.filter ? 'status and duration' : 'duration'} now.</p>`}
      <div class="rows" tabindex="0" role="region" aria-label="Items" ?hidden=${!rows.length}
        .style=${`height: ${Math.min(rows.length, VISIBLE_ROWS) * ROW + 2}px`}
        @scroll=${(/** @type {any} */ e) => { this.top = e.target.scrollTop; }}>
        <div .style=${`height: ${Math.min(rows.length * ROW, TALLEST)}px`}>
          <ul .style=${`transform: translateY(${this.top + first * ROW - top}px)`}>${repeat(visible, index => index, index => {
            const letter = /** @type {keyof typeof LETTERS} */ (String.fromCharCode(fan.states[index]));
            const took = fan.longest(index);
            const record = fan.record(index);
            const error = record?.error ? `${simpleName(record.error.name)}: ${record.error.message}` : '';
            return html`<li><button class="link" @click=${() => this.openItem(index)}>${number(index)}</button>
              <span class="status ${LETTERS[letter]}">${statusText(LETTERS[letter] ?? '')}</span>
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

customElements.define('run-page', RunPage);
