// A form for a value, made from its JSON Schema. It covers the schemas that the run API writes.
import { LitElement, html, nothing } from 'lit';
import { inexact } from './api.js';
import { safe } from './format.js';

/** A number of JSON. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * @typedef {{type?: string, properties?: Record<string, Schema>, required?: string[], items?: Schema, enum?: unknown[],
 *   anyOf?: Schema[], $ref?: string, $defs?: Record<string, Schema>, nullable?: boolean, minimum?: number, maximum?: number,
 *   additionalProperties?: Schema | boolean, description?: string, format?: string}} Schema
 */

export class ValueForm extends LitElement {
  static properties = { schema: {}, value: {}, errors: {}, base: {}, text: { state: true }, asText: { state: true },
    unread: { state: true } };

  constructor() {
    super();
    /** @type {Schema} */
    this.schema = {};
    /** @type {any} */
    this.value = null;
    /** The errors of the run API. @type {{pointer?: string, name?: string, found?: string, expected?: string, fix?: string}[]} */
    this.errors = [];
    /** The JSON pointer of the value in the body of the request. */
    this.base = '/input';
    this.text = '';
    this.asText = false;
    /** The value that the form was last given or has read. @type {any} */
    this.own = null;
    /** The texts of number fields as they were typed, by pointer: 1.0 must not become 1 before 1.05. @type {Record<string, string>} */
    this.typed = {};
    /** What is wrong with the texts that cannot be sent, by pointer. @type {Record<string, string>} */
    this.unread = {};
    /** The pointers of the values that have a field. @type {Set<string>} */
    this.placed = new Set();
  }

  createRenderRoot() {
    return this;
  }

  /** Returns a schema without references and without the choice of null. @param {Schema} schema @returns {Schema} */
  plain(schema) {
    /** @type {any} */
    let found = schema;
    let nullable = false;
    for (let i = 0; i < 20; i++) {
      if (found?.$ref?.startsWith('#/$defs/')) {
        const name = found.$ref.slice('#/$defs/'.length).replace(/~1/g, '/').replace(/~0/g, '~');
        found = this.schema.$defs?.[decodeURIComponent(name)] ?? {};
      } else if (found?.anyOf) {
        const others = found.anyOf.filter((/** @type {Schema} */ s) => s.type !== 'null');
        nullable ||= others.length < found.anyOf.length;
        if (others.length !== 1) {
          return { nullable };
        }
        found = others[0];
      } else {
        break;
      }
    }
    return { ...found, nullable };
  }

  /** Returns a first value for a schema. @param {Schema} schema @param {number} [depth] @returns {any} */
  initial(schema, depth = 0) {
    const plain = this.plain(schema);
    if (plain.nullable || depth > 8) {
      return null;
    }
    if (plain.enum) {
      return plain.enum[0];
    }
    switch (plain.type) {
      case 'object': {
        const entries = Object.entries(plain.properties ?? {})
          .filter(([name]) => plain.required?.includes(name))
          .map(([name, part]) => [name, this.initial(part, depth + 1)]);
        return Object.fromEntries(entries);
      }
      case 'array': return [];
      case 'integer': case 'number': return 0;
      case 'boolean': return false;
      case 'string': return '';
      default: return null;
    }
  }

  /** Returns the first value of a new element: it is null only where its field can show that. @param {Schema} schema */
  element(schema) {
    const plain = this.plain(schema);
    return this.initial({ ...plain, nullable: plain.nullable && isTyped(plain) }, 1);
  }

  /** Returns the first value of a whole schema. @param {Schema} schema */
  static first(schema) {
    const form = new ValueForm();
    form.schema = schema;
    return form.initial({ ...form.plain(schema), nullable: undefined });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    // Another value from outside, such as that of another action, replaces the text.
    if (changed.has('value') && this.value !== this.own) {
      this.own = this.value;
      this.unread = {};
      this.typed = {};
      this.text = JSON.stringify(this.value, null, 2);
    }
  }

  /** @param {any} value */
  change(value) {
    this.value = this.own = value;
    this.dispatchEvent(new CustomEvent('change-value', { detail: value }));
    this.requestUpdate();
  }

  /** @param {string} pointer */
  errorsAt(pointer) {
    this.placed.add(this.base + pointer);
    if (pointer in this.unread) {
      return html`<p class="error" role="alert">${safe(this.unread[pointer], 300)}</p>`;
    }
    return this.errors.filter(error => (error.pointer ?? error.name ?? '') === this.base + pointer)
      .map(error => html`<p class="error" role="alert">${sentence(error)}</p>`);
  }

  /**
   * Reads the texts of the form. Returns false if one of them cannot be sent: the form shows the error at it, and its value
   * must not be used, since it is an older one.
   *
   * @param {boolean} [stay] whether the focus moves to the first such text
   */
  ready(stay = true) {
    const texts = this.asText ? [['', mistakeIn(this.text)]]
      : [.../** @type {NodeListOf<any>} */ (this.querySelectorAll('[data-pointer]'))].map(field => [
        field.dataset.pointer, (field.matches('input') ? changeOf : mistakeIn)(field.value)]);
    this.unread = Object.fromEntries(texts.filter(([, mistake]) => mistake));
    if (Object.keys(this.unread).length) {
      if (stay) {
        this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid=true]'))?.focus());
      }
      return false;
    }
    if (this.asText) {
      this.change(JSON.parse(this.text));
    }
    return true;
  }

  /** Forgets the error at a text that is being changed. @param {string} pointer */
  forget(pointer) {
    this.unread = Object.fromEntries(Object.entries(this.unread).filter(([at]) => at !== pointer));
  }

  /**
   * @param {Schema} schema
   * @param {any} value
   * @param {(value: any) => void} set
   * @param {string} pointer
   * @param {string} label
   * @param {() => void} [remove] removes the value, which is an element of a list
   * @returns {unknown}
   */
  field(schema, value, set, pointer, label, remove) {
    const plain = this.plain(schema);
    const errors = this.errorsAt(pointer);
    const id = 'field' + pointer;
    const name = html`<label for=${id} class=${label ? '' : 'hidden'}>${safe(label || 'Value', 80)}</label>`;
    const check = (/** @type {string} */ mistake) => {
      this.unread = { ...this.unread, ...mistake && { [pointer]: mistake } };
    };
    const unset = value === null || value === undefined;
    const typed = isTyped(plain);
    const removes = remove ?? (plain.nullable && !unset && !typed ? () => set(null) : undefined);
    const clear = removes
      ? html`<button type="button" class="small quiet" @click=${removes}>Remove ${safe(label, 80)}</button>` : nothing;
    if (plain.nullable && unset && !typed) {
      return html`<div class="field">${name}<button type="button" class="small" id=${id}
        @click=${() => set(this.initial({ ...plain, nullable: undefined }))}>Set a value</button>${clear}${errors}</div>`;
    }
    if (plain.enum) {
      return html`<div class="field">${name}<select id=${id}
        @change=${(/** @type {any} */ e) => set(plain.enum?.[e.target.selectedIndex])}>
        ${plain.enum.map(e => html`<option .selected=${e === value}>${safe(e)}</option>`)}</select>${clear}${errors}</div>`;
    }
    if (plain.type === 'boolean' && plain.nullable) {
      const texts = ['not set', 'yes', 'no'];
      const values = [null, true, false];
      return html`<div class="field">${name}<select id=${id}
        @change=${(/** @type {any} */ e) => set(values[e.target.selectedIndex])}>
        ${texts.map((text, i) => html`<option .selected=${values[i] === (value ?? null)}>${text}</option>`)}</select>${clear}${errors}</div>`;
    }
    if (plain.type === 'boolean') {
      return html`<div class="field check"><input id=${id} type="checkbox" .checked=${value === true}
        @change=${(/** @type {any} */ e) => set(e.target.checked)}>${name}${clear}${errors}</div>`;
    }
    if (plain.type === 'integer' || plain.type === 'number') {
      const typed = this.typed[pointer] ?? '';
      return html`<div class="field">${name}<input id=${id} inputmode="decimal" .value=${numberOrText(typed) === value ? typed : String(value ?? '')}
        placeholder=${plain.nullable ? 'not set' : ''} data-pointer=${pointer} aria-invalid=${pointer in this.unread}
        @input=${(/** @type {any} */ e) => {
          const text = this.typed[pointer] = e.target.value;
          this.forget(pointer);
          set(plain.nullable && text === '' ? null : numberOrText(text));
        }}
        @change=${(/** @type {any} */ e) => check(changeOf(e.target.value))}>${clear}${errors}</div>`;
    }
    if (plain.type === 'string') {
      return html`<div class="field">${name}<input id=${id} .value=${String(value ?? '')}
        placeholder=${plain.format ?? (plain.nullable ? 'not set' : '')}
        @input=${(/** @type {any} */ e) => set(plain.nullable && e.target.value === '' ? null : e.target.value)}>${clear}${errors}</div>`;
    }
    if (plain.type === 'array') {
      const list = Array.isArray(value) ? value : [];
      const put = (/** @type {number} */ i, /** @type {any} */ v) => set(list.map((old, at) => at === i ? v : old));
      return html`<fieldset><legend>${safe(label || 'Elements', 80)} ${clear}</legend>
        ${list.slice(0, 100).map((v, i) => this.field(plain.items ?? {}, v, x => put(i, x), `${pointer}/${i}`,
          `${one(label)} ${i}`, () => set(list.filter((_, at) => at !== i))))}
        ${list.length > 100 ? html`<p class="quiet">and ${list.length - 100} more: edit them as JSON</p>` : nothing}
        <button type="button" class="small" @click=${() => set([...list, this.element(plain.items ?? {})])}>Add ${safe(one(label), 80)}</button>
        ${errors}</fieldset>`;
    }
    if (plain.type === 'object' && plain.properties) {
      const record = value ?? {};
      return html`<fieldset class=${label ? '' : 'root'}>${label ? html`<legend>${safe(label, 80)} ${clear}</legend>` : nothing}
        ${Object.entries(plain.properties).map(([key, part]) => this.field(part, record[key],
          v => set({ ...record, [key]: v }), `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`, key))}
        ${Object.keys(plain.properties).length ? nothing : html`<p class="quiet">It has no fields.</p>`}
        ${errors}</fieldset>`;
    }
    return html`<div class="field">${name}<textarea class="part" id=${id} rows="4" spellcheck="false" data-pointer=${pointer}
      aria-invalid=${pointer in this.unread} .value=${JSON.stringify(value ?? null, null, 2)} @input=${() => this.forget(pointer)}
      @change=${(/** @type {any} */ e) => {
        const mistake = mistakeIn(e.target.value);
        check(mistake);
        if (!mistake) {
          set(JSON.parse(e.target.value));
        }
      }}></textarea>${clear}${errors}</div>`;
  }

  /** @param {DragEvent} event */
  async drop(event) {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) {
      this.text = await file.text();
      this.asText = true;
      this.ready();
    }
  }

  render() {
    this.placed = new Set();
    const form = this.asText ? nothing : this.field(this.schema, this.value, v => this.change(v), '', '');
    const whole = this.asText ? this.errorsAt('') : nothing;
    // A text that is not JSON has none of the errors of the value before.
    const rest = '' in this.unread ? [] : this.errors.filter(error => !this.placed.has(error.pointer ?? error.name ?? ''));
    return html`<div class="value" @dragover=${(/** @type {Event} */ e) => e.preventDefault()} @drop=${this.drop}>
      <div class="tabs" role="group" aria-label="Form of the value">
        <button type="button" aria-pressed=${!this.asText} @click=${() => {
          if (this.asText && this.ready()) { this.asText = false; } }}>Form</button>
        <button type="button" aria-pressed=${this.asText} @click=${() => {
          if (!this.asText && this.ready()) { this.text = JSON.stringify(this.value, null, 2); this.asText = true; } }}>JSON</button>
        <span class="quiet">or drop a JSON file here</span>
      </div>
      ${this.asText
        ? html`<textarea class="whole" rows="14" spellcheck="false" aria-label="${this.base === '/input' ? 'Input' : 'Value'} as JSON"
            aria-invalid=${'' in this.unread} .value=${this.text}
            @input=${(/** @type {any} */ e) => { this.text = e.target.value; this.forget(''); }}
            @change=${() => this.ready(false)}></textarea>${whole}`
        : form}
      ${rest.map(error => html`<p class="error" role="alert">${place(error.pointer ?? error.name ?? '', this.base)}: ${sentence(error)}</p>`)}
    </div>`;
  }
}

/** Returns what is wrong with a text that should be JSON; empty if it can be sent. @param {string} text */
function mistakeIn(text) {
  try {
    JSON.parse(text);
  } catch (e) {
    return text.trim() ? `This is not JSON: ${/** @type {Error} */ (e).message}` : 'This is empty. Enter JSON.';
  }
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"|-?\d[\d.e+-]*/gi)) {
    if (changeOf(token)) {
      return changeOf(token);
    }
  }
  return '';
}

/** Returns why a number cannot be sent: JavaScript would change it. Empty if it can, or if the text is no number. @param {string} text */
function changeOf(text) {
  const number = text.trim();
  return NUMBER.test(number) && inexact(number) ? `${safe(number, 80)} is too large: the browser would change it. Use the command line.` : '';
}

/** Returns whether the field of a value can show that there is none. @param {Schema} plain */
function isTyped(plain) {
  return ['integer', 'number', 'string', 'boolean'].includes(plain.type ?? '') && !plain.enum;
}

/** Returns what an element of a list is called: a store of stores. @param {string} list */
function one(list) {
  return list.endsWith('ies') ? list.slice(0, -3) + 'y' : /[^ius]s$/.test(list) ? list.slice(0, -1) : 'element';
}

/** Returns what is wrong with a value, in the words of the form. @param {{found?: string, expected?: string, fix?: string}} error */
function sentence({ found = '', expected = '', fix = '' }) {
  // A field that can be empty shows that already, and the range of an int is of interest for large numbers only.
  const wanted = safe(expected, 300).replace(/, or null$/, '')
    .replace(/ from -2147483648 to 2147483647$/, /\d{10}/.test(found) ? '$&' : '');
  const value = /^is `(.*)`$/s.exec(found)?.[1];
  if (value !== undefined) {
    return value === '""' ? `It is empty. Enter ${wanted}.` : `“${safe(value.replace(/^"(.*)"$/s, '$1'), 300)}” is not ${wanted}.`;
  }
  if (found.startsWith('is rejected: ')) {
    return safe(found.slice('is rejected: '.length), 300);
  }
  return found === 'is unknown' ? `There is no such field. It must be ${wanted}.`
    : ['is missing', 'is null', 'is an object', 'is a list'].includes(found) ? `Enter ${wanted}.`
    : `It ${safe(found, 300)}. ${safe(fix, 300)}`;
}

/** Returns the place of a value, such as documents[0].title. @param {string} pointer @param {string} base */
function place(pointer, base) {
  const steps = (pointer.startsWith(base) ? pointer.slice(base.length) : pointer).split('/').slice(1)
    .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  return safe(steps.map((step, i) => /^\d+$/.test(step) ? `[${step}]` : (i ? '.' : '') + step).join('') || 'The value', 200);
}

/** Keeps text that is no number, so that the run API reports it at its field. @param {string} text */
function numberOrText(text) {
  return NUMBER.test(text.trim()) && !changeOf(text) ? Number(text) : text;
}

customElements.define('value-form', ValueForm);
