// The address of the view.

/** Returns what identifies a page: of a run also while one of its actions is open. @param {string} address */
const pageOf = address => address.split(/[/?]/, 3).join('/');

/** Goes to a view. Another page begins at its top, with the focus before its first link. @param {string} address */
export function go(address) {
  const stays = pageOf(location.pathname) === pageOf(address);
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
  if (!stays) {
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }
}

/** Returns a part of an address without percent-encoding, or as it is if that is malformed. @param {string} part */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Changes the address of the view, which stays. @param {string} address */
export function replace(address) {
  history.replaceState(null, '', address);
}

/** Returns the address of a run. @param {string} run */
export const runAddress = run => '/runs/' + encodeURIComponent(run);

/** Returns the address of an action. @param {string} run @param {string} node @param {string} [path] its indexes; empty outside fan-outs */
export const actionAddress = (run, node, path) => `${runAddress(run)}/actions/${encodeURIComponent(node)}${path ? '/' + path : ''}`;
