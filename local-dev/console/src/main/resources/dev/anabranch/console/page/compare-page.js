// Two runs item by item: what changed status, what became slower, which results differ.
import { LitElement, html, nothing } from 'lit';
import { api } from './api.js';
import { compare, compareResults } from './comparison.js';
import { RANGES, atMost, bucketEnd } from './cells.js';
import { FanOut } from './fan-out.js';
import { LETTERS, between, counted, number, runTime, safe, statusText, time } from './format.js';
import { actionAddress, runAddress } from './navigation.js';
import { countsOf, enclosing, hasActions } from './nodes.js';

const PAGE = 400;
const TEXT = 400;

/** @param {string} letter */
const statusOf = letter => statusText(LETTERS[/** @type {keyof typeof LETTERS} */ (letter)] ?? letter);

/** Returns the numbers of actions by status. @param {any} tally of a node; undefined without actions */
function countsText(tally) {
  return Object.entries(tally ? countsOf(tally) : {}).map(([letter, count]) => `${number(count)} ${statusOf(letter)}`).join(', ') || 'no items';
}

/** Returns the text that is compared: of a result that does not fit into an answer, only its size. @param {any} result */
function resultText(result) {
  if (result.error) {
    return `${result.error.name}: ${result.error.message}`;
  }
  // An action in flight has no value.
  return result.link ? `${number(result.bytes)} bytes` : JSON.stringify(result.value) ?? statusText(result.status);
}

class ComparePage extends LitElement {
  static properties = {
    earlier: {}, later: {}, runs: { state: true }, nodes: { state: true }, problem: { state: true },
    version: { state: true },
  };

  constructor() {
    super();
    this.earlier = '';
    this.later = '';
    this.abort = new AbortController();
    /** @type {any[] | undefined} */
    this.runs = undefined;
    /** @type {any[]} */
    this.nodes = [];
    this.problem = '';
    this.version = 0;
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.abort.abort();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('earlier') || changed.has('later')) {
      this.abort.abort();
      this.abort = new AbortController();
      this.runs = undefined;
      this.nodes = [];
      this.problem = '';
      document.title = 'Comparison · Anabranch';
      this.load(this.abort.signal);
    }
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    try {
      const both = [this.earlier, this.later];
      const runs = await Promise.all(both.map(run => api.run(run, signal)));
      /** @type {any[][]} */
      const [was, is] = (await Promise.all(both.map(run => api.part(run, 'graph', signal)))).map(graph => graph.nodes);
      if (signal.aborted) {
        return;
      }
      this.runs = runs;
      const after = is.filter(hasActions).map(node => {
        const other = was.find(n => n.id === node.id && hasActions(n));
        const depth = enclosing(is, node).length;
        return { id: node.id, depth, apart: !other ? 'Only the run after has this node.'
          : enclosing(was, other).length !== depth ? 'The runs have this node in different places.' : '' };
      });
      const before = was.filter(n => hasActions(n) && !after.some(other => other.id === n.id));
      this.nodes = [...after, ...before.map(({ id }) => ({ id, apart: 'Only the run before has this node.' }))];
      /** @type {Promise<any[]> | undefined} */
      let tallies;
      for (const node of this.nodes.filter(n => !n.apart)) {
        try {
          if (node.depth > 1) {
            tallies ??= Promise.all(both.map(run => api.part(run, 'counts', signal)));
            node.counts = (await tallies).map(tally => tally.nodes?.find((/** @type {any} */ n) => n.node === node.id));
          } else {
            await (node.depth ? this.items(node, signal) : this.single(node, signal));
          }
        } catch (e) {
          // The other nodes can be compared all the same.
          node.problem = /** @type {Error} */ (e).message;
        }
        if (signal.aborted) {
          return;
        }
        this.version++;
      }
    } catch (e) {
      if (!signal.aborted) {
        this.problem = /** @type {Error} */ (e).message;
      }
    }
  }

  /** @param {any} node @param {AbortSignal} signal */
  async items(node, signal) {
    const fans = [this.earlier, this.later].map(run => new FanOut(run, node.id));
    await Promise.all(fans.map(fan => fan.load(() => {}, signal)));
    node.items = compare(fans[0], fans[1]);
    await this.labels(node, signal);
  }

  /** Reads the labels of the items that are listed. @param {any} node @param {AbortSignal} signal */
  async labels(node, signal) {
    const { changes, slower } = node.items;
    const shown = new Set([...changes.flatMap((/** @type {any} */ c) => c.examples),
      ...slower.map((/** @type {any} */ item) => item.index)]);
    if (shown.size) {
      const items = [...shown].sort((a, b) => a - b).join(',');
      const page = await api.actions(this.later, { node: node.id, items, limit: shown.size }, signal);
      node.labels = new Map(page.items.map((/** @type {any} */ action) => [action.path, action.label]));
    }
  }

  /** @param {any} node @param {AbortSignal} signal */
  async single(node, signal) {
    const found = await Promise.all([this.earlier, this.later].map(run =>
      api.actions(run, { node: node.id, limit: 1 }, signal)));
    node.actions = found.map(page => page.items[0]);
  }

  /** @param {string} run @param {string} node @param {AbortSignal} signal */
  async *results(run, node, signal) {
    /** @param {any} result @returns {import('./comparison.js').Result} */
    const compared = result => ({
      path: result.path, label: result.label, text: resultText(result),
      whole: result.link && (async () => {
        const page = await api.results(run, { node, items: result.path || undefined, limit: 1 }, signal);
        return page.items.map(compared)[0];
      }),
    });
    let cursor;
    do {
      const page = await api.results(run, { node, cursor, limit: PAGE }, signal);
      yield* page.items.map(compared);
      cursor = page.next;
    } while (cursor);
  }

  /** @param {any} node */
  async compareResults(node) {
    const signal = this.abort.signal;
    node.comparing = 0;
    node.problem = '';
    this.version++;
    try {
      node.results = await compareResults(this.results(this.earlier, node.id, signal),
        this.results(this.later, node.id, signal), compared => {
          node.comparing = compared;
          this.version++;
        });
    } catch (e) {
      node.problem = /** @type {Error} */ (e).message;
    }
    node.comparing = undefined;
    this.version++;
  }

  render() {
    return html`<main>
      <p class="crumbs"><a href="/runs">Runs</a></p>
      <div class="head"><h1>Comparison</h1><span class="grow"></span>
        <a class="button" href="/compare/${encodeURIComponent(this.later)}/${encodeURIComponent(this.earlier)}">Exchange</a></div>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 1000)}</p>` : nothing}
      ${!this.runs && !this.problem ? html`<p class="quiet">Loading …</p>` : nothing}
      ${this.runs ? html`<div class="scroll"><table class="list">
        <thead><tr><th><span class="hidden">Order</span></th><th>Run</th><th class="wide">Workflow</th><th>Status</th><th class="wide">Started</th><th class="right">Duration</th></tr></thead>
        <tbody>${this.runs.map((run, i) => html`<tr><td>${i ? 'after' : 'before'}</td>
          <td><a href=${runAddress(run.id)}>${safe(run.id, 80)}</a></td>
          <td class="wide">${safe(run.workflow, 80)}</td>
          <td><span class="status ${run.status}">${statusText(run.status)}</span></td>
          <td class="wide">${time(run.started)}</td><td class="right">${runTime(run)}</td></tr>`)}
        </tbody></table></div>
        ${this.runs[0].workflow !== this.runs[1].workflow ? html`<p class="notice">These are runs of different workflows.
          Only nodes with the same name are compared.</p>` : nothing}` : nothing}
      ${this.nodes.map(node => html`<section class="panel"><h2>${safe(node.id, 80)}</h2>
        ${node.problem ? html`<p class="notice bad" role="alert">${safe(node.problem, 1000)}</p>` : nothing}${this.node(node)}</section>`)}
    </main>`;
  }

  /** @param {any} node */
  node(node) {
    if (node.apart) {
      return html`<p class="quiet">${node.apart}</p>`;
    }
    if (node.counts) {
      const [was, is] = node.counts.map(countsText);
      return html`<p>${was} → ${is}</p>${this.comparedResults(node)}`;
    }
    if (node.items) {
      return this.comparedItems(node);
    }
    return node.actions ? this.comparedAction(node) : node.problem ? nothing : html`<p class="quiet">Loading …</p>`;
  }

  /** @param {any} node */
  comparedAction(node) {
    const [was, is] = node.actions;
    const took = (/** @type {any} */ a) => a?.finished && a.status !== 'CACHED' ? between(a.began, a.finished) : '';
    const state = (/** @type {any} */ a) => statusText(a?.status ?? 'NOT_STARTED');
    return html`<p><a href=${actionAddress(this.earlier, node.id)}>${state(was)}</a> ${took(was)} →
      <a href=${actionAddress(this.later, node.id)}>${state(is)}</a> ${took(is)}</p>${this.comparedResults(node)}`;
  }

  /** @param {any} node */
  comparedItems(node) {
    const { width, changes, slower, slowerCount, faster } = node.items;
    const changed = changes.reduce((/** @type {number} */ sum, /** @type {any} */ c) => sum + c.count, 0);
    return html`<p>${counted(width, 'item')}: ${changed ? number(changed) : 'none'} changed status, ${
      slowerCount ? number(slowerCount) : 'none'} took at least twice as long${
      faster ? html`, ${number(faster)} at most half as long` : nothing}.</p>
      ${changes.length ? html`<h3>Changed status</h3><ul class="clusters">${changes.map((/** @type {any} */ change) => html`<li>
        <b>${number(change.count)}</b> ${statusOf(change.from)} → ${statusOf(change.to)}
        <span class="quiet">items ${this.links(node, change.examples)}${
          change.count > change.examples.length ? '…' : ''}</span></li>`)}</ul>` : nothing}
      ${slower.length ? html`<h3>Slower</h3><ul class="clusters">${slower.map((/** @type {any} */ item) => html`<li>
        ${this.links(node, [item.index])} ${atMost(bucketEnd(item.from))} → ${atMost(bucketEnd(item.to))}</li>`)}
        ${slowerCount > slower.length ? html`<li class="quiet">and ${number(slowerCount - slower.length)} more</li>` : nothing}
        </ul><p class="quiet">${RANGES}</p>` : nothing}
      ${this.comparedResults(node)}`;
  }

  /** @param {any} node @param {number[]} indexes */
  links(node, indexes) {
    return indexes.map(i => {
      const label = node.labels?.get(String(i));
      return html`<a href=${actionAddress(this.later, node.id, String(i))}>${number(i)}${label ? ' ' + safe(label, 80) : nothing}</a> `;
    });
  }

  /** @param {any} node */
  comparedResults(node) {
    if (node.comparing !== undefined) {
      return html`<p class="quiet">Comparing results: ${number(node.comparing)} …</p>`;
    }
    if (!node.results) {
      return html`<p><button class="small" @click=${() => this.compareResults(node)}>Compare results</button></p>`;
    }
    const { same, different, sized, onlyBefore, onlyAfter, relabelled, examples } = node.results;
    const texts = [
      same + different ? `${different ? number(different) : 'None'} of ${number(same + different)} differ.` : '',
      sized ? `${counted(sized, 'large result')}: only the sizes were compared, which are equal.` : '',
      onlyBefore ? `Only before: ${number(onlyBefore)}.` : '',
      onlyAfter ? `Only after: ${number(onlyAfter)}.` : '',
      relabelled ? `${number(relabelled)} have another label: items are compared by their number.` : '',
    ];
    return html`<h3>Results</h3><p>${texts.filter(Boolean).join(' ') || 'There are no results.'}</p>
      ${examples.length ? html`<div class="scroll"><table class="list results"><thead><tr><th>Item</th><th>Before</th><th>After</th></tr></thead>
        <tbody>${examples.map((/** @type {any} */ e) => html`<tr>
          <td><a href=${actionAddress(this.later, node.id, e.path)}>${e.path || 'result'}${e.label ? ' ' + safe(e.label, 80) : nothing}</a></td>
          <td class="mono wraps">${safe(e.before, TEXT)}</td><td class="mono wraps">${safe(e.after, TEXT)}</td></tr>`)}</tbody></table></div>` : nothing}`;
  }
}

customElements.define('compare-page', ComparePage);
