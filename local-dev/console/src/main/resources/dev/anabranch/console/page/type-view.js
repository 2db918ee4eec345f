// The type of a value from its JSON Schema, as a list of fields.
import { html, nothing } from 'lit';
import { safe } from './format.js';

/** Records in records are shown up to this depth. */
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
