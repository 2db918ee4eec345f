// The address of the view.

/** Goes to a view. @param {string} address */
export function go(address) {
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Changes the address of the view, which stays. @param {string} address */
export function replace(address) {
  history.replaceState(null, '', address);
}
