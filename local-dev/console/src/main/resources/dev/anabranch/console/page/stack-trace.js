// Stack traces, with the frames of the user first and all of them on demand, and the attempts that they are of.
import { html, nothing } from 'lit';
import { between, counted, safe, simpleName, statusText, time } from './format.js';

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

/**
 * @typedef {{attempt: number, began?: string, finished?: string, error?: {name: string, message: string}}} Attempt
 */

/**
 * Returns all attempts, the latest one last. Nothing but its number is known of an attempt that the action does not have.
 * @param {any} action
 * @returns {Attempt[]}
 */
function attemptsOf(action) {
  /** @type {Attempt[]} */
  const attempts = Array.from({ length: action.attempts }, (_, i) => ({ attempt: i + 1 }));
  for (const earlier of action.earlierAttempts ?? []) {
    attempts[earlier.attempt - 1] = earlier;
  }
  const { began, finished, error } = action;
  attempts[action.attempts - 1] = { attempt: action.attempts, began, finished, error };
  return attempts;
}

/**
 * Returns a list of the attempts; nothing for a single one.
 * @param {any} action
 * @param {any[]} lines the lines of its log, which have the stack traces
 */
export function attemptList(action, lines) {
  if (action.attempts < 2) {
    return nothing;
  }
  const attempts = attemptsOf(action);
  return html`<h3>Attempts</h3><ol class="attempts">${attempts.map((attempt, i) => {
    const since = attempts[i - 1]?.began;
    const failure = lines.filter(line => line.attempt === attempt.attempt && line.stack).at(-1);
    return html`<li value=${attempt.attempt}>
      <div class="attempt"><span>${attempt.began ? time(attempt.began) : 'Beginning unknown'}</span>
        ${since && attempt.began ? html`<span class="quiet">+${between(since, attempt.began)}</span>` : nothing}
        ${attempt.began && attempt.finished ? html`<span class="quiet">took ${between(attempt.began, attempt.finished)}</span>` : nothing}
        ${attempt.attempt === action.attempts && !attempt.error ? html`<span class="status ${action.status}">${statusText(action.status)}</span>`
          : attempt.error ? html`<span class="bad">${safe(simpleName(attempt.error.name), 120)}</span>`
          : html`<span class="quiet">no end recorded</span>`}</div>
      ${attempt.error && attempt.attempt < action.attempts ? html`<div class="said">${safe(attempt.error.message, 400)}</div>` : nothing}
      ${failure ? html`<details><summary>Stack trace</summary>${stackTrace(failure.stack, failure.message)}</details>` : nothing}
    </li>`;
  })}</ol>`;
}
