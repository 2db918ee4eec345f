// A JSON value that folds, and a type from its JSON Schema as a list of fields. Every text is shown as text.
import { LitElement, html, nothing } from 'lit';
import { counted, number, safe } from './format.js';

const MOST_CHILDREN = 100;
const MOST_CHARS = 2000;
const OPEN_DEPTH = 2;
/** Longer lists and objects begin closed. */
const MOST_OPEN = 20;

/**
 * @param {unknown} value
 * @param {number} [depth]
 * @returns {unknown}
 */
export function jsonView(value, depth = 0) {
  // An integer that a number cannot hold is kept as it is written: see exact() of api.js.
  const raw = /** @type {any} */ (JSON).isRawJSON?.(value) ? /** @type {any} */ (value).rawJSON : undefined;
  if (value !== null && typeof value === 'object' && !raw) {
    return html`<json-fold .value=${value} .depth=${depth}></json-fold>`;
  }
  const kind = value === null ? 'null' : raw ? 'number' : typeof value;
  const text = typeof value === 'string' ? safe(value, MOST_CHARS) : raw ?? String(value);
  return html`<span class="json ${kind}">${text}</span>`;
}

/** A list or an object. What is in it is rendered only while it is open, because a result can have a million elements. */
class JsonFold extends LitElement {
  static properties = { value: {}, depth: {}, open: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.value = [];
    this.depth = 0;
    /** Undefined until the browser has opened or closed it. @type {boolean | undefined} */
    this.open = undefined;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const list = Array.isArray(this.value);
    const names = list ? [] : Object.keys(this.value);
    const count = list ? this.value.length : names.length;
    const title = counted(count, list ? 'element' : 'field');
    if (!count) {
      return html`<span class="json quiet">${title}</span>`;
    }
    const open = this.open ?? (this.depth < OPEN_DEPTH && count <= MOST_OPEN);
    return html`<details class="json" ?open=${open} @toggle=${(/** @type {any} */ e) => { this.open = e.target.open; }}>
      <summary>${title}</summary>${open ? this.inside(list ? [...this.value.slice(0, MOST_CHILDREN).keys()] : names.slice(0, MOST_CHILDREN), count) : ''}</details>`;
  }

  /** @param {(string | number)[]} names @param {number} count */
  inside(names, count) {
    return html`<dl>${names.map(name => html`
      <div><dt>${safe(name, 200)}</dt><dd>${jsonView(this.value[name], this.depth + 1)}</dd></div>`)}
    </dl>
    ${count > names.length ? html`<p class="quiet">and ${number(count - names.length)} more</p>` : ''}`;
  }
}

customElements.define('json-fold', JsonFold);

/** Records in records are shown in types up to this depth. */
const DEEPEST = 6;

/**
 * @param {any} root the whole schema, whose definitions parts refer to
 * @param {any} [schema]
 * @param {number} [depth]
 * @returns {unknown}
 */
export function typeView(root, schema = root, depth = 0) {
  const { type, name, properties, required } = described(root, schema);
  if (!properties || depth > DEEPEST) {
    return html`<code>${safe(type, 200)}</code>`;
  }
  return html`<code>${safe(name || type, 200)}</code><ul class="type">${Object.entries(properties).map(([field, part]) => html`<li>
    ${safe(field, 80)}${required.includes(field) ? nothing : html`<span class="quiet">, optional</span>`}:
    ${typeView(root, part, depth + 1)}</li>`)}</ul>`;
}

/**
 * Returns the text of a type, and the fields of the record that it is or that its elements are.
 * @param {any} root
 * @param {any} schema
 * @returns {{type: string, name: string, properties: Record<string, any> | undefined, required: string[]}}
 */
function described(root, schema) {
  const plain = { name: '', properties: undefined, required: [] };
  if (schema?.$ref?.startsWith('#/$defs/')) {
    const name = decodeURIComponent(schema.$ref.slice('#/$defs/'.length));
    return { ...described(root, root.$defs?.[name.replace(/~1/g, '/').replace(/~0/g, '~')]), name };
  }
  if (schema?.anyOf) {
    const others = schema.anyOf.filter((/** @type {any} */ s) => s.type !== 'null');
    return others.length === 1 ? described(root, others[0])
      : { ...plain, type: others.map((/** @type {any} */ s) => described(root, s).type).join(' or ') };
  }
  if (schema?.enum) {
    return { ...plain, type: schema.enum.map((/** @type {any} */ value) => JSON.stringify(value)).join(' or ') };
  }
  if (schema?.type === 'array') {
    const element = described(root, schema.items);
    return { ...element, type: `list of ${element.type}`, name: element.name && `list of ${element.name}` };
  }
  if (schema?.type === 'object' && schema.properties) {
    return { type: 'record', name: '', properties: schema.properties, required: schema.required ?? [] };
  }
  return { ...plain, type: (schema?.type ?? 'any JSON') + (schema?.format ? `, ${schema.format}` : '') };
}
