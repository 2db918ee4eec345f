// The data that the page of a run has read: nodes, actions, counts, modes and cost.
import { api } from './api.js';
import { FanOut } from './fan-out.js';
import { ItemRows } from './item-rows.js';
import { actionAddress, runAddress } from './navigation.js';
import { NodeSummary, countsOf, enclosing, hasActions } from './nodes.js';
import { timelinesOfAction } from './run-timeline.js';

/** The maximum number of started runs that are listed. */
export const CHILDREN = 50;
/** The maximum number of waits for an answer of each node that are listed. */
export const WAITING = 20;
/** The maximum number of actions that the timeline shows as single bars. */
const SINGLE_BARS = 60;

/** Returns the row of an item in a nested fan-out, such as 3 of 3.17. @param {string} path */
export const rowOf = path => path.split('.').slice(0, -1).join('.');

export class RunModel {
  /** @param {string} run @param {() => void} progress is called when something has been read */
  constructor(run, progress) {
    this.run = run;
    this.progress = progress;
    this.abort = new AbortController();
    /** @type {any} */
    this.info = undefined;
    /** @type {any[]} */
    this.nodes = [];
    /** The layout of the graph, and that without folded frames. @type {any} */
    this.layout = undefined;
    /** @type {any} */
    this.unfolded = undefined;
    /** The frames of the graph whose insides are not drawn. @type {string[]} */
    this.folded = [];
    /** The JSON Schemas of answers by node. @type {Record<string, any>} */
    this.answers = {};
    /** The only action of nodes outside fan-outs. @type {Map<string, any>} */
    this.singles = new Map();
    /** @type {Map<string, FanOut>} */
    this.fans = new Map();
    /** The rows of nested fan-outs, by node. @type {Map<string, ItemRows>} */
    this.rows = new Map();
    /** What the actions of all rows of nested fan-outs have in common, by node. @type {Map<string, NodeSummary>} */
    this.summaries = new Map();
    /** @type {any[]} */
    this.waiting = [];
    this.moreWaiting = false;
    /** The runs that this run has started, and whether there are more. @type {{items: any[], more: boolean}} */
    this.startedRuns = { items: [], more: false };
    /** All actions if they are few. @type {any[]} */
    this.bars = [];
    /** The numbers of actions of the run and what it costs. @type {any} */
    this.costed = undefined;
    /** The numbers of actions by node. @type {Map<string, any>} */
    this.tallies = new Map();
    /** The modes of fan-outs that have a list, by their boxes in the graph. @type {Map<string, string>} */
    this.modes = new Map();
    /** The explanation of the workflow; undefined if the workflow is not on the class path. @type {any} */
    this.explained = undefined;
    this.hasExplained = false;
  }

  get signal() {
    return this.abort.signal;
  }

  /** Aborts all reads, so that new ones can start. */
  restart() {
    this.abort.abort();
    this.abort = new AbortController();
  }

  /** Reads the nodes and the layout, which do not change. @param {Promise<any>} running the run, which is being read */
  async loadGraph(running) {
    const { signal } = this;
    const [info, graph, layout] = await Promise.all([running, api.part(this.run, 'graph', signal), api.layout(this.run, [], signal)]);
    let answers = {};
    if (graph.nodes.some((/** @type {any} */ node) => node.kind === 'await')) {
      const known = await api.workflows().catch(() => ({ items: [] }));
      answers = known.items.some((/** @type {any} */ workflow) => workflow.name === info.workflow)
        ? (await api.workflow(info.workflow).catch(() => ({}))).answerSchemas ?? {} : {};
    }
    signal.throwIfAborted();
    this.nodes = graph.nodes;
    this.layout = this.unfolded = layout;
    this.answers = answers;
  }

  /** Reads the numbers of actions of all nodes, nested or not. */
  async loadCounts() {
    try {
      const costed = await api.cost(this.run, this.signal);
      this.costed = costed;
      this.tallies = new Map((costed.nodes ?? []).map((/** @type {any} */ node) => [node.node, node]));
      this.progress();
    } catch {
      // Without the counts, the page shows the run without its cost.
    }
  }

  /** Reads what the actions of all rows of nested fan-outs have in common. @param {string} selected the selected node */
  async loadNested(selected) {
    const { signal } = this;
    for (const node of this.nested()) {
      const summary = this.summaries.get(node.id) ?? new NodeSummary(this.run, node.id);
      this.summaries.set(node.id, summary);
      await summary.load(this.counts(node.id) ?? {}, node.id === selected, signal);
    }
  }

  /** Returns the nodes in nested fan-outs. */
  nested() {
    return this.nodes.filter(node => hasActions(node) && this.enclosing(node).length > 1);
  }

  /** Reads the actions that can have changed. @param {string} selected the selected node, which is in view @param {string} row its selected row */
  async loadActions(selected, row) {
    const { progress, signal } = this;
    for (const node of [...this.nodes].sort((a, b) => Number(b.id === selected) - Number(a.id === selected))) {
      if (!hasActions(node)) {
        continue;
      }
      const depth = this.enclosing(node).length;
      if (depth === 0) {
        const known = this.singles.get(node.id);
        if (!known || known.status === 'RUNNING') {
          const found = (await api.actions(this.run, { node: node.id, limit: 1 }, signal)).items[0];
          if (found) {
            this.singles.set(node.id, found);
          }
          progress();
        }
      } else if (depth === 1 || node.id === selected) {
        await this.fan(node.id, row)?.load(progress, signal);
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
    this.bars = all.next === undefined ? all.items.filter((/** @type {any} */ action) => action.began && this.isSelectable(action.node)) : [];
    progress();
  }

  /** Reads the modes that are not known yet. Those of a nested fan-out can become two. */
  async loadModes() {
    const boxOf = (/** @type {string} */ fanOut) => {
      const body = this.nodes.filter(n => n.in === fanOut && !n.added);
      return 'call:' + (body.length === 1 && body[0].kind === 'call' ? body[0].id : fanOut);
    };
    if (this.nodes.every(n => n.kind !== 'fan-out' || (this.modes.has(boxOf(n.id)) && !this.enclosing(n).length))) {
      return;
    }
    try {
      for (const { fanOut, modes } of (await api.part(this.run, 'modes', this.signal)).items) {
        this.modes.set(boxOf(fanOut), modes.length > 1 ? 'inline and distributed' : modes[0] === 'inline' ? 'inline Map' : 'Distributed Map');
      }
      this.progress();
    } catch {
      // A deployment of an earlier release has no modes.
    }
  }

  /**
   * Reads the explanation once. The page shows only the memory of calls, which depends on no width: the run may have other
   * fan-outs than the definition.
   */
  async loadExplained() {
    if (!this.hasExplained) {
      const { signal } = this;
      this.explained = await api.explain(this.info.workflow, { width: 1 }).catch(() => undefined);
      this.hasExplained = !signal.aborted;
      this.progress();
    }
  }

  /** @param {AbortSignal} signal */
  async loadWaiting(signal) {
    /** @type {any[]} */
    let waiting = [];
    let more = false;
    for (const node of this.nodes.filter(n => n.kind === 'await')) {
      const page = await api.actions(this.run, { node: node.id, status: 'RUNNING', limit: WAITING }, signal);
      waiting = waiting.concat(page.items.filter((/** @type {any} */ action) => !action.error));
      more ||= Boolean(page.next) && page.items.length === WAITING;
    }
    this.waiting = waiting;
    this.moreWaiting = more;
  }

  /** Returns the fan-outs around a node, outermost first. @param {any} node */
  enclosing(node) {
    return enclosing(this.nodes, node);
  }

  /**
   * Returns the items of a node, or of one row of it; undefined outside fan-outs.
   * @param {string} node
   * @param {string} row the indexes of the enclosing items, such as 2.17; each that is missing is 0
   */
  fan(node, row) {
    const depth = this.enclosing(this.nodes.find(n => n.id === node) ?? {}).length;
    const given = row.split('.').filter(index => index !== '');
    const parents = Array.from({ length: depth - 1 }, (_, i) => given[i] ?? '0').join('.');
    const key = node + '\n' + parents;
    let fan = this.fans.get(key);
    if (!fan && depth) {
      fan = new FanOut(this.run, node, parents);
      this.fans.set(key, fan);
    }
    return fan;
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

  /** Folds a frame of the graph, or unfolds it. @param {string} id */
  async fold(id) {
    const { folded, signal } = this;
    const wanted = folded.includes(id) ? folded.filter(other => other !== id) : [...folded, id];
    this.folded = wanted;
    try {
      const layout = await api.layout(this.run, wanted, signal);
      signal.throwIfAborted();
      // A later click wins.
      this.layout = this.folded === wanted ? layout : this.layout;
    } catch (e) {
      this.folded = this.folded === wanted ? folded : this.folded;
      throw e;
    }
  }

  /** Returns the actions of a node by the letter of their status; undefined if they are not known. @param {string} node or a folded frame */
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

  /** Returns whether a rerun has something to compute without a selection. */
  hasUnfinished() {
    return this.info.status !== 'SUCCEEDED' || Boolean(this.costed?.failed || this.costed?.aborted)
      || this.nodes.some(node => this.counts(node.id)?.F || this.counts(node.id)?.A);
  }

  /** Returns whether actions were running when they were last read. */
  hasRunning() {
    return this.waiting.length > 0 || [...this.fans.values()].some(fan => fan.counts().R)
      || [...this.singles.values()].some(action => action.status === 'RUNNING');
  }

  /** @param {string} node @param {string} [path] */
  href(node, path) {
    return actionAddress(this.run, node, path);
  }

  /** Returns the address of the run with a selected node. @param {string} node @param {string} row */
  address(node, row) {
    return `${runAddress(this.run)}?${new URLSearchParams(row ? { node, row } : { node })}`;
  }

  /** Returns whether a node can be selected. @param {string} id */
  isSelectable(id) {
    return this.nodes.some(node => node.id === id && hasActions(node));
  }

  /** Returns what the timeline of the whole run shows. */
  timeline() {
    const single = this.bars.length > 0;
    return {
      parts: single ? this.bars.flatMap(timelinesOfAction)
        : [...this.singles.values()].flatMap(timelinesOfAction)
          .concat([...this.fans.values()].filter(fan => fan.parents === '').flatMap(fan => fan.timeline() ?? []))
          .concat(this.nested().flatMap(node => this.summaries.get(node.id)?.timeline ?? [])),
      rows: single ? this.singleBars() : this.nodeBars(),
      without: single ? [] : this.nested().filter(node => this.summaries.get(node.id)?.partial).map(node => node.id),
    };
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
}
