// The graph of a run: the layout comes from the server, the counts and bars from the items.
import { svg, html, nothing } from 'lit';
import { number, safe } from './format.js';
import { total } from './nodes.js';

const ORDER = 'SCFAR.';
/** The smallest scale of a graph. */
const SMALLEST = 0.75;
/** The detail of the box of a folded frame. */
const FOLDED = /^[\d,]+ nodes?$/;

/**
 * @param {any} layout
 * @param {(node: string) => Record<string, number> | undefined} counts the actions of a node, or of the nodes in a folded
 *   frame, by the letter of their status
 * @param {string} selected the name of the selected node
 * @param {(node: string) => void} select
 * @param {(node: string) => boolean} clickable whether a node can be selected
 * @param {(frame: string) => void} [fold] folds or unfolds a frame; without it, frames do not fold
 * @param {Map<string, string>} [modes] the modes of fan-outs that have started, by their boxes
 */
export function runGraph(layout, counts, selected, select, clickable, fold = undefined, modes = new Map()) {
  const { width, height } = layout;
  // On a narrow screen, a wide graph scrolls before its text becomes too small.
  return html`<svg class="graph" viewBox="-4 -4 ${width + 8} ${height + 8}" width=${width + 8} height=${height + 8}
    .style=${`min-width: ${Math.round(SMALLEST * (width + 8))}px`}
    role="group" aria-label="Graph">
    <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
      <path class="head" d="M0,0.5 L8,4 L0,7.5 z"></path></marker></defs>
    ${layout.frames.map((/** @type {any} */ f) => svg`<g>
      <rect class="frame ${f.kind}" x=${f.x} y=${f.y} width=${f.width} height=${f.height} rx="8"></rect>
      <text class="title" x=${f.x + 12} y=${f.y + 17}>${safe(f.label, 60)}</text>
      ${fold ? folder(f, () => fold(f.id)) : nothing}</g>`)}
    ${layout.arrows.map((/** @type {any} */ a) => svg`<path class="arrow ${a.ordering ? 'ordering' : ''}" d=${a.path}
      marker-end="url(#head)"></path>`)}
    ${layout.boxes.map((/** @type {any} */ b) => box(b, counts, selected, select, clickable, fold, modes.get(b.id)))}
  </svg>`;
}

/** Moves the focus from a frame to its box after folding, or back. @param {Element} page has the graph @param {string} id of the frame */
export function focusFrame(page, id) {
  const places = /** @type {NodeListOf<SVGElement>} */ (page.querySelectorAll('.graph [data-frame]'));
  [...places].find(place => place.dataset.frame === id)?.focus();
}

/** A button in the corner of a frame. @param {any} f @param {() => void} fold */
function folder(f, fold) {
  const x = f.x + f.width - 22;
  const y = f.y + 6;
  return svg`<g class="folder" role="button" tabindex="0" data-frame=${f.id} aria-label="Fold ${safe(f.label || f.id.slice(f.id.indexOf(':') + 1), 60)}" @click=${fold}
    @keydown=${(/** @type {KeyboardEvent} */ e) => {
      if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); fold(); }
    }}><rect x=${x} y=${y} width="16" height="16" rx="4"></rect><path d="M${x + 4},${y + 8} h8"></path></g>`;
}

/**
 * @param {any} b @param {any} counts @param {string} selected @param {(node: string) => void} select @param {(node: string) => boolean} isSelectable
 * @param {((frame: string) => void) | undefined} fold @param {string} [mode] of a fan-out
 */
function box(b, counts, selected, select, isSelectable, fold, mode) {
  const node = b.id.startsWith('call:') ? b.id.slice('call:'.length) : '';
  const folded = fold !== undefined && FOLDED.test(b.details.join(' ')) && !node && b.kind !== 'input' && b.kind !== 'output';
  const known = node || folded ? counts(node || b.id) : undefined;
  const all = total(known);
  const sheets = b.kind === 'stack' ? 8 : 0;
  const w = b.width - sheets;
  const h = b.height - sheets;
  const done = known ? all - (known.R ?? 0) - (known['.'] ?? 0) : 0;
  /** @type {string[]} */
  const details = b.kind === 'stack' && !folded
    ? [...all > 0 ? [`${number(done)} of ${number(all)}`] : b.details.slice(0, -1), ...mode ? [mode] : all > 0 ? [] : b.details.slice(-1)] : b.details;
  const lines = b.lines.length * 17 + 14 * details.length;
  let y = b.y + (h - lines) / 2 + 12;
  const state = all === 1 && b.kind !== 'stack' ? Object.keys(known ?? {})[0] : '';
  const clickable = folded || (isSelectable(node));
  const act = () => folded ? fold?.(b.id) : select(node);
  const failed = known?.F ?? 0;
  const shape = b.kind === 'condition'
    ? svg`<path class="box condition" d="M${b.x + w / 2},${b.y} L${b.x + w},${b.y + h / 2} L${b.x + w / 2},${b.y + h} L${b.x},${b.y + h / 2} z"></path>`
    : svg`${sheets ? [2, 1].map(s => svg`<rect class="box" x=${b.x + 4 * s} y=${b.y + 4 * s} width=${w} height=${h} rx="5"></rect>`) : nothing}
      <rect class="box ${b.kind} ${state ? 'is' + (state === '.' ? 'N' : state) : ''}" x=${b.x} y=${b.y} width=${w} height=${h}
        rx=${b.kind === 'input' || b.kind === 'output' ? h / 2 : 5}></rect>`;
  const label = safe(b.lines.join(' '), 120);
  return svg`<g class="node ${clickable ? 'clickable' : ''} ${node && node === selected ? 'selected' : ''}"
    data-frame=${folded ? b.id : nothing} role=${clickable ? 'button' : nothing} tabindex=${clickable ? 0 : nothing}
    aria-label=${clickable ? `${folded ? 'Unfold ' : ''}${label}${details.length ? ', ' + details.join(' ') : ''}${
      failed ? `, ${number(failed)} failed` : ''}` : nothing}
    @click=${() => clickable && act()}
    @keydown=${(/** @type {KeyboardEvent} */ e) => {
      if (clickable && (e.key === 'Enter' || e.key === ' ')) { e.preventDefault(); act(); }
    }}>
    ${shape}
    ${b.lines.map((/** @type {string} */ line) => {
      // The blank keeps the words of two lines apart for screen readers.
      const text = svg`<text x=${b.x + w / 2} y=${y}>${safe(line, 60)}</text> `;
      y += 17;
      return text;
    })}
    ${details.map((line, i) =>
      svg`<text class="detail" x=${b.x + w / 2} y=${y - 2 + 14 * i}>${safe(line, 60)}</text> `)}
    ${failed ? svg`<circle class="mark" cx=${b.x + w - 1} cy=${b.y + 1} r="5"></circle>` : nothing}
    ${all > 1 && b.kind !== 'condition' ? bar(known ?? {}, all, b.x + 6, b.y + h - 6, w - 12) : nothing}
  </g>`;
}

/** @param {Record<string, number>} counts @param {number} total @param {number} x @param {number} y @param {number} width */
function bar(counts, total, x, y, width) {
  let at = x;
  return [...ORDER].filter(letter => counts[letter]).map(letter => {
    const part = width * counts[letter] / total;
    const rect = svg`<rect class="part is${letter === '.' ? 'N' : letter}" x=${at} y=${y} width=${Math.max(part, 0.5)} height="3"></rect>`;
    at += part;
    return rect;
  });
}
