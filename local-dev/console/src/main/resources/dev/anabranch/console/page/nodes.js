// The nodes of a run's graph, as the run API describes them.

/** Returns whether a node has actions; the others only contain nodes. @param {any} node */
export function hasActions(node) {
  return ['call', 'run', 'wait', 'await', 'callback', 'on-failure'].includes(node.kind) && !node.added;
}

/**
 * Returns the fan-outs and loops around a node, outermost first.
 * @param {any[]} nodes
 * @param {any} node
 * @returns {string[]}
 */
export function enclosing(nodes, node) {
  const found = [];
  for (let at = nodes.find(n => n.id === node.in); at; at = nodes.find(n => n.id === at.in)) {
    if (at.kind === 'fan-out' || at.kind === 'repeat') {
      found.unshift(at.id);
    }
  }
  return found;
}

/** Returns the actions of a node by the letter of their status, without zeros. @param {any} tally @returns {Record<string, number>} */
export function countsOf(tally) {
  const { succeeded, cached, failed, running, aborted, expected } = tally;
  const waiting = Math.max(0, expected - succeeded - cached - failed - running - aborted);
  return Object.fromEntries(Object.entries({ S: succeeded, C: cached, F: failed, R: running, A: aborted, '.': waiting })
    .filter(([, count]) => count));
}

/** Returns the number of actions of all statuses. @param {Record<string, number> | undefined} counts */
export function total(counts) {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}
