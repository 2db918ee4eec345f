// Markdown of tasks as elements. Text never becomes HTML: every part is a text node, and only some addresses become links.
import { html, nothing } from 'lit';
import { safe } from './format.js';

/** The maximum number of lines that are shown. */
const MOST_LINES = 2000;

/** A longer line is shown as it is. */
const LONGEST_LINE = 10_000;

/** Code, image, link, strong and emphasized text. No alternative can contain its own beginning, so matching is linear. */
const INLINE = /`([^`]+)`|!\[([^[\]]*)\]\((?:<([^<>]*)>|([^()\s<>]*))\)|\[([^[\]]*)\]\(([^()\s]*)\)|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

/** @typedef {(name: string) => string | undefined} Pictures returns the address of the picture with a name */

/**
 * @param {string} line
 * @param {Pictures} pictures
 * @returns {unknown[]}
 */
function inline(line, pictures) {
  if (line.length > LONGEST_LINE) {
    return [safe(line)];
  }
  const parts = [];
  let end = 0;
  for (const found of line.matchAll(INLINE)) {
    const [whole, code, alt, quoted, image, label, target, strong, emphasized] = found;
    parts.push(safe(line.slice(end, found.index)));
    end = found.index + whole.length;
    const picture = alt === undefined ? undefined : pictures(quoted ?? image);
    parts.push(code !== undefined ? html`<code>${safe(code)}</code>`
      : picture ? html`<img src=${picture} alt=${safe(alt, 200)}>`
      : label !== undefined && /^https?:\/\//i.test(target)
        ? html`<a href=${target} target="_blank" rel="noopener noreferrer">${safe(label || target, 500)}</a>`
      : strong !== undefined ? html`<strong>${safe(strong)}</strong>`
      : emphasized !== undefined ? html`<em>${safe(emphasized)}</em>`
      : safe(whole));
  }
  parts.push(safe(line.slice(end)));
  return parts;
}

/** Returns the cells of a row of a table. @param {string} line */
function cells(line) {
  return line.trim().replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());
}

/** @param {string} line */
const isRule = line => line.length < 1000 && line.includes('|') && cells(line).every(cell => /^:?-+:?$/.test(cell));

/** @param {number} level @param {unknown} text */
function heading(level, text) {
  return level === 1 ? html`<h4 class="first">${text}</h4>` : level === 2 ? html`<h4>${text}</h4>` : html`<h5>${text}</h5>`;
}

/**
 * Returns the elements of a text. Headings, paragraphs, lists, tables, code blocks and quotations are understood.
 * @param {string} text
 * @param {Pictures} pictures
 */
export function markdown(text, pictures) {
  const all = text.split(/\r?\n/);
  const lines = all.slice(0, MOST_LINES);
  const blocks = [];
  /** Returns the lines from i on that fit, without a prefix. @param {number} i @param {RegExp} prefix */
  const run = (i, prefix) => {
    const taken = [];
    while (i + taken.length < lines.length && prefix.test(lines[i + taken.length])) {
      taken.push(lines[i + taken.length].replace(prefix, ''));
    }
    return taken;
  };
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const title = /^(#{1,6}) +/.exec(line);
    const list = /^ {0,3}(?:[-*+]|\d{1,9}[.)]) +/.exec(line);
    if (line.startsWith('```')) {
      let end = i + 1;
      while (end < lines.length && !lines[end].startsWith('```')) {
        end++;
      }
      blocks.push(html`<pre tabindex="0">${safe(lines.slice(i + 1, end).join('\n'), 300_000)}</pre>`);
      i = end + 1;
    } else if (title) {
      blocks.push(heading(title[1].length, inline(line.slice(title[0].length), pictures)));
      i++;
    } else if (i + 1 < lines.length && line.includes('|') && isRule(lines[i + 1])) {
      const right = cells(lines[i + 1]).map(cell => cell.endsWith(':') ? 'right' : '');
      const rows = run(i + 2, /^(?=.*\|)/);
      blocks.push(html`<div class="scroll" tabindex="0"><table class="list compact"><thead><tr>${cells(line).map((cell, at) =>
        html`<th class=${right[at] ?? ''}>${inline(cell, pictures)}</th>`)}</tr></thead><tbody>${rows.map(row =>
        html`<tr>${cells(row).map((cell, at) => html`<td class=${right[at] ?? ''}>${inline(cell, pictures)}</td>`)}</tr>`)}</tbody></table></div>`);
      i += 2 + rows.length;
    } else if (list) {
      const items = run(i, /^ {0,3}(?:[-*+]|\d{1,9}[.)]) +/).map(item => html`<li>${inline(item, pictures)}</li>`);
      blocks.push(/\d/.test(list[0]) ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`);
      i += items.length;
    } else if (line.startsWith('>')) {
      const quoted = run(i, /^> ?/);
      blocks.push(html`<blockquote>${inline(quoted.join(' '), pictures)}</blockquote>`);
      i += quoted.length;
    } else if (line.trim() === '') {
      i++;
    } else {
      const more = run(i + 1, /^(?!\s*$|#{1,6} |```|>| {0,3}(?:[-*+]|\d{1,9}[.)]) )/);
      const table = more.findIndex((next, at) => next.includes('|') && isRule(lines[i + at + 2] ?? ''));
      const taken = [line, ...(table < 0 ? more : more.slice(0, table))];
      blocks.push(html`<p>${inline(taken.join(' '), pictures)}</p>`);
      i += taken.length;
    }
  }
  return html`<div class="report">${blocks}${all.length > MOST_LINES
    ? html`<p class="quiet">The first ${MOST_LINES} lines are shown.</p>` : nothing}</div>`;
}
