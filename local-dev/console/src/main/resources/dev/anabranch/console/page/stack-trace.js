// A stack trace: the frames of the user first, all of them on demand.
import { html, nothing } from 'lit';
import { counted, safe } from './format.js';

const FRAME = /^\s*at (?:[^/()]*\/)*([\w.$<>]+)\(/;
const COMMON = /^\s*\.\.\. \d+ (?:more|common frames omitted)/;
/** Frames between those of tasks: the runtime, reflection and method handles. */
const INTERNAL = /^(?:dev\.anabranch\.(?:runtime|runs|embedded|engine|stores)|jdk\.internal|sun|com\.sun|java\.lang\.(?:reflect|invoke))\./;
/** Libraries that also call tasks: their frames are kept above those of user code only. */
const LIBRARY = /^(?:java|javax|com\.fasterxml\.jackson)\./;
/** The frame that calls a task through a bridge method, which has a frame too. */
const CALLER = 'dev.anabranch.runtime.internal.invoke.TypedTask.run';

/**
 * Returns the exception with its causes, each with the frames down to the last one of user code: the lines that the command line shows.
 * @param {string} stack
 */
export function userFrames(stack) {
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  let library = [];
  const method = (/** @type {string | undefined} */ frame) => FRAME.exec(frame ?? '')?.[1];
  for (const line of stack.trimEnd().split('\n')) {
    const name = method(line);
    if (COMMON.test(line)) {
      lines.push(...library);
      library = [];
    } else if (!name) {
      library = [];
      lines.push(line);
    } else if (name === CALLER) {
      if (method(lines.at(-1)) && method(lines.at(-1)) === method(lines.at(-2))) {
        lines.pop();
      }
    } else if (!INTERNAL.test(name)) {
      library.push(line);
      if (!LIBRARY.test(name)) {
        lines.push(...library);
        library = [];
      }
    }
  }
  return lines;
}

/**
 * Returns the frames of the user; all lines replace them on demand.
 * @param {string} stack
 * @param {string} message what is shown above; if it ends with the exception, the stack trace begins with the first frame
 */
export function stackTrace(stack, message) {
  const head = stack.slice(0, Math.max(0, stack.search(/\n\s*at /)));
  const rest = head && message.trimEnd().endsWith(head) ? stack.slice(head.length + 1) : stack;
  const all = rest.trimEnd().split('\n');
  const shown = userFrames(rest);
  const hidden = all.length - shown.length;
  return html`<div class="stack"><div class="frames">${safe(shown.join('\n'), 20_000)}</div>${hidden > 0 ? html`<details><summary>${
    counted(hidden, 'line')} of the runtime and of libraries hidden: show all</summary>${safe(all.join('\n'), 20_000)}</details>` : nothing}</div>`;
}
