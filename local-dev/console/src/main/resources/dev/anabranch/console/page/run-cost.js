// An estimate of what a run has cost so far, from the estimate of `explain` and what the page knows of its actions.
import { api } from './api.js';
import { enclosing } from './nodes.js';

/**
 * What is known of a node: its number of actions, those that have begun, and the duration of those that have ended.
 * @typedef {{width: number, begun: number, millis: number}} NodeUse
 */

/**
 * Returns the cost of a run at AWS's prices: the foreseen lines of each node in the share of its actions that have begun,
 * with the measured durations of functions instead of the assumed ones.
 * @param {any} explained the explanation for the widths of the run
 * @param {(node: string) => NodeUse | undefined} use
 * @param {(fanOut: string) => string[]} inside the nodes in a fan-out
 */
export function costSoFar(explained, use, inside) {
  const calls = new Map(explained.calls.map((/** @type {any} */ call) => [call.node, call]));
  const batched = new Set(explained.fanOuts.filter((/** @type {any} */ f) => f.batch > 1)
    .flatMap((/** @type {any} */ f) => inside(f.node)));
  let sum = 0;
  for (const line of explained.widths[0].bill.lines) {
    const known = line.node === '' ? undefined : use(line.node) ?? inside(line.node).map(use).find(Boolean);
    if (line.charge.startsWith('lambda-') && line.charge.endsWith('-gb-seconds') && known && !batched.has(line.node) && line.quantity) {
      const memory = calls.get(line.node)?.memoryMb ?? 0;
      sum += line.dollars / line.quantity * known.millis / 1000 * memory / 1024;
    } else {
      sum += line.dollars * (line.node === '' ? 1 : known && known.width ? Math.min(1, known.begun / known.width) : 0);
    }
  }
  return sum;
}

/**
 * Reads what runs of a workflow cost, as the explanation foresees it for their numbers of items.
 * @param {string} workflow
 * @param {{id: string}[]} runs
 * @param {(costs: Map<string, number>) => void} found is called after each run with all costs that are known
 */
export async function foreseenCosts(workflow, runs, found) {
  /** @type {Map<string, Promise<number>>} */
  const totals = new Map();
  const costs = new Map();
  for (const { id } of runs) {
    try {
      const [graph, actions] = await Promise.all([api.part(id, 'graph'), api.part(id, 'widths')]);
      /** @type {Record<string, number>} */
      const widths = {};
      for (const { node, actions: count } of actions.items) {
        const vertex = graph.nodes.find((/** @type {any} */ n) => n.id === node);
        if (vertex && enclosing(graph.nodes, vertex).length === 1
          && graph.nodes.some((/** @type {any} */ n) => n.id === vertex.in && n.kind === 'fan-out')) {
          widths[vertex.in] = count;
        }
      }
      const key = JSON.stringify(widths);
      if (!totals.has(key)) {
        totals.set(key, api.explain(workflow, { width: 10, ...widths }).then(explained => explained.widths[0].bill.total));
      }
      costs.set(id, await totals.get(key));
      found(new Map(costs));
    } catch {
      // The run may have been started with another definition, or the workflow is not on the class path of the console.
    }
  }
}
