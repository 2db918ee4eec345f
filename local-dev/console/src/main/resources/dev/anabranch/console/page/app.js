// The frame of every view: header, navigation, and the choice of the view by the address.
import { LitElement, html, nothing } from 'lit';
import { api, setToken, takeToken } from './api.js';
import { decoded, go } from './navigation.js';
import './compare-page.js';
import './runs-page.js';
import './run-page.js';
import './start-page.js';

takeToken();

class App extends LitElement {
  static properties = { address: { state: true }, locked: { state: true } };

  constructor() {
    super();
    this.address = location.pathname;
    this.locked = false;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', () => {
      this.address = location.pathname;
    });
    // Links inside the console change the view without loading the page again.
    this.addEventListener('click', event => {
      const link = /** @type {HTMLElement} */ (event.target).closest('a');
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (link && plain && link.origin === location.origin && !link.target && !link.hasAttribute('download')
        && !link.hash) {
        event.preventDefault();
        go(link.pathname + link.search);
      }
    });
    api.workflows().catch(problem => {
      this.locked = problem.status === 401;
    });
  }

  /** @param {SubmitEvent} event */
  unlock(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    setToken(String(form.get('token')));
    location.reload();
  }

  view() {
    if (this.locked) {
      return html`<main class="narrow">
        <h1>Token</h1>
        <p>This server requires the token that it was started with.</p>
        <form @submit=${this.unlock}>
          <label>Token <input name="token" type="password" required autocomplete="off"></label>
          <button class="primary">Continue</button>
        </form>
      </main>`;
    }
    const parts = this.address.split('/').slice(1).map(decoded);
    if (parts[0] === 'runs' && parts[1]) {
      const action = parts[2] === 'actions' ? { node: parts[3] ?? '', path: parts[4] ?? '' } : undefined;
      return html`<run-page .run=${parts[1]} .action=${action}></run-page>`;
    }
    if (parts[0] === 'compare' && parts[1] && parts[2]) {
      return html`<compare-page .earlier=${parts[1]} .later=${parts[2]}></compare-page>`;
    }
    if (parts[0] === 'workflows') {
      return html`<start-page .workflow=${parts[1] ?? ''}></start-page>`;
    }
    return html`<runs-page></runs-page>`;
  }

  render() {
    const current = (/** @type {string} */ start) => this.address.startsWith(start) ? 'page' : nothing;
    return html`
      <a class="skip" href="#main">Skip to the content</a>
      <header class="bar">
        <a class="brand" href="/runs"><svg viewBox="0 0 24 16" aria-hidden="true"><path
          d="M1 8h5c4 0 3-6 8-6h2c5 0 4 6 7 6M6 8c4 0 3 6 8 6h2c5 0 4-6 7-6"/></svg>Anabranch</a>
        <nav aria-label="Views">
          <a href="/runs" aria-current=${['/runs', '/compare/'].some(start => this.address.startsWith(start)) || this.address === '/' ? 'page' : nothing}>Runs</a>
          <a href="/workflows" aria-current=${current('/workflows')}>Start a run</a>
        </nav>
      </header>
      <div id="main" tabindex="-1">${this.view()}</div>`;
  }
}

customElements.define('anabranch-app', App);
