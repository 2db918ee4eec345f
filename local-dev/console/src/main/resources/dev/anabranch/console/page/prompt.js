// The prompt of an action that waits for an answer: constants, and values of other actions.
import { api } from './api.js';

/**
 * Returns the parts of a prompt by name; the name of a prompt that is one value is empty.
 * @param {string} run
 * @param {any} action
 * @param {any} constants the constants of the node
 * @returns {Promise<[string, any][]>}
 */
export async function promptOf(run, action, constants) {
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
