// The address of the view.

/** Goes to a view. @param {string} address */
export function go(address) {
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}
