// Requests to the run API, through the server of this page.

/** The maximum length of the id of a run. */
const MOST_ID_CHARS = 80;
const TOKEN = 'anabranch-token';

/** The answers with values of users. */
const VALUES = /\/(input|output|results)\b/;

/** Returns the digits of a number without those zeros that say only how large it is. @param {string} number */
const digits = number => number.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '');

/** Returns whether a number of JSON, such as 9007199254740993, becomes another one in JavaScript. @param {string} text */
export const inexact = text => !Number.isFinite(Number(text)) || /^-?\d+$/.test(text) && digits(text) !== digits(String(Number(text)));

/** Keeps an integer that a number cannot hold as it is written, if the browser can. @param {string} _ @param {unknown} value @param {{source?: string}} [context] */
function exact(_, value, context) {
  return typeof value === 'number' && context?.source && inexact(context.source) ? /** @type {any} */ (JSON).rawJSON(context.source) : value;
}

/** An answer that is not a success. */
export class ApiProblem extends Error {
  /**
   * @param {number} status
   * @param {any} body the problem document, if there is one
   */
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? `The run API answered with status ${status}.`);
    this.status = status;
    /** @type {{pointer?: string, parameter?: string, found?: string, expected?: string, fix?: string}[]} */
    this.errors = body?.errors ?? [];
  }
}

/** Takes the token from the address and removes it there, so that it is in no history and no Referer. */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    sessionStorage.setItem(TOKEN, token);
    history.replaceState(null, '', location.pathname + location.search);
  }
}

/** @param {string} token */
export function setToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 */
async function request(method, path, body, signal) {
  /** @type {Record<string, string>} */
  const headers = {};
  const token = sessionStorage.getItem(TOKEN);
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  // The id of a new run ensures by itself that the run is started once, and the API refuses both.
  if (method === 'POST' && !(body instanceof Object && 'id' in body)) {
    headers['Idempotency-Key'] = crypto.randomUUID();
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body: JSON.stringify(body), signal });
  } catch (e) {
    if (/** @type {Error} */ (e).name === 'AbortError') {
      throw e;
    }
    throw new ApiProblem(0, { detail: 'The server of the console does not answer. Is its terminal still open?' });
  }
  const text = await response.text();
  /** @type {any} */
  let json;
  try {
    json = text === '' ? undefined : JSON.parse(text, VALUES.test(path) && /(^|[^.\d])\d{16}|\de\+?\d{3}/i.test(text) ? exact : undefined);
  } catch {
    throw new ApiProblem(response.status, { detail: 'The answer of the run API is not JSON.' });
  }
  if (!response.ok) {
    throw new ApiProblem(response.status, json);
  }
  return json;
}

/** @param {string} run */
const runPath = run => '/api/runs/' + encodeURIComponent(run);

/** @param {Record<string, string | number | undefined>} parameters */
function query(parameters) {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return entries.length ? '?' + new URLSearchParams(entries.map(([k, v]) => [k, String(v)])) : '';
}

/** The time in the last id of a run in milliseconds, so that two ids of this page differ. */
let lastStart = 0;

/** Returns an id for a new run, in the form that the command line uses: the workflow and the time in UTC. @param {string} workflow */
export function newRunId(workflow) {
  lastStart = Math.max(Date.now(), lastStart + 1);
  const [day, time] = new Date(lastStart).toISOString().replace(/[-:Z]/g, '').replace('.', '-').split('T');
  return `${workflow.slice(0, MOST_ID_CHARS - day.length - time.length - 2)}-${day}-${time}`;
}

export const api = {
  /**
   * Lists runs with the numbers of their actions and what they cost.
   * @param {{workflow?: string, status?: string, text?: string, from?: string, to?: string, cursor?: string, limit?: number}} filter
   * @param {AbortSignal} [signal]
   */
  runs: (filter, signal) => request('GET', '/costs' + query(filter), undefined, signal),
  /** Returns the numbers of actions of a run and what it costs. @param {string} run @param {AbortSignal} [signal] */
  cost: (run, signal) => request('GET', '/costs/' + encodeURIComponent(run), undefined, signal),
  /** Returns the workflows that cannot be started, as far as they are known here. @returns {Promise<{items: {name: string, reason: string}[], known: boolean}>} */
  unusable: () => request('GET', '/unusable'),
  /** Returns the descriptions of workflows by name. @returns {Promise<Record<string, string>>} */
  descriptions: () => request('GET', '/descriptions'),
  workflows: () => request('GET', '/api/workflows'),
  /** @param {string} name */
  workflow: name => request('GET', '/api/workflows/' + encodeURIComponent(name)),
  /** @param {string} workflow @returns {Promise<any>} */
  definition: workflow => request('GET', '/definition/' + encodeURIComponent(workflow)),
  /** @param {string} workflow @param {string[]} folded the frames whose insides are not drawn @returns {Promise<any>} */
  definitionLayout: (workflow, folded) => request('GET', `/definition/${encodeURIComponent(workflow)}/layout${query({ fold: folded.join('\n') })}`),
  /** Returns undefined if the workflow is not on the class path. @param {string} workflow @param {Record<string, number>} widths @returns {Promise<any>} */
  explain: (workflow, widths) => request('GET', `/definition/${encodeURIComponent(workflow)}/explain${query(widths)}`),
  /** @param {string} workflow @param {unknown} input */
  start: (workflow, input) => request('POST', `/api/workflows/${encodeURIComponent(workflow)}/runs`, { input, id: newRunId(workflow) }),
  /** @param {string} run @param {AbortSignal} [signal] */
  run: (run, signal) => request('GET', runPath(run), undefined, signal),
  /** @param {string} run @param {'input' | 'output' | 'graph' | 'counts' | 'modes' | 'files'} part @param {AbortSignal} [signal] */
  part: (run, part, signal) => request('GET', `${runPath(run)}/${part}`, undefined, signal),
  /** @param {string} run @param {string[]} [folded] the frames whose insides are not drawn @param {AbortSignal} [signal] */
  layout: (run, folded = [], signal) => request('GET', '/layout/' + encodeURIComponent(run) + query({ fold: folded.join('\n') }), undefined, signal),
  /**
   * Lists actions. One that waits for a retry is running, as in the counts, and has an error.
   * @param {string} run @param {Record<string, string | number | undefined>} filter @param {AbortSignal} [signal]
   */
  actions: async (run, filter, signal) => {
    const page = await request('GET', `${runPath(run)}/actions${query(filter)}`, undefined, signal);
    for (const action of page.items) {
      if (action.status === 'FAILED' && !action.spent) {
        action.status = 'RUNNING';
      }
    }
    return page;
  },
  /** @param {string} run @param {Record<string, string | number | undefined>} filter @param {AbortSignal} [signal] */
  results: (run, filter, signal) => request('GET', `${runPath(run)}/results${query(filter)}`, undefined, signal),
  /** @param {string} run @param {Record<string, string | number | undefined>} filter @param {AbortSignal} [signal] */
  logs: (run, filter, signal) => request('GET', `${runPath(run)}/logs${query(filter)}`, undefined, signal),
  /** @param {string} run @param {{node: string, in?: string, from?: number}} what @param {AbortSignal} [signal] */
  items: (run, what, signal) => request('GET', `${runPath(run)}/items${query(what)}`, undefined, signal),
  /** Returns what all actions of a node have in common. @param {string} run @param {string} node @param {AbortSignal} [signal] */
  summary: (run, node, signal) => request('GET', `${runPath(run)}/summary${query({ node })}`, undefined, signal),
  /** @param {string} run @param {{node: string, from: string, limit: number}} what @param {AbortSignal} [signal] */
  rows: (run, what, signal) => request('GET', `${runPath(run)}/rows${query(what)}`, undefined, signal),
  /** @param {string} run @param {{node: string, path: string}} action @returns {Promise<any>} the values of its input */
  input: (run, action) => request('GET', `/input/${encodeURIComponent(run)}${query(action)}`),
  /** @param {string} run @param {{node: string, path: string}} action */
  report: (run, action) => request('GET', `${runPath(run)}/report${query(action)}`),
  /** @param {string} run */
  cancel: run => request('POST', `${runPath(run)}/cancel`),
  /** @param {string} run @param {{from?: string, node?: string, items?: string, onlyFailed?: boolean}} [what] */
  async rerun(run, what) {
    const { workflow } = await request('GET', runPath(run));
    return request('POST', `${runPath(run)}/rerun`, { ...what, id: newRunId(workflow) });
  },
  /** @param {string} run @param {{from?: string, node?: string, items?: string, onlyFailed?: boolean}} what */
  previewRerun: (run, what) => request('POST', `${runPath(run)}/rerun/preview`, what),
  /** @param {string} run @param {Record<string, string | number | undefined>} filter @param {AbortSignal} [signal] */
  children: (run, filter, signal) => request('GET', `${runPath(run)}/children${query(filter)}`, undefined, signal),
  /** @param {string} run @param {string} node @param {unknown} value @param {string} [items] */
  answer: (run, node, value, items) => request('POST', `${runPath(run)}/signals/${encodeURIComponent(node)}`, { value, items }),
  /** @param {string} run */
  remove: run => request('DELETE', runPath(run)),
  /** @param {string} run @param {{node: string, path: string, name: string}} file */
  async file(run, file) {
    const token = sessionStorage.getItem(TOKEN);
    const response = await fetch('/file/' + encodeURIComponent(run) + query(file),
      token ? { headers: { Authorization: `Bearer ${token}` } } : {});
    if (!response.ok) {
      throw new ApiProblem(response.status, { detail: 'The file cannot be read.' });
    }
    return response.blob();
  },
};
