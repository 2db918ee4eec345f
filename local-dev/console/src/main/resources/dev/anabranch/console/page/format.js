// Text for people: times, durations, sizes, and text of tasks that may be hostile.

/** The statuses of runs and actions with the letter that the run API uses for items. */
export const LETTERS = /** @type {const} */ ({
  R: 'RUNNING', S: 'SUCCEEDED', F: 'FAILED', C: 'CACHED', A: 'ABORTED', '.': 'NOT_STARTED',
});

/** Control characters and bidirectional marks, which could change how the text around them looks. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes hidden characters visible and cuts long text.
 * @param {unknown} text
 * @param {number} most the maximum number of characters
 */
export function safe(text, most = 10_000) {
  const shown = String(text ?? '').replace(UNSAFE, found =>
    '\\u' + found.charCodeAt(0).toString(16).padStart(4, '0'));
  return shown.length > most ? shown.slice(0, most) + '…' : shown;
}

/** Is made once: that takes longer than to write many numbers. */
const NUMBERS = new Intl.NumberFormat('en');

/** @param {number} count */
export function number(count) {
  return NUMBERS.format(Number(count ?? 0));
}

/**
 * @param {number} count
 * @param {string} noun its singular
 */
export function counted(count, noun) {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Rounds down, as the command line does. @param {number} millis */
export function duration(millis) {
  if (!Number.isFinite(millis) || millis < 0) {
    return '';
  }
  if (millis < 1000) {
    return `${Math.floor(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return `${(Math.floor(millis / 100) / 10).toFixed(1)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${Math.floor(seconds % 60)} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/**
 * @param {string | undefined} from
 * @param {string | undefined} to now if undefined
 */
export function between(from, to) {
  return from ? duration((to ? Date.parse(to) : Date.now()) - Date.parse(from)) : '';
}

/** Returns the duration of a run: in tenths of a second, also below a second, as in the command line. @param {any} run */
export function runTime({ started, ended }) {
  const millis = (ended ? Date.parse(ended) : Date.now()) - Date.parse(started);
  return millis >= 0 && millis < 1000 ? `0.${Math.floor(millis / 100)} s` : duration(millis);
}

/** @param {string | undefined} time ISO 8601 */
export function time(time) {
  if (!time) {
    return '';
  }
  const at = new Date(time);
  const today = new Date().toDateString() === at.toDateString();
  return today
    ? at.toLocaleTimeString('en-GB')
    : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }) + ', ' +
      at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < 2) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** @param {number} amount */
export function dollars(amount) {
  return amount === 0 ? '$0' : amount < 0.00001 ? 'under $0.00001'
    : '$' + (amount < 1 ? String(Number(amount.toPrecision(2))) : amount.toLocaleString('en', { maximumFractionDigits: 2 }));
}

/** @param {string} status */
export function statusText(status) {
  return status.toLowerCase().replace('_', ' ');
}

/** Returns the last part of a Java name. @param {string} name */
export function simpleName(name) {
  return safe(name.slice(name.lastIndexOf('.') + 1), 200);
}

/**
 * Decodes letters in run-length encoding, such as 250S1F.
 * @param {string} packed
 * @param {number} length
 */
export function unpack(packed, length) {
  const letters = new Uint8Array(length);
  let at = 0;
  let count = 0;
  for (let i = 0; i < packed.length; i++) {
    const code = packed.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      count = count * 10 + code - 48;
    } else {
      letters.fill(code, at, at + count);
      at += count;
      count = 0;
    }
  }
  return letters;
}
