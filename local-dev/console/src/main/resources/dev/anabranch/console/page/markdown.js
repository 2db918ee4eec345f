// Markdown of tasks as elements. Text never becomes HTML: every part is a text node, and only some addresses become links.
import { html, nothing } from 'lit';
import { number, safe } from './format.js';

/** The maximum number of lines that are shown. */
const MOST_LINES = 2000;

/** The maximum number of cells, links, pictures and other parts of lines: a browser needs seconds for many more. */
const MOST_PARTS = 20_000;

/** The maximum number of lists and quotations inside each other. */
const MOST_NESTED = 8;

/** No report has more characters. */
const MOST_CHARACTERS = 300_000;

/** A longer line is no line of a table's head, no rule and underlines no title. */
const LONGEST_RULE = 1000;

/** An address, with balanced parentheses, and its title. */
const ADDRESS = String.raw`((?:[^()\s<>]|\([^()\s<>]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\)`;

/**
 * A character after a backslash, code, image, link, strong and emphasized text.
 * No alternative can contain its own beginning, so matching is linear.
 */
const INLINE = new RegExp([
  String.raw`\\([!-/:-@[-${'`'}{-~])`, '`([^`]+)`',
  String.raw`!\[([^[\]]*)\]\((?:<([^<>]*)>\)|${ADDRESS})`, String.raw`\[([^[\]]*)\]\(${ADDRESS}`,
  String.raw`\*\*([^*]+)\*\*`, String.raw`(?<!\w)__([^_]+)__(?!\w)`, String.raw`\*([^*\s][^*]*)\*`, String.raw`(?<!\w)_([^_\s][^_]*)_(?!\w)`,
].join('|'), 'g');

/** The beginning of an item of a list. */
const MARKER = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +|$)/;

/** @typedef {(name: string) => string | undefined} Pictures returns the address of the picture with a name */

/** What the parts of a report share: their pictures, and the number of parts that can follow. @typedef {{pictures: Pictures, left: number}} Report */

/** @param {unknown} text */
const all = text => safe(text, MOST_CHARACTERS);

/**
 * @param {string} line
 * @param {Report} report
 * @returns {unknown[]}
 */
function inline(line, report) {
  const parts = [];
  let end = 0;
  for (const found of line.matchAll(INLINE)) {
    if (report.left-- <= 0) {
      break;
    }
    const [whole, escaped, code, alt, quoted, image, label, target, strong, strong2, emphasized, emphasized2] = found;
    parts.push(all(line.slice(end, found.index)));
    end = found.index + whole.length;
    const picture = alt === undefined ? undefined : report.pictures(quoted ?? image);
    const bold = strong ?? strong2;
    const italic = emphasized ?? emphasized2;
    parts.push(escaped !== undefined ? escaped
      : code !== undefined ? html`<code>${all(code)}</code>`
      : picture ? html`<img src=${picture} alt=${safe(alt, 200)}>`
      : label !== undefined && /^https?:\/\//i.test(target)
        ? html`<a href=${target} target="_blank" rel="noopener noreferrer">${safe(label || target, 500)}</a>`
      : bold !== undefined ? html`<strong>${inline(bold, report)}</strong>`
      : italic !== undefined ? html`<em>${inline(italic, report)}</em>`
      : all(whole));
  }
  parts.push(all(line.slice(end)));
  return parts;
}

/** Returns the cells of a row of a table: a vertical bar in code or after a backslash is text. @param {string} line */
function cells(line) {
  const found = [''];
  for (const [part] of line.trim().replace(/^\|/, '').matchAll(/\\\||`[^`]*`|\||[^\\|`]+|[^]/g)) {
    if (part === '|') {
      found.push('');
    } else {
      found[found.length - 1] += part.replaceAll('\\|', '|');
    }
  }
  if (found.length > 1 && !found[found.length - 1].trim()) {
    found.pop();
  }
  return found.map(cell => cell.trim());
}

/** Returns the alignments of a table if it begins with a line; undefined otherwise. @param {string} head @param {string} [rule] */
function columns(head, rule = '') {
  if (!head.includes('|') || !rule.includes('|') || rule.length > LONGEST_RULE) {
    return undefined;
  }
  const found = cells(rule);
  return found.every(cell => /^:?-+:?$/.test(cell)) && cells(head).length === found.length
    ? found.map(cell => cell.endsWith(':') ? 'right' : '') : undefined;
}

/** @param {string} line */
const isBreak = line => line.length <= LONGEST_RULE && /^ {0,3}([-*_])(?: *\1){2,} *$/.test(line);

/** Whether a line ends the paragraph before it. @param {string} line */
const interrupts = line => /^(?:\s*$| {0,3}(?:#{1,6} |>|```|~~~|(?:[-*+]|1[.)]) +\S))/.test(line) || isBreak(line);

/** @param {number} level @param {unknown} text */
function heading(level, text) {
  return level === 1 ? html`<h4 class="first">${text}</h4>` : level === 2 ? html`<h4>${text}</h4>` : html`<h5>${text}</h5>`;
}

/**
 * @param {string[]} lines the head, the rule and the rows
 * @param {string[]} classes those of the columns
 * @param {Report} report
 */
function table([head, , ...rows], classes, report) {
  /** @param {string} row */
  const cellsOf = row => cells(row).slice(0, classes.length).map((cell, at) => {
    report.left--;
    return [inline(cell, report), classes[at]];
  });
  return html`<div class="scroll" tabindex="0"><table class="list compact">
    <thead><tr>${cellsOf(head).map(([cell, align]) => html`<th class=${align}>${cell}</th>`)}</tr></thead>
    <tbody>${rows.map(row => report.left <= 0 ? (report.left--, nothing)
      : html`<tr>${cellsOf(row).map(([cell, align]) => html`<td class=${align}>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

/**
 * Returns the items of the list that begins with a line, and the number of the line after it.
 * @param {string[]} lines
 * @param {number} i
 * @param {RegExpExecArray} first
 * @returns {[string[][], number]}
 */
function listItems(lines, i, first) {
  const items = [];
  const kind = first[2].at(-1);
  for (let marker = /** @type {RegExpExecArray | null} */ (first); marker && marker[2].at(-1) === kind && !isBreak(lines[i]);
    marker = MARKER.exec(lines[i] ?? '')) {
    const item = [lines[i].slice(marker[0].length)];
    for (i++; i < lines.length; i++) {
      const at = lines[i].search(/\S/);
      const continues = item[item.length - 1] !== '' && !MARKER.test(lines[i]) && !interrupts(lines[i]);
      if (at >= 0 && at < first[1].length + 2 && !continues) {
        break;
      }
      item.push(at < 0 ? '' : lines[i].slice(Math.min(at, marker[0].length)));
    }
    items.push(item);
  }
  return [items, i];
}

/**
 * @param {string[]} lines
 * @param {Report} report
 * @param {number} depth the number of lists and quotations around the lines
 * @param {boolean} [item] whether the lines are an item of a list, whose first paragraph has no element
 * @returns {unknown[]}
 */
function blocks(lines, report, depth, item = false) {
  const found = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const title = /^ {0,3}(#{1,6}) +/.exec(line);
    const fence = /^ {0,3}(`{3,}|~{3,})(.*)/.exec(line);
    const marker = depth < MOST_NESTED && !isBreak(line) ? MARKER.exec(line) : null;
    const classes = columns(line, lines[i + 1]);
    if (line.trim() === '') {
      i++;
    } else if (fence && !fence[2].includes('`')) {
      let end = i + 1;
      while (end < lines.length && !(lines[end].trim().startsWith(fence[1]) && /^\s*(`+|~+)\s*$/.test(lines[end]))) {
        end++;
      }
      found.push(html`<pre tabindex="0">${all(lines.slice(i + 1, end).join('\n'))}</pre>`);
      i = end + 1;
    } else if (title) {
      found.push(heading(title[1].length, inline(line.slice(title[0].length).trimEnd().replace(/(?:^| )#+$/, ''), report)));
      i++;
    } else if (isBreak(line)) {
      found.push(html`<hr>`);
      i++;
    } else if (classes) {
      let end = i + 2;
      while (end < lines.length && lines[end].includes('|')) {
        end++;
      }
      found.push(table(lines.slice(i, end), classes, report));
      i = end;
    } else if (marker) {
      const [items, end] = listItems(lines, i, marker);
      const shown = items.map(text => html`<li>${blocks(text, report, depth + 1, true)}</li>`);
      found.push(marker[2].length > 1 ? html`<ol start=${parseInt(marker[2], 10)}>${shown}</ol>` : html`<ul>${shown}</ul>`);
      i = end;
    } else if (line.startsWith('>') && depth < MOST_NESTED) {
      const quoted = [];
      for (; i < lines.length && lines[i].startsWith('>'); i++) {
        quoted.push(lines[i].replace(/^> ?/, ''));
      }
      found.push(html`<blockquote>${blocks(quoted, report, depth + 1)}</blockquote>`);
    } else {
      const taken = [line.trim()];
      let level = 0;
      for (i++; i < lines.length && !level; i++) {
        const underline = lines[i].length <= LONGEST_RULE ? /^ {0,3}(?:(=+)|-+) *$/.exec(lines[i]) : null;
        level = !underline ? 0 : underline[1] ? 1 : 2;
        if (!level && (interrupts(lines[i]) || columns(lines[i], lines[i + 1]))) {
          break;
        }
        if (!level) {
          taken.push(lines[i].trim());
        }
      }
      const text = inline(taken.join(' '), report);
      found.push(level ? heading(level, text) : item && !found.length ? text : html`<p>${text}</p>`);
    }
  }
  return found;
}

/**
 * Returns the elements of a text. Headings, paragraphs, lists, tables, code blocks, quotations and breaks are understood.
 * @param {string} text
 * @param {Pictures} pictures
 */
export function markdown(text, pictures) {
  const lines = text.split(/\r?\n/);
  const report = { pictures, left: MOST_PARTS };
  const shown = blocks(lines.slice(0, MOST_LINES).map(line => line.replace(/^[ \t]+/, space => space.replaceAll('\t', '    '))), report, 0);
  return html`<div class="report">${shown}${report.left < 0
    ? html`<p class="quiet">The report has more than ${number(MOST_PARTS)} cells, links and other parts: later rows are left out, and later text is not formatted.</p>`
    : nothing}${lines.length > MOST_LINES ? html`<p class="quiet">The first ${number(MOST_LINES)} of ${number(lines.length)} lines are shown.</p>` : nothing}</div>`;
}
