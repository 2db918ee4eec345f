// Everything about one action.
import { LitElement, html, nothing } from 'lit';
import { api } from './api.js';
import { between, number, safe, size, statusText, time } from './format.js';
import { executionPage, logPage } from './aws-pages.js';
import { jsonView } from './json-view.js';
import { markdown } from './markdown.js';
import { actionAddress, decoded, go, runAddress } from './navigation.js';
import { attemptList, stackTrace } from './stack-trace.js';
import { endedAt, metricsTable, progressBar } from './telemetry.js';
import { ValueForm } from './value-form.js';

const POLL_MILLIS = 2000;
/** Beyond the last item of every fan-out. */
const BEYOND = 100_000_000;
const MOST_LINES = 2000;
/** The maximum number of pages of 1,000 lines that are read. */
const MOST_PAGES = 50;
/** The maximum number of pictures of a report. */
const MOST_PICTURES = 50;
/** The maximum number of files that the run API lists with a report. */
const MOST_FILES = 100;
const PICTURE = /^(?!\/\/|[a-z][a-z\d+.-]*:).*\.(png|jpe?g|gif|webp)$/i;

class ActionDrawer extends LitElement {
  static properties = {
    run: {}, node: {}, path: {}, ended: {}, memory: {}, awaits: {}, schema: {}, constants: {}, prompt: { state: true }, value: { state: true }, errors: { state: true },
    found: { state: true }, result: { state: true }, lines: { state: true }, groups: { state: true }, problem: { state: true }, answer: { state: true },
    report: { state: true }, input: { state: true }, missing: { state: true },
  };

  constructor() {
    super();
    this.run = '';
    this.node = '';
    this.path = '';
    /** Whether the run has ended. */
    this.ended = false;
    /** The memory of the function in MB; 0 if it is not known. */
    this.memory = 0;
    /** Whether the node waits for answers. */
    this.awaits = false;
    /** @type {any} */
    this.found = undefined;
    /** @type {any} */
    this.result = undefined;
    /** The last lines of the action's log. @type {any[]} */
    this.lines = [];
    /** Where the log is on AWS. @type {any[]} */
    this.groups = [];
    this.problem = '';
    /** Why the last read failed; empty if it did not. */
    this.unread = '';
    /** Whether a later read can succeed. */
    this.again = false;
    /** Whether the action is being read, and the number of the last read: the answer of an earlier one is dropped. */
    this.loading = false;
    this.turn = 0;
    /** The number of lines of the log. */
    this.logged = 0;
    this.answer = 'true';
    /**
     * The report of the action, what identifies it, and the number of the pictures that are left out.
     * @type {{markdown: string, version: string, omitted: number} | undefined}
     */
    this.report = undefined;
    /** The addresses of pictures by name. @type {Map<string, string>} */
    this.pictures = new Map();
    /** The values of the input; undefined before they are shown. @type {{part: string, value?: any, characters?: number}[] | undefined} */
    this.input = undefined;
    /** Why the action does not exist; empty if it has not started. */
    this.missing = '';
    /** The JSON Schema of the answer; undefined if the workflow is not deployed any more. @type {any} */
    this.schema = undefined;
    /** The constants of the prompt. @type {any} */
    this.constants = null;
    /** @type {[string, any][] | undefined} */
    this.prompt = undefined;
    /** The value of the form; undefined before it is shown. @type {any} */
    this.value = undefined;
    this.sending = false;
    /** @type {any[]} */
    this.errors = [];
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.opener = document.activeElement;
    this.closing = (/** @type {KeyboardEvent} */ e) => e.key === 'Escape' && this.close();
    addEventListener('keydown', this.closing);
    this.timer = setInterval(() => this.canChange() && !this.loading && this.load(), POLL_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', /** @type {any} */ (this.closing));
    clearInterval(this.timer);
    this.forgetReport();
    // The keyboard continues where the drawer was opened.
    if (document.activeElement === document.body) {
      /** @type {HTMLElement | null} */ (this.opener)?.focus({ preventScroll: true });
    }
  }

  /** Returns whether a further read can have another answer. */
  canChange() {
    const action = this.found;
    return this.again || action?.status === 'RUNNING' || (!this.ended && !action);
  }

  /** What the drawer shows: an answer about something else is dropped. */
  key() {
    return this.run + '\n' + this.node + '\n' + this.path;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    // Another action begins at the top of the drawer.
    if (changed.has('run') || changed.has('node') || changed.has('path')) {
      const drawer = /** @type {HTMLElement | null} */ (this.querySelector('.drawer'));
      drawer?.focus();
      drawer?.scrollTo(0, 0);
    }
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('run') || changed.has('node') || changed.has('path')) {
      this.found = undefined;
      this.result = undefined;
      this.lines = [];
      this.groups = [];
      this.problem = this.missing = this.unread = '';
      this.again = false;
      this.logged = 0;
      this.input = undefined;
      this.prompt = this.value = undefined;
      this.errors = [];
      this.forgetReport();
      this.load();
    } else if (changed.has('ended') && this.ended) {
      this.load();
    }
    if (this.schema && this.value === undefined) {
      this.value = ValueForm.first(this.schema);
    }
  }

  async load() {
    const turn = ++this.turn;
    this.loading = true;
    const current = () => turn === this.turn;
    const failures = await this.read(current).catch(problem => [problem]);
    if (current()) {
      this.loading = false;
      this.again = failures.some(({ status }) => !status || status >= 500);
      if (failures.length || this.unread) {
        this.problem = this.unread = failures.map(problem => problem.message).join(' ');
      }
    }
  }

  /**
   * Reads the action and what belongs to it, and returns why parts of it cannot be read.
   * @param {() => boolean} current
   * @returns {Promise<any[]>}
   */
  async read(current) {
    const filter = { node: this.node, items: this.path || undefined, limit: 1 };
    const found = (await api.actions(this.run, filter)).items[0] ?? null;
    if (!current()) {
      return [];
    }
    this.found = found;
    if (!found) {
      const missing = await this.reason();
      this.missing = current() ? missing : this.missing;
      return [];
    }
    if (this.awaits && !this.prompt) {
      promptOf(this.run, found, this.constants).then(prompt => {
        if (current()) {
          this.prompt = prompt;
        }
      }, () => {});
    }
    const parts = [this.loadReport(current), this.loadLog(filter, current), this.loadResult(filter, current)];
    return (await Promise.allSettled(parts)).flatMap(part => part.status === 'rejected' ? [part.reason] : []);
  }

  /**
   * @param {Record<string, string | number | undefined>} filter
   * @param {() => boolean} current
   */
  async loadResult(filter, current) {
    if (this.found.status === 'SUCCEEDED' || this.found.status === 'CACHED') {
      const result = (await api.results(this.run, filter)).items[0];
      this.result = current() ? result : this.result;
    }
  }

  /** Returns why an action is not found, if its fan-out has no such item. */
  async reason() {
    const indexes = this.path.split('.');
    const index = Number(indexes.pop());
    if (this.path === '') {
      return '';
    }
    // From beyond the last item, no records are read.
    const { width } = await api.items(this.run, { node: this.node, in: indexes.join('.'), from: BEYOND }).catch(() => ({ width: -1 }));
    return width === 0 ? `${safe(this.node, 80)} has no items${indexes.length ? ` in row ${indexes.join('.')}` : ''}, or their list does not exist yet.`
      : width > 0 && index >= width
      ? `${safe(this.node, 80)} has no item ${number(index)}${indexes.length ? ` in row ${indexes.join('.')}` : ''}: ${
        width === 1 ? 'its only item is 0' : `its items are 0 to ${number(width - 1)}`}.` : '';
  }

  async showInput() {
    const key = this.key();
    try {
      const { parts } = await api.input(this.run, { node: this.node, path: this.path });
      this.input = key === this.key() ? parts : this.input;
    } catch (e) {
      this.problem = key === this.key() ? /** @type {Error} */ (e).message : this.problem;
    }
  }

  /** @param {{part: string, value?: any, characters?: number}} part */
  inputPart({ part, value, characters }) {
    return html`<div class="prompt">${part ? html`<span class="quiet">${safe(part, 80)}</span> ` : nothing}${
      characters ? html`<span class="quiet">${number(characters)} characters, too many to show here. ./anabranch actions ${this.run} --node "${
        safe(this.node, 80)}"${this.path ? ` --items ${this.path}` : ''} --input --json prints them.</span>`
      : value === undefined ? html`<span class="quiet">not recorded</span>` : jsonView(value)}</div>`;
  }

  forgetReport() {
    this.report = undefined;
    this.pictures.forEach(address => URL.revokeObjectURL(address));
    this.pictures.clear();
  }

  /** Reads the report and its pictures. @param {() => boolean} current */
  async loadReport(current) {
    const { reportBytes, attempts, began, finished } = this.found ?? {};
    const version = [reportBytes, attempts, began, finished].join();
    if (reportBytes === undefined || this.report?.version === version) {
      return;
    }
    const { markdown: text, files } = await api.report(this.run, { node: this.node, path: this.path });
    if (!current()) {
      return;
    }
    const listed = new Set(files.map((/** @type {any} */ file) => file.name));
    /** The names of files that the report shows. @type {Set<string>} */
    const names = new Set();
    markdown(text, name => {
      const file = listed.has(name) ? name : decoded(name);
      // A full list can lack files that exist.
      if (PICTURE.test(file) && (listed.has(file) || listed.size >= MOST_FILES)) {
        names.add(file);
      }
      return undefined;
    });
    this.forgetReport();
    const report = { markdown: text, version, omitted: Math.max(0, names.size - MOST_PICTURES) };
    this.report = report;
    for (const name of [...names].slice(0, MOST_PICTURES)) {
      const picture = await api.file(this.run, { node: this.node, path: this.path, name }).catch(() => undefined);
      if (this.report !== report) {
        return;
      }
      if (picture) {
        this.pictures.set(name, URL.createObjectURL(picture));
        this.requestUpdate();
      }
    }
  }

  /**
   * @param {Record<string, string | number | undefined>} filter
   * @param {() => boolean} current
   */
  async loadLog(filter, current) {
    /** @type {any[]} */
    let lines = [];
    let logged = 0;
    let pages = 0;
    let cursor;
    do {
      const page = await api.logs(this.run, { ...filter, limit: 1000, cursor });
      if (!current()) {
        return;
      }
      logged += page.items.length;
      lines = lines.concat(page.items).slice(-MOST_LINES);
      this.groups = page.cloudWatch ?? [];
      cursor = page.next;
    } while (cursor && ++pages < MOST_PAGES);
    this.lines = lines;
    this.logged = logged;
  }

  close() {
    go(runAddress(this.run));
  }

  rerun() {
    const detail = this.path ? { what: 'items', node: this.node, items: this.path } : { what: 'from', node: this.node };
    this.dispatchEvent(new CustomEvent('rerun', { detail }));
  }

  async send() {
    const form = /** @type {ValueForm | null} */ (this.querySelector('value-form'));
    if (this.sending || form?.ready() === false) {
      return;
    }
    let value = this.value;
    if (!this.schema) {
      try {
        value = JSON.parse(this.answer);
      } catch {
        this.problem = 'The answer is not JSON. Text needs quotation marks.';
        return;
      }
    }
    this.errors = [];
    this.sending = true;
    const key = this.key();
    try {
      await api.answer(this.run, this.node, value, this.path || undefined);
      this.problem = '';
      await this.load();
    } catch (e) {
      this.sending = false;
      if (key !== this.key()) {
        return;
      }
      const refused = /** @type {import('./api.js').ApiProblem} */ (e);
      this.errors = this.schema ? refused.errors : [];
      this.problem = [refused.message, ...(this.schema ? [] : refused.errors).map(x => `${x.pointer}: it ${x.found}. Expected: ${x.expected}.`)]
        .join(' ');
    }
    this.sending = false;
  }

  /** @param {any} place @returns {unknown} */
  source(place) {
    if (place.from === 'input') {
      return html`the input of the run`;
    }
    if (place.from === 'constant') {
      return html`the constant <code>${safe(JSON.stringify(place.value), 200)}</code>`;
    }
    if (place.list?.length) {
      const [list] = place.list;
      const whole = place.list.length === 1 && !list.part;
      return html`item ${place.index} of ${whole ? this.origin(list) : 'a list of the definition'}`;
    }
    const label = `${place.node}${place.path ? ` [${place.path}]` : ''}`;
    const link = html`<a href=${actionAddress(this.run, place.node, place.path)}>${safe(label, 120)}</a>`;
    return place.from === 'item' ? html`item ${place.index} of ${link}`
      : place.from === 'results' ? html`all results of ${safe(place.node, 80)}`
      : place.from === 'last' ? html`the last result of ${safe(label, 120)}`
      : html`the result of ${link}`;
  }

  /** @param {any} place @returns {unknown} */
  origin(place) {
    return html`${this.source(place)}${
      place.fields?.length ? html`, field ${safe(place.fields.join('.'), 100)}` : nothing}`;
  }

  render() {
    const action = this.found;
    const retries = action?.status === 'RUNNING' && action.error;
    const last = action?.attempts > 1 ? ' (last attempt)' : '';
    const command = `./anabranch rerun ${this.run} ${
      this.path ? `--node "${this.node}" --items ${this.path}` : `--from "${this.node}"`}`;
    return html`<aside class="drawer" tabindex="-1" aria-label="Action">
      <div class="head">
        <h2>${safe(this.node, 80)}${this.path ? html` <span class="quiet">[${this.path}]</span>` : nothing}${
          action?.label ? html` ${safe(action.label, 200)}` : nothing}</h2>
        <button class="small" @click=${this.close} aria-label="Close">Close</button>
      </div>
      ${this.problem ? html`<p class="notice bad" role="alert">${safe(this.problem, 1000)}</p>` : nothing}
      ${action === undefined && !this.problem ? html`<p class="quiet">Loading …</p>` : nothing}
      ${action === null ? html`<p>${this.missing || 'This action has not started.'}</p>` : nothing}
      ${action ? html`
        <dl class="facts">
          <div><dt>Status</dt><dd><span class="status ${action.status}">${retries ? 'waiting for retry' : statusText(action.status)}</span></dd></div>
          <div><dt>Attempts</dt><dd>${action.attempts}</dd></div>
          <div><dt>Began${last}</dt><dd>${time(action.began)}</dd></div>
          ${action.began && action.status !== 'CACHED' ? html`<div><dt>Duration${last}</dt><dd>${between(action.began, action.finished)}</dd></div>` : nothing}
          ${this.memory && action.began && action.finished && action.status !== 'CACHED' ? html`<div>
            <dt>Billed${last}, about</dt><dd>${number(Math.max(1, Date.parse(action.finished) - Date.parse(action.began)))} ms at ${
              number(this.memory)} MB</dd></div>` : nothing}
          ${action.resultBytes !== undefined ? html`<div><dt>Result</dt><dd>${size(action.resultBytes)}</dd></div>` : nothing}
          ${action.run ? html`<div><dt>Run</dt><dd><a href=${runAddress(action.run)}>${
            safe(action.run, 80)}</a></dd></div>` : nothing}
          ${action.until ? html`<div><dt>Waits until</dt><dd>${time(action.until)}</dd></div>` : nothing}
        </dl>
        ${action.progress ? action.status === 'RUNNING' ? progressBar(action.progress) : endedAt(action) : nothing}
        ${action.error ? html`<h3>Error</h3><p class="errorname">${safe(action.error.name, 300)}</p>
          <pre class="message" tabindex="0">${safe(action.error.message, 10_000)}</pre>` : nothing}
        ${attemptList(action, this.lines)}
        ${metricsTable(action.metrics ?? {})}
        ${this.report ? html`<h3>Report</h3>${markdown(this.report.markdown, name => this.pictures.get(name) ?? this.pictures.get(decoded(name)))}
          ${this.report.omitted ? html`<p class="quiet">The first ${MOST_PICTURES} pictures are shown; ${number(this.report.omitted)} more are left out.</p>`
            : nothing}` : nothing}
        ${action.input?.length ? html`<h3>Input</h3><ul class="plain">${action.input.map((/** @type {any} */ place) => html`
          <li>${place.part ? html`<b>${safe(place.part, 60)}</b>: ` : nothing}${this.origin(place)}</li>`)}</ul>
          ${this.input ? this.input.map(part => this.inputPart(part)) : html`<button class="small" @click=${this.showInput}>Show the value</button>`}` : nothing}
        ${this.prompt?.length ? html`<h3>Prompt</h3>${this.prompt.map(([name, value]) => html`<div class="prompt">${
          name ? html`<span class="quiet">${safe(name, 80)}</span> ` : nothing}${jsonView(value)}</div>`)}` : nothing}
        ${this.awaits && action.status === 'RUNNING' && !retries ? html`<h3>Answer</h3>
          <form class="answer" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.send(); }}>
            ${this.schema ? html`<value-form .schema=${this.schema} .value=${this.value} .errors=${this.errors} .base=${'/value'}
              @change-value=${(/** @type {CustomEvent} */ e) => { this.value = e.detail; }}></value-form>`
              : html`<label>Value as JSON <textarea rows="3" spellcheck="false" .value=${this.answer}
              @input=${(/** @type {any} */ e) => { this.answer = e.target.value; }}></textarea></label>`}
            <button class="primary">Answer</button></form>` : nothing}
        ${this.result ? html`<h3>Result</h3>${this.result.link
          ? html`<p>The result has ${size(this.result.bytes ?? action.resultBytes)}: too large to show here. ./anabranch results ${this.run} --node "${
            safe(this.node, 80)}"${this.path ? ` --items ${this.path}` : ''} --json prints it.</p>`
          : jsonView(this.result.value)}` : nothing}
        ${this.lines.length ? html`<h3>Log</h3>${this.logged > this.lines.length ? html`<p class="quiet">The last ${
          number(this.lines.length)} of ${number(this.logged)} lines:</p>` : nothing}<div class="log mono" tabindex="0" role="region" aria-label="Log">${this.lines.map(line => html`<div><span class="level ${
          line.level}">${time(line.time)} ${line.level}</span> ${safe(line.message, 4000)}</div>${line.stack ? stackTrace(line.stack, line.message) : nothing}`)}</div>` : nothing}
        ${this.groups.length ? html`<h3>Log</h3>${this.groups.map(group => html`
          <p class="mono">${safe(group.group, 300)}<br>${safe(group.filter, 300)}</p>
          ${link(logPage(action?.log, group.group, group.filter), 'Open it in CloudWatch Logs')}`)}` : nothing}
        ${link(executionPage(action?.log), 'Open the execution in Step Functions')}
        ${this.ended ? html`<h3>Compute it again</h3>
          <p><button @click=${this.rerun}>${this.path ? 'Rerun this item' : 'Rerun from this node'}</button></p>
          <p class="mono">${safe(command, 300)}</p>` : nothing}` : nothing}
    </aside>`;
  }
}

/**
 * Returns the parts of a prompt by name; the name of a prompt that is one value is empty.
 * @param {string} run
 * @param {any} action
 * @param {any} constants the constants of the node
 * @returns {Promise<[string, any][]>}
 */
async function promptOf(run, action, constants) {
  /** @type {[string, any][]} */
  const parts = [];
  if (constants && typeof constants === 'object' && !Array.isArray(constants)) {
    parts.push(...Object.entries(constants).filter(([, value]) => value !== null));
  } else if (constants !== null && constants !== undefined) {
    parts.push(['', constants]);
  }
  for (const place of action.input ?? []) {
    const value = await valueAt(run, place);
    if (value !== undefined) {
      parts.push([place.part ?? '', value]);
    }
  }
  return parts;
}

/** @param {string} run @param {any} place @returns {Promise<any>} */
async function valueAt(run, place) {
  let value;
  if (place.from === 'constant') {
    value = place.value;
  } else if (place.from === 'index') {
    value = place.index;
  } else if (place.from === 'input') {
    value = await api.part(run, 'input');
  } else if (place.from === 'result' || place.from === 'item') {
    const found = (await api.results(run, { node: place.node, items: place.path || undefined, limit: 1 })).items[0];
    value = place.from === 'item' ? found?.value?.[place.index] : found?.value;
  }
  for (const field of place.fields ?? []) {
    value = value?.[field];
  }
  return value;
}

/** A link to a page of another site, which learns nothing about this one. @param {string} address @param {string} text */
function link(address, text) {
  return address ? html`<p><a href=${address} target="_blank" rel="noreferrer">${text}</a></p>` : nothing;
}

customElements.define('action-drawer', ActionDrawer);
