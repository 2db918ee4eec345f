// Uses the console in Chromium as a person would. Prints one line for each step; fails with the step that went wrong.
// node console.mjs <address of the console> <Chromium> <folder for screenshots>
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [address, executablePath, pictures] = process.argv.slice(2);
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'anabranch-console-')), {
  executablePath,
  viewport: { width: 1440, height: 900 },
  // Lets the test put axe into the page, whose policy allows no other scripts.
  bypassCSP: true,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await context.newPage();
page.setDefaultTimeout(60_000);
/** @type {string[]} */
const complaints = [];
page.on('pageerror', error => complaints.push(error.message));
page.on('console', message => {
  // The browser reports each refused request; the form provokes one.
  if (message.type() === 'error' && !/422|ERR_FAILED/.test(message.text())) {
    complaints.push(message.text());
  }
});
page.on('dialog', dialog => {
  complaints.push('A script has run: ' + dialog.message());
  dialog.accept();
});

/** Presses Tab until an element with this name has the focus, and then a key. @param {string | RegExp} name @param {string} [key] */
async function tabTo(name, key = 'Enter') {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      const labels = /** @type {any} */ (at).labels;
      return (at?.getAttribute('aria-label') ?? (labels?.length ? labels[0].textContent : at?.textContent) ?? '').trim();
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) {
      await page.keyboard.press(key);
      return;
    }
  }
  assert.fail(`Tab does not reach ${name}`);
}

/** Returns the name or the text of the element that has the focus. */
const focused = () => page.evaluate(() => (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim());

/** @param {string} name */
async function seen(name) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // @ts-expect-error The script of axe defines it.
    const { violations } = await axe.run();
    return violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
      .map(v => `${v.id}: ${v.help}: ${v.nodes[0]?.html}`);
  });
  assert.deepEqual(found, [], 'accessibility of ' + name);
  for (const width of [1440, 390]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, `${name} is ${excess} pixels too wide at ${width}`);
      if (pictures) {
        await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
  console.log('seen:', name);
}

/** @param {string} text */
const status = text => page.locator('.head .status', { hasText: text });

await page.goto(address);
await page.getByText('There are no runs yet.').waitFor();
await seen('no-runs');

await page.getByRole('link', { name: 'Start a run' }).first().click();
await page.locator('.choices li', { hasText: 'cells' }).getByText('Measures the cells of rows.').waitFor();
await page.getByRole('link', { name: 'square-all' }).click();
await page.getByLabel('n', { exact: true }).fill('thirty');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await page.locator('.field', { has: page.getByLabel('n', { exact: true }) })
  .getByText('“thirty” is not a whole number.', { exact: true }).waitFor();
// The words of the API, such as JSON Pointers, are nowhere.
assert.equal(await page.getByRole('alert').first().textContent(), 'The run was not started. Correct what is marked below.');
assert.doesNotMatch(await page.locator('main').innerText(), /\/input|in the body/);
assert.equal(new URL(page.url()).pathname, '/workflows/square-all');
await seen('mistake');

// A text that is not JSON starts nothing, however it is left; the error is at the field.
/** @type {string[]} */
const started = [];
page.on('request', request => {
  if (request.method() === 'POST') {
    started.push(new URL(request.url()).pathname);
  }
});
await page.goto(address + '/workflows/forecast');
await page.getByRole('button', { name: 'JSON' }).click();
const text = page.getByLabel('Input as JSON');
for (const [bad, mistake] of [['not json', 'This is not JSON: '], ['{"horizon": }', 'This is not JSON: '],
  ['{"stores": [{"na', 'This is not JSON: '], ['', 'This is empty. Enter JSON.']]) {
  await text.fill(bad);
  await page.getByRole('button', { name: 'Start', exact: true }).dispatchEvent('click');
  await page.locator('.value .error', { hasText: mistake }).waitFor();
  await page.getByText('The run was not started.').waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains('whole'));
  await page.locator('.value').getByRole('button', { name: 'Form' }).click();
  await page.locator('.value .error', { hasText: mistake }).waitFor();
  assert.equal(await text.inputValue(), bad);
}
// A list that is fanned out over must not be null.
await text.fill('{"horizon": 1, "stores": null}');
await page.getByRole('button', { name: 'Start', exact: true }).dispatchEvent('click');
await page.getByText('The run was not started.').waitFor();
await page.locator('.value').getByRole('button', { name: 'Form' }).click();
await page.locator('fieldset', { hasText: 'stores' }).getByText('Enter a list.').last().waitFor();
assert.deepEqual(started, ['/api/workflows/forecast/runs']);
// An element has one button that removes it, and its parts have their own.
await page.getByRole('button', { name: 'Add store', exact: true }).click();
await page.getByRole('button', { name: 'Add store', exact: true }).click();
await page.getByLabel('name', { exact: true }).nth(1).fill('second');
assert.equal(await page.getByRole('button', { name: /^Remove/ }).count(), 2);
await page.getByRole('button', { name: 'sales', exact: true }).last().click();
await page.getByRole('button', { name: 'Add sale', exact: true }).click();
assert.deepEqual(await page.getByRole('button', { name: /^Remove/ }).allInnerTexts(),
  ['Remove store 0', 'Remove store 1', 'Remove sales', 'Remove sale 0']);
await seen('form');
await page.getByRole('button', { name: 'Remove store 0' }).click();
assert.equal(await page.getByLabel('name', { exact: true }).inputValue(), 'second');
// So must the text of a part.
await page.getByLabel('note').fill('{');
await page.getByRole('button', { name: 'Start', exact: true }).dispatchEvent('click');
await page.locator('.field', { has: page.getByLabel('note') }).getByText('This is not JSON: ').waitFor();
assert.equal(started.length, 1);
await page.getByLabel('note').fill('"x"');
// Two clicks start one run.
await page.getByRole('button', { name: 'Start', exact: true }).evaluate((/** @type {HTMLElement} */ button) => {
  button.click();
  button.click();
});
await status('succeeded').waitFor();
assert.equal(started.length, 2);
console.log('form');
// A workflow whose input is a number has a form of one field.
await page.goto(address + '/workflows/retried');
const scalar = page.getByLabel('Value', { exact: true });
await scalar.waitFor();
await seen('scalar');
// The text of a number stays while it is typed.
for (const [keys, text] of [[['1', '.', '5', 'Backspace', '7'], '1.7'], [['1', '.', '0', '5'], '1.05'], [['0', 'x', '1', '0'], '0x10']]) {
  await scalar.fill('');
  for (const key of keys) {
    await scalar.press(key);
  }
  assert.equal(await scalar.inputValue(), text);
}
await page.getByRole('button', { name: 'Start', exact: true }).click();
await page.locator('.field').getByText('“0x10” is not a whole number.', { exact: true }).waitFor();
const startedBefore = started.length;
// A number that JavaScript would change is not sent: neither from the field nor from JSON.
await scalar.fill('9007199254740993');
await page.getByRole('button', { name: 'Start', exact: true }).dispatchEvent('click');
await page.locator('.field').getByText('9007199254740993 is too large: the browser would change it. Use the command line.').waitFor();
await page.waitForFunction(() => document.activeElement?.id === 'field');
await page.getByText('The run was not started.').waitFor();
await page.locator('.value').getByRole('button', { name: 'JSON' }).click();
await scalar.waitFor();
await scalar.fill('9007199254740992');
await page.locator('.value').getByRole('button', { name: 'JSON' }).click();
const wholeText = page.getByLabel('Input as JSON');
assert.equal(await wholeText.inputValue(), '9007199254740992');
for (const bad of ['{"a": "9007199254740993", "n": 9007199254740993}', '[-9007199254740993]', '1e400']) {
  await wholeText.fill(bad);
  await page.getByRole('button', { name: 'Start', exact: true }).dispatchEvent('click');
  await page.locator('.value .error', { hasText: 'is too large: the browser would change it.' }).waitFor();
}
assert.equal(started.length, startedBefore);
console.log('numbers');

// The answer for a workflow that the user has left is ignored.
/** @type {() => void} */
let release = () => {};
/** @type {Promise<void>} */
const released = new Promise(resolve => { release = resolve; });
await page.route('**/api/workflows/square-all', async route => {
  const response = await route.fetch();
  await released;
  await route.fulfill({ response });
});
await page.goto(address + '/workflows/square-all');
await page.getByRole('navigation').getByRole('link', { name: 'Start a run' }).click();
await page.getByRole('link', { name: 'forecast' }).click();
await page.getByLabel('horizon').waitFor();
const late = page.waitForResponse('**/api/workflows/square-all');
release();
await late;
await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)));
assert.equal(await page.getByLabel('horizon').count(), 1);
assert.equal(await page.getByLabel('n', { exact: true }).count(), 0);
await page.unroute('**/api/workflows/square-all');

await page.goto(address + '/workflows/square-all');
await page.getByLabel('n', { exact: true }).fill('30');
await page.getByRole('button', { name: 'JSON' }).click();
await page.getByLabel('Input as JSON').fill('{"n": 30, "failAt": [3, 17]}');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await status('succeeded').waitFor();
await page.getByText('# is in failAt').waitFor();
// The timeline has a bar for each action, and the arrow keys read it.
await page.locator('run-timeline .bars li').nth(31).waitFor();
assert.equal(await page.locator('run-timeline .bars li').count(), 32);
await page.getByText('32 actions ended, 2 failed').waitFor();
await page.locator('.density').focus();
// It begins with the run, so its first actions are in one of the next buckets.
for (let i = 0; i < 160 && !await page.getByText(/^\+[^:]+: 1 began/).count(); i++) {
  await page.keyboard.press('ArrowRight');
}
await page.getByText(/^\+[^:]+: 1 began/).waitFor();
await page.locator('.density').blur();
await page.getByText('foreseen').waitFor();
// The labels and errors of the items in view are read after the items.
await page.locator('.rows li', { hasText: 'IllegalArgumentException: 3 is in failAt' }).waitFor();
await seen('run');
const first = page.url();

// The pointer and the keyboard read an item of the picture.
await page.locator('heat-map canvas').hover({ position: { x: 35, y: 5 } });
await page.locator('.described', { hasText: /^Item 3: failed, .*IllegalArgumentException: 3 is in failAt$/ }).waitFor();
await page.mouse.move(5, 5);

// The histogram filters the items by their duration, and the field goes to an item.
await page.getByText('Durations are counted in ranges that double').waitFor();
const bar = page.locator('.histogram button').first();
await bar.click();
await page.getByText(/^\d+ items? of 30$/).waitFor();
await bar.click();
await page.getByLabel('Go to item').fill('20');
await page.getByLabel('Go to item').press('Enter');
await page.locator('.rows li', { hasText: /^29\s/ }).waitFor();

await page.locator('.clusters a', { hasText: '17' }).click();
await page.locator('.drawer .message', { hasText: '17 is in failAt' }).waitFor();
assert.match(page.url(), /\/actions\/square\/17$/);
await page.reload();
await page.locator('.drawer .message', { hasText: '17 is in failAt' }).waitFor();
// The exception is in the line before its frames. The frames of the runtime are folded.
const stack = page.locator('.drawer .log .stack', { hasText: 'squareall.Square.run' });
await stack.waitFor();
assert.doesNotMatch(await stack.innerText(), /17 is in failAt/);
assert.match(await page.locator('.drawer .log').innerText(), /IllegalArgumentException: 17 is in failAt/);
await stack.getByText(/^\d+ lines of the runtime and of libraries hidden: show all$/).click();
await stack.locator('details', { hasText: 'dev.anabranch.runtime' }).waitFor();
assert.equal((await page.locator('.drawer .log').innerText()).split('squareall.Square.run(Square.java:19)').length, 2);
await page.getByRole('button', { name: 'Show the value' }).click();
await page.locator('.drawer .prompt', { hasText: 'failtrue' }).waitFor();
await seen('action');
await page.keyboard.press('Escape');
await page.locator('.drawer').waitFor({ state: 'detached' });

// The keyboard alone: from the picture of the items to one item.
await page.locator('heat-map canvas').focus();
for (let i = 0; i < 3; i++) {
  await page.keyboard.press('ArrowRight');
}
await page.locator('.described', { hasText: /^Item 3: failed, .*3 is in failAt$/ }).waitFor();
await page.keyboard.press('Enter');
await page.locator('.drawer h2', { hasText: '[3]' }).waitFor();
await page.keyboard.press('Escape');
// The focus returns to the item, and stays on a row of the list that scrolls.
await page.locator('.described', { hasText: /^Item 3: failed/ }).waitFor();
const row = page.locator('.rows li', { hasText: /^5\s/ }).getByRole('button');
await row.focus();
await page.locator('.rows').evaluate(rows => { rows.scrollTop = 120; });
await page.locator('.rows li', { hasText: /^17\s/ }).waitFor();
assert.equal(await focused(), '5');

// A list of a million items is no taller than browsers draw. Its last item can be reached, and a filter returns to the first.
await page.route('**/items?*', route => {
  const from = Number(new URL(route.request().url()).searchParams.get('from'));
  const to = Math.min(1_000_000, from + 250_000);
  return route.fulfill({ json: {
    width: 1_000_000, from, to, states: `${to - from}S`, durations: `${to - from}c`, settled: true, errors: [], took: [],
    timeline: { from: '2026-01-01T00:00:00Z', bucketMillis: 1, millis: 0, began: [], ended: [], failed: [] },
    telemetry: { metrics: {}, moreMetrics: false, reports: 0, progress: { actions: 0, done: 0, total: 0 } },
  } });
});
await page.goto(first);
const chip = page.locator('.chip', { hasText: '1,000,000' });
await chip.waitFor();
await page.getByLabel('Go to item').fill('999999');
await page.getByLabel('Go to item').press('Enter');
const last = page.locator('.rows li', { hasText: /^999,999\s/ });
await last.waitFor();
assert.ok(await last.evaluate(li => {
  const [item, list] = [li, /** @type {Element} */ (li.closest('.rows'))].map(element => element.getBoundingClientRect());
  return item.top >= list.top - 1 && item.bottom <= list.bottom + 2;
}));
assert.ok(await page.locator('.rows').evaluate(rows => rows.scrollHeight) <= 8_000_000);
await chip.click();
await page.locator('.rows li', { hasText: /^0\s/ }).waitFor();
assert.equal(await page.locator('.rows').evaluate(rows => rows.scrollTop), 0);
await page.unroute('**/items?*');

await page.goto(first + '/actions/square/5000');
await page.locator('.drawer').getByText('square has no item 5,000: its items are 0 to 29.').waitFor();
await page.goto(first + '/actions/square/17');
await page.getByRole('button', { name: 'Rerun this item' }).click();
const dialog = page.getByRole('dialog');
await dialog.getByText('3 actions will be computed again. 29 keep their results.').waitFor();
await seen('preview');
await dialog.getByRole('textbox').fill('31');
await dialog.getByRole('textbox').press('Tab');
await dialog.getByText('There is no item 31').waitFor();
assert.ok(await dialog.getByRole('button', { name: 'Start the rerun' }).isDisabled());
// Escape closes the dialog only, and starts nothing.
await page.keyboard.press('Escape');
await dialog.waitFor({ state: 'detached' });
assert.match(page.url(), /\/actions\/square\/17$/);
await page.getByRole('button', { name: 'Rerun this item' }).click();
await dialog.getByRole('button', { name: 'Start the rerun' }).click();
await page.getByText('Rerun of').waitFor();
const rerun = page.url();
await status('succeeded').waitFor();
assert.notEqual(page.url(), first);
// Ids have the form of those of the command line.
for (const started of [first, rerun]) {
  assert.match(started, /\/runs\/square-all-\d{8}-\d{6}-\d{3}(\/|$)/);
}
console.log('rerun:', new URL(page.url()).pathname);
await page.locator('.bars li', { hasText: 'square [5]' }).getByText('cached').waitFor();
await page.getByRole('link', { name: 'compare' }).click();
await page.getByText('30 items: none changed status').waitFor();
await page.getByRole('button', { name: 'Compare results' }).first().click();
await page.getByText('None of 1 differ.').waitFor();
await page.getByRole('button', { name: 'Compare results' }).first().click();
await page.getByText('None of 30 differ.').waitFor();
assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).getAttribute('aria-current'), 'page');
await seen('compare');
// The runs differ in their nodes and in their results.
const [firstId, rerunId] = [first, rerun].map(url => new URL(url).pathname.split('/')[2]);
await page.route(/\/api\/runs\/[^/]+\/graph$/, async route => {
  const graph = await (await route.fetch()).json();
  if (route.request().url().includes(rerunId)) {
    graph.nodes = graph.nodes.filter((/** @type {any} */ node) => node.id !== 'report squares');
  }
  await route.fulfill({ json: graph });
});
const large = { bytes: 7_000_000, link: 'https://elsewhere.example/x' };
await page.route(/\/api\/runs\/[^/]+\/results\?/, route => {
  const url = new URL(route.request().url());
  const before = url.pathname.includes(firstId);
  const own = before ? [{ path: '2', value: 'only before' }, { path: '4', bytes: 8, link: large.link }]
    : [{ path: '3', value: 'only after' }, { path: '4', value: 'same' }, { path: '5', value: 'only after' }];
  // An answer for one item has room for its result.
  const items = url.searchParams.get('items') === '4' ? [{ path: '4', value: 'same' }]
    : [{ path: '0', value: before ? 'one' : 'two' }, { path: '1', ...large }, ...own];
  return route.fulfill({ json: { items: items.map(item => ({ node: 'square', status: 'SUCCEEDED', ...item })) } });
});
await page.goto(`${address}/compare/${firstId}/${rerunId}`);
await page.locator('.panel', { hasText: 'report squares' }).getByText('Only the run before has this node.').waitFor();
const squares = page.locator('.panel', { has: page.getByRole('heading', { name: 'square', exact: true }) });
await squares.getByRole('button', { name: 'Compare results' }).click();
await squares.getByText('1 of 2 differ. 1 large result: only the sizes were compared, which are equal. Only before: 1. Only after: 2.').waitFor();
await page.setViewportSize({ width: 390, height: 900 });
await squares.locator('th', { hasText: 'After' }).waitFor();
await squares.getByRole('cell', { name: '"two"' }).waitFor();
await page.setViewportSize({ width: 1440, height: 900 });
await page.unroute(/\/api\/runs\/[^/]+\/graph$/);
await page.unroute(/\/api\/runs\/[^/]+\/results\?/);
// The failure of one node leaves the others.
await page.route(/\/actions\?.*limit=1$/, route => route.fulfill({ status: 422, json: { detail: 'This part is missing.' } }));
await page.goto(`${address}/compare/${firstId}/${rerunId}`);
await page.getByText('This part is missing.').first().waitFor();
await page.getByText('30 items: none changed status').waitFor();
await page.waitForFunction(() => !document.body.innerText.includes('Loading …'));
await page.unroute(/\/actions\?.*limit=1$/);
console.log('comparison of different runs');
// A large integer is shown as the run API sends it.
await page.route('**/output', route => route.fulfill({ contentType: 'application/json', body: '{"value": {"id": 9007199254740993, "part": 0.12345678901234567}}' }));
await page.goto(rerun);
await page.locator('.json', { hasText: /^9007199254740993$/ }).waitFor();
await page.unroute('**/output');
await page.goto(rerun);
await page.getByRole('button', { name: 'Rerun what failed' }).click();
await dialog.getByLabel(/^Compute/).selectOption('from');
await dialog.getByLabel(/^Node/).selectOption('report squares');
await dialog.getByText('3 actions will be computed again. 29 keep their results.').waitFor();
await dialog.getByRole('button', { name: 'Do not start' }).click();

await page.goto(address + '/workflows/square-all');
await page.getByText('Last runs').waitFor();
assert.equal(await page.locator('.lastruns li').count(), 2);
await page.locator('figure', { hasText: 'Cost on AWS, about' }).locator('i').nth(1).waitFor();
await page.locator('.lastruns li', { hasText: /about \$0\.\d+/ }).nth(1).waitFor();
const slider = page.getByRole('slider');
await page.getByText('Distributed Map, Express children').waitFor();
await slider.focus();
await page.keyboard.press('Home');
await page.locator('.slider b', { hasText: /^1$/ }).waitFor();
await page.getByRole('cell', { name: 'inline' }).waitFor();
await page.locator('.facts div', { hasText: 'It takes at least' }).getByText(/^limited by the (concurrency of the plan|quota of [\d,]+ )/).waitFor();
await page.keyboard.press('End');
await page.getByText('1,000,002').waitFor();
await page.getByPlaceholder('state, type or text').fill('Choice');
await page.getByText(/^1 of \d+ states$/).waitFor();
await page.locator('.states summary').click();
await seen('workflow');
// An open state stays open where it is listed next.
const states = page.locator('.states details');
const choice = await states.locator('summary').innerText();
await page.getByPlaceholder('state, type or text').fill('');
await states.nth(1).waitFor();
assert.deepEqual(await page.locator('.states details[open] summary').allInnerTexts(), [choice]);

await page.goto(address + '/workflows/approval');
await page.getByRole('button', { name: 'JSON' }).click();
const hostile = '<img src=x onerror=alert(1)>\\u202egnp<script>alert(2)</script>' + 'W'.repeat(10_000);
const dropped = await page.evaluateHandle(json => {
  const files = new DataTransfer();
  files.items.add(new File([json], 'input.json', { type: 'application/json' }));
  return files;
}, `{"documents": [{"title": "${hostile}", "approver": "a"}]}`);
await page.locator('.value').dispatchEvent('drop', { dataTransfer: dropped });
await page.waitForFunction(() => /** @type {any} */ (document.querySelector('textarea.whole')).value.includes('onerror=alert'));
await page.getByRole('button', { name: 'Start', exact: true }).click();
await page.getByText('Waits for an answer').waitFor();
await page.locator('.facts div', { hasText: 'Progress' }).getByText(/^\s*\d+ of \d+\s*$/).waitFor();
await seen('waiting');
const goal = page.getByLabel('Go to item');
await goal.fill('no such label');
await goal.press('Enter');
await page.waitForFunction(() => /** @type {any} */ (document.querySelector('.goal')).validationMessage.startsWith('No listed item'));
// A label of digits is found, also after a page without items; in quotation marks it is no index.
await page.route(/\/actions\?.*label=/, route => {
  const query = new URL(route.request().url()).searchParams;
  const items = query.get('cursor') === 'second' && ['4711', '0'].includes(query.get('label') ?? '') ? [{ path: '0' }] : [];
  return route.fulfill({ json: items.length ? { items } : query.has('cursor') ? { items } : { items, next: 'second' } });
});
for (const [text, label] of [['4711', '4711'], ['"0"', '0'], ['4712', '4712']]) {
  await goal.fill(text);
  const searched = page.waitForResponse(response => response.url().includes('cursor=second'));
  await goal.press('Enter');
  assert.equal(new URL((await searched).url()).searchParams.get('label'), label);
  await page.waitForFunction(missing => /** @type {any} */ (document.querySelector('.goal')).validationMessage.length > 0 === missing, label === '4712');
}
await page.unroute(/\/actions\?.*label=/);
await page.getByRole('button', { name: 'Cancel', exact: true }).click();
await dialog.getByText('in flight will be aborted').waitFor();
await seen('cancel');
await dialog.getByRole('button', { name: 'Keep it running' }).click();
await dialog.waitFor({ state: 'detached' });
// The filter and the text of the field outlive the last item of this status.
const running = page.locator('.chip', { hasText: 'running' });
await running.click();
await goal.fill('typed');
await page.locator('.panel', { hasText: 'Waits for an answer' }).getByRole('link').first().click();
await page.locator('.drawer .prompt', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
await seen('answer');
const drawer = page.locator('.drawer');
await drawer.getByRole('button', { name: 'JSON' }).click();
const answers = started.length;
await page.getByLabel('Value as JSON').fill('{"approved": tr');
await page.getByRole('button', { name: 'Answer' }).dispatchEvent('click');
await drawer.locator('.error', { hasText: 'This is not JSON: ' }).waitFor();
assert.equal(started.length, answers);
await page.getByLabel('Value as JSON').fill('{"approved": "perhaps", "open": false}');
await page.getByRole('button', { name: 'Answer' }).click();
await page.locator('.drawer .notice').waitFor();
await drawer.getByRole('button', { name: 'Form' }).click();
await drawer.locator('.field', { hasText: 'approved' }).getByRole('alert').waitFor();
await page.getByLabel('Value as JSON').waitFor({ state: 'detached' });
await drawer.getByLabel('approved').check();
await drawer.getByLabel('comment').fill('<b>fine</b>');
await page.getByRole('button', { name: 'Answer' }).click();
await page.keyboard.press('Escape');
await status('succeeded').waitFor();
await page.getByText('No item has this status now.').waitFor();
assert.equal(await goal.inputValue(), 'typed');
await running.click();
await running.waitFor({ state: 'detached' });
await page.locator('.rows li').first().waitFor();
console.log('answered');

await page.goto(address + '/workflows/land-cover');
await page.getByRole('button', { name: 'JSON' }).click();
await page.getByLabel('Input as JSON').fill('{"region": "iceland", "tileDegrees": 4}');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await status('succeeded').waitFor();
// The metrics of the three tiles together, then the report with its table and its picture.
await page.locator('tr', { hasText: 'water-km2' }).getByRole('cell', { name: '3', exact: true }).waitFor();
await seen('metrics');
await page.goto(page.url() + '/actions/draw');
await page.locator('.report td', { hasText: 'vegetation' }).waitFor();
await page.locator('.report img[alt="Map"]').waitFor();
await page.locator('.report img[alt="Map"]').scrollIntoViewIfNeeded();
assert.ok(await page.locator('.report img').evaluate((/** @type {any} */ picture) => picture.complete && picture.naturalWidth > 100));
await seen('report');
// The pictures that a report shows are read, also those that the list of files leaves out.
await page.route('**/report?*', route => route.fulfill({ json: {
  markdown: '![Last](epoch129.png) ![Listed](epoch029.png) ![Elsewhere](https://elsewhere.example/x.png) ' + Array.from({ length: 52 }, (_, i) => `![](p${i}.png)`).join(' '),
  files: Array.from({ length: 100 }, (_, i) => ({ name: `epoch${String(i).padStart(3, '0')}.png`, node: 'draw', path: '' })),
  partial: true,
} }));
const picture = await page.screenshot();
await page.route('**/file/**', route => route.fulfill({ contentType: 'image/png', body: picture }));
await page.reload();
await page.locator('.report img[alt="Last"]').waitFor();
await page.locator('.report img[alt="Listed"]').waitFor();
await page.locator('.report img').nth(49).waitFor();
await page.getByText('The first 50 pictures are shown; 4 more are left out.').waitFor();
assert.equal(await page.locator('.report img').count(), 50);
await page.unroute('**/report?*');
await page.unroute('**/file/**');
console.log('pictures of a report');
// A hostile report is text: it has no element, address or picture that the page did not make.
const written = await page.evaluate(async () => {
  const modules = ['/markdown.js', '/lit/lit-html.js'];
  const [{ markdown }, { render }] = await Promise.all(modules.map(module => import(module)));
  const place = document.createElement('div');
  document.body.append(place);
  const names = ['script', 'img', 'iframe', 'svg', 'a', 'b'];
  const count = () => names.map(name => place.querySelectorAll(name).length).join();
  const text = '# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> <b>x</b> ![x](https://elsewhere.example/x.png) ![y](data:image/png,x)\n'
    + '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](//elsewhere.example) [d](data:text/html,x) \u202e**<iframe>**\n\n'
    + '| <svg onload=alert(1)> | ` |\n| --- | --- |\n| [x](https://a.example/"onclick="alert) | `<b>` |\n';
  render(markdown(text, () => undefined), place);
  const found = { count: count(), text: place.textContent ?? '', attributes: [...place.querySelectorAll('*')].flatMap(e => e.getAttributeNames()) };
  /** Returns the milliseconds for a text of repeated parts; the shorter of two times, because other programs run too. @param {string} part @param {number} length */
  const time = (part, length) => Math.min(...[1, 2].map(() => {
    const began = performance.now();
    render(markdown(part.repeat(length / part.length), () => undefined), place);
    return performance.now() - began;
  }));
  // Four times the text takes about four times as long; with backtracking it would be sixteen times or more.
  const slow = ['[', '![', '`', '*', '**', '_', '|', '> ', '- ', '- - x\n', '#', ' #', '(', '[a](', '[a](b "', '|-|\n', 'x|\n|-|\n', 'a', '*a*', 'a\n-\n']
    .filter(part => time(part, 262144) > 10 * time(part, 65536) + 1000);
  const row = '|'.repeat(300) + '\n';
  render(markdown(row + '|-'.repeat(299) + '|\n' + row.repeat(870), () => undefined), place);
  const wide = { cells: place.querySelectorAll('td').length, text: place.textContent ?? '' };
  /** Returns the elements of a text without the comments of the renderer. @param {string} text */
  const shown = text => {
    render(markdown(text, name => '/' + name), place);
    return place.innerHTML.replace(/<!--.*?-->|<\/?div[^>]*>| class="[^"]*"| tabindex="0"| target="[^"]*"| rel="[^"]*"/g, '').replace(/>\s+</g, '><');
  };
  const formats = ['1. one\n\n2. two', '5. five', '- a\n  - b\n- c\n  more', '|a|b|\n|-|-|\n|x \\| y|`p|q`|', '![a](a.png "title")',
    '[a](https://e.example/x_(y))', '~~~\ncode\n~~~\n---', '_em_ a_b_c', '## T ##'].map(shown);
  const end = shown('word '.repeat(20_000) + 'end').endsWith('end</p>');
  const pictures = (shown('![i](a.png)\n'.repeat(1500)).match(/<img/g) ?? []).length;
  place.remove();
  return { ...found, slow, wide, formats, end, pictures };
});
assert.deepEqual(written.formats, [
  '<ol start="1"><li>one</li><li>two</li></ol>',
  '<ol start="5"><li>five</li></ol>',
  '<ul><li>a<ul><li>b</li></ul></li><li>c more</li></ul>',
  '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>x | y</td><td><code>p|q</code></td></tr></tbody></table>',
  '<p><img src="/a.png" alt="a"></p>',
  '<p><a href="https://e.example/x_(y)">a</a></p>',
  '<pre>code</pre><hr>',
  '<p><em>em</em> a_b_c</p>',
  '<h4>T</h4>',
]);
assert.ok(written.end);
assert.equal(written.pictures, 1500);
assert.ok(written.wide.cells <= 20_300, `a table has ${written.wide.cells} cells`);
assert.ok(written.wide.text.includes('later rows are left out'));
assert.equal(written.count, '0,0,0,0,1,0');
assert.deepEqual(written.attributes.filter(name => !['class', 'tabindex', 'href', 'target', 'rel'].includes(name)), []);
assert.ok(written.text.includes('<img src=x onerror=alert(1)>') && written.text.includes('\\u202e'));
assert.deepEqual(written.slow, []);
console.log('hostile report');

await page.goto(address + '/runs');
await page.locator('tbody tr').nth(3).waitFor();
await seen('runs');
// The first run has 2 failed items, and the list has what it has cost.
const ofFirst = page.locator('tbody tr', { hasText: decodeURIComponent(new URL(first).pathname.split('/')[2]) });
await ofFirst.getByRole('cell', { name: '2', exact: true }).waitFor();
await ofFirst.getByText(/^\$0\.\d+$/).waitFor();
await page.getByLabel('Status').selectOption('FAILED');
await page.getByText('No run matches.').waitFor();
await page.reload();
assert.match(page.url(), /status=FAILED/);
await page.getByLabel('Status').selectOption('');
await page.getByLabel('Started').selectOption('1');
await page.getByLabel('Find').fill('LAND-cover');
await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1 && document.querySelector('tbody tr')?.textContent?.includes('land-cover'));
assert.equal(new URL(page.url()).search, '?text=LAND-cover&since=1');
await page.reload();
await page.locator('tbody tr', { hasText: 'land-cover' }).waitFor();
assert.equal(await page.locator('tbody tr').count(), 1);
assert.equal(await page.getByLabel('Find').inputValue(), 'LAND-cover');
await page.getByLabel('Started').selectOption('between');
await page.getByLabel('to', { exact: true }).fill('2001-02-03T04:05');
await page.getByLabel('to', { exact: true }).press('Tab');
await page.getByText('No run matches.').waitFor();
await page.getByRole('button', { name: 'Show all runs' }).click();
await page.locator('tbody tr').nth(3).waitFor();
assert.equal(new URL(page.url()).search, '');
// Only runs that are listed stay chosen.
await page.locator('tbody tr', { hasText: 'land-cover' }).getByRole('checkbox').check();
await page.locator('tbody tr', { hasText: 'square-all' }).first().getByRole('checkbox').check();
await page.getByRole('link', { name: 'Compare' }).waitFor();
await page.getByLabel('Find').fill('land-cover');
await page.getByText('1 run chosen').waitFor();
assert.equal(await page.getByRole('link', { name: 'Compare' }).count(), 0);
// The link "Runs" shows all runs again; the hidden run is not chosen any more.
await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click();
await page.locator('tbody tr').nth(3).waitFor();
assert.equal(new URL(page.url()).search, '');
assert.equal(await page.getByLabel('Find').inputValue(), '');
await page.getByText('1 run chosen').waitFor();
await page.getByLabel('Status').selectOption('FAILED');
await page.getByText('No run matches.').waitFor();
await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click();
await page.locator('tbody tr').nth(3).waitFor();
assert.equal(await page.getByLabel('Status').inputValue(), '');
assert.equal(await page.getByRole('toolbar', { name: 'Chosen runs' }).count(), 0);
// A search that has not begun does not change the address of a run.
await page.getByLabel('Find').fill('land');
await page.evaluate(() => /** @type {any} */ (document.querySelector('tbody a')).click());
await page.locator('run-page').waitFor();
await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 500)));
assert.doesNotMatch(page.url(), /text=/);
await page.goBack();
await page.locator('tbody tr').nth(3).waitFor();
// The dialog says why a run was not deleted, and the list stays.
await page.route('**/api/runs/*', route => route.request().method() === 'DELETE'
  ? route.fulfill({ status: 422, json: { detail: 'The run is in use.' } }) : route.fallback());
await page.locator('tbody input').first().check();
await page.getByRole('button', { name: 'Delete', exact: true }).click();
await dialog.getByText('files and logs will be deleted').waitFor();
await seen('delete');
await dialog.getByRole('button', { name: 'Delete now' }).click();
await dialog.getByText('The run is in use.').waitFor();
await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
await dialog.waitFor({ state: 'detached' });
await page.getByText('1 run chosen').waitFor();
await page.unroute('**/api/runs/*');
await page.getByLabel('Choose all').check();
await page.getByText(`${await page.locator('tbody tr').count()} runs chosen`).waitFor();
await page.getByLabel('Choose all').uncheck();
await page.getByRole('toolbar', { name: 'Chosen runs' }).waitFor({ state: 'detached' });

// The runs of the dialog stay the same when another one ends; two clicks start each rerun once.
let otherStatus = 'RUNNING';
/** @type {string[]} */
const reruns = [];
await page.route('**/costs?*', route => route.fulfill({ json: { searched: 2, items: ['b', 'a'].map(id => ({
  id, workflow: 'square-all', status: id === 'a' ? 'FAILED' : otherStatus, started: '2026-01-01T00:00:00Z', ended: '2026-01-01T00:00:01Z',
})) } }));
await page.route(/\/api\/runs\/[ab](\/|$)/, async route => {
  const path = new URL(route.request().url()).pathname;
  if (path.endsWith('/preview')) {
    // The other run ends before the first is read.
    otherStatus = 'FAILED';
    await page.locator('tbody tr', { hasText: 'b' }).locator('.status', { hasText: 'failed' }).waitFor();
    return route.fulfill({ json: { computed: 1, adopted: 0, notStarted: 0, nodes: [] } });
  }
  if (path.endsWith('/rerun')) {
    reruns.push(path);
  }
  return route.fulfill({ json: { id: 'c', workflow: 'square-all' } });
});
await page.locator('tbody tr', { hasText: 'a' }).nth(1).waitFor();
await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2);
await page.locator('tbody input').nth(0).check();
await page.locator('tbody input').nth(1).check();
await page.getByRole('button', { name: 'Rerun what failed' }).click();
await dialog.getByText('1 action will be computed again').waitFor();
await dialog.getByText('Reading …').waitFor({ state: 'detached' });
await dialog.getByRole('button', { name: 'Start the rerun' }).evaluate((/** @type {HTMLElement} */ button) => {
  button.click();
  button.click();
});
await dialog.waitFor({ state: 'detached' });
assert.deepEqual(reruns, ['/api/runs/a/rerun']);
await page.unroute('**/costs?*');
await page.unroute(/\/api\/runs\/[ab](\/|$)/);
await page.goto(address + '/runs');
await page.locator('tbody tr').nth(3).waitFor();
console.log('chosen runs');
const listedRuns = await page.locator('tbody tr').count();
await page.locator('tbody input').first().check();
await page.getByRole('button', { name: 'Delete', exact: true }).click();
await dialog.getByRole('button', { name: 'Delete now' }).click();
await page.locator('tbody tr').nth(listedRuns - 1).waitFor({ state: 'detached' });
// The page of a run deletes it too, and the list follows.
await page.locator('tbody a').first().click();
await page.getByRole('button', { name: 'Delete', exact: true }).click();
await dialog.getByRole('button', { name: 'Delete now' }).click();
await page.waitForURL(address + '/runs');
await page.locator('tbody tr').first().waitFor();
await page.locator('tbody tr').nth(listedRuns - 2).waitFor({ state: 'detached' });
console.log('deleted');

await page.goto(address + '/runs/none');
await page.getByRole('alert').waitFor();
await seen('unknown-run');
// A malformed address has a page.
await page.goto(address + '/runs/%FF');
await page.locator('run-page').getByRole('alert').waitFor();

// Without the server, each page tells so once.
await page.route(/\/(api|costs|definition|explain|layout|unusable)([/?]|$)/, route => route.abort());
for (const path of ['/runs', new URL(first).pathname, '/workflows', '/workflows/square-all', '/compare/a/b']) {
  await page.goto(address + path);
  await page.getByRole('alert').waitFor();
  assert.equal((await page.locator('main').innerText()).split('does not answer').length, 2, path);
}
await seen('no-server');
await page.unroute(/\/(api|costs|definition|explain|layout|unusable)([/?]|$)/);

// A run that is started elsewhere appears without a reload.
await page.goto(address + '/runs');
await page.locator('tbody tr').nth(1).waitFor();
const elsewhere = await (await fetch(address + '/api/workflows/square-all/runs', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'elsewhere' },
  body: '{"input": {"n": 5, "failAt": [2]}}',
})).json();
await page.locator('tbody tr', { hasText: elsewhere.id }).locator('.status', { hasText: 'succeeded' }).waitFor();
console.log('appears');

// The keyboard alone: from the list of runs to the rerun of a failed item.
await tabTo('Skip to the content');
assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
await tabTo(elsewhere.id);
await page.locator('.clusters').waitFor();
assert.deepEqual(await page.evaluate(() => [document.activeElement?.id, scrollY]), ['main', 0]);
await tabTo('2');
await page.locator('.drawer .message', { hasText: '2 is in failAt' }).waitFor();
await tabTo('Rerun this item');
await dialog.getByText('will be computed again').waitFor();
await tabTo('Start the rerun');
await page.getByText('Rerun of').waitFor();
await status('succeeded').waitFor();
await tabTo('compare');
await page.getByText('none changed status').waitFor();
await tabTo('Start a run');
await tabTo('square-all');
await page.getByText('Last runs').waitFor();
await tabTo('n', '7');
await tabTo('Start');
await status('succeeded').waitFor();
await page.locator('.graph .node', { hasText: '7 of 7 inline Map' }).waitFor();
console.log('keyboard');

// The frames of the graph fold, and a folded one unfolds.
await page.goto(address + '/workflows/record-pipeline');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await status('succeeded').waitFor();
const fold = page.getByRole('button', { name: /^Fold records$/ });
await seen('frames');
await fold.focus();
await page.keyboard.press('Enter');
await page.getByRole('button', { name: /^Unfold records, \d+ nodes/ }).waitFor();
await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Unfold records'));
await page.keyboard.press('Enter');
await fold.waitFor();
await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Fold records');

// Two frames that are folded in one task stay folded, also if the first answer is the last; boxes that nothing can select are no buttons.
let held = 1500;
await page.route('**/layout/*fold=*', async route => {
  const wait = held;
  held = 0;
  await new Promise(resolve => setTimeout(resolve, wait));
  return route.fallback();
});
const folders = page.getByRole('button', { name: /^Fold / });
await folders.nth(1).waitFor();
await page.evaluate(() => document.querySelectorAll('.graph .folder').forEach(folder => folder.dispatchEvent(new Event('click'))));
await folders.first().waitFor({ state: 'detached' });
await page.waitForResponse(response => response.url().includes('fold='));
await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)));
assert.equal(await folders.count(), 0);
await page.unroute('**/layout/*fold=*');
await page.reload();
await fold.waitFor();
assert.equal(await page.locator('.graph .node', { hasText: 'each item inline Map' }).getAttribute('role'), null);

// Nested items are rows, one for each item of the fan-out around them. The keyboard opens an item, and the label of a row selects it.
await page.locator('.node.clickable', { hasText: 'units at once' }).click();
await page.locator('row-map').getByText('3 rows').waitFor();
await page.getByText('3 items', { exact: true }).waitFor();
await seen('nested');
const rowMap = page.locator('.rowmap');
const labels = () => page.locator('row-map').evaluate((/** @type {any} */ map) => map.sizes().labels);
assert.equal(await labels(), 30);
await rowMap.focus();
for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) {
  await page.keyboard.press(key);
}
await page.locator('row-map .described', { hasText: /^Row 2: item 2 succeeded/ }).waitFor();
await page.keyboard.press('Enter');
await page.locator('.drawer h2', { hasText: '[2.2]' }).waitFor();
await page.keyboard.press('Escape');
await rowMap.click({ position: { x: 20, y: 35 } });
await page.getByText('4 items', { exact: true }).waitFor();
// The rows keep the focus while the list of the selected row is read.
assert.equal(await page.evaluate(() => document.activeElement?.className), 'rowmap');
await page.getByRole('button', { name: 'Zoom out' }).click();
await page.getByRole('button', { name: 'Zoom in' }).click();
await page.getByRole('button', { name: 'Zoom in' }).and(page.locator(':disabled')).waitFor();

// Of 1,000 rows with 1,000 items, only those in view are read, and each once.
/** @type {string[]} */
const rowsRead = [];
await page.route('**/rows?*', route => {
  const query = new URL(route.request().url()).searchParams;
  const first = Number(query.get('from'));
  rowsRead.push(String(first));
  const items = Array.from({ length: Math.min(25, Number(query.get('limit')), 1000 - first) }, (_, i) => ({
    path: String(first + i), label: `Row ${first + i}`, width: 1000, from: 0, to: 1000, states: '999S1F', durations: '1000c', settled: true,
  }));
  return route.fulfill({ json: { rows: 1000, items } });
});
await page.reload();
await page.locator('.node.clickable', { hasText: 'units at once' }).click();
await page.locator('row-map').getByText('1,000 rows').waitFor();
await page.mouse.move(5, 5);
await rowMap.focus();
await page.keyboard.press('End');
await page.keyboard.press('End');
await page.locator('row-map .described', { hasText: /^Row 999 Row 999: / }).waitFor();
assert.ok(await labels() > 60);
const readBefore = rowsRead.length;
await page.keyboard.press('Home');
await page.locator('row-map .described', { hasText: /^Row 0 Row 0: / }).waitFor();
assert.ok(readBefore <= 4, `${rowsRead} were read`);
assert.equal(rowsRead.length, readBefore);
await page.unroute('**/rows?*');
console.log('rows');

// The nested node with failures is selected. All of its rows count in the graph, the errors, the metrics and the timeline.
await page.goto(address + '/workflows/cells');
await page.getByRole('button', { name: 'JSON' }).click();
await page.getByLabel('Input as JSON').fill('4');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await status('succeeded').waitFor();
const measured = page.locator('.node.selected', { hasText: 'measure cell' });
await measured.getByText('120 of 120').waitFor();
await measured.locator('.mark').waitFor();
await page.locator('.clusters li', { hasText: /^\s*4 IllegalArgumentException cell # is dark\s+items 2\.30 3\.30 3\.40\s+to 3\.50$/ }).waitFor();
await page.locator('tr', { hasText: 'light' }).getByRole('cell', { name: '116', exact: true }).first().waitFor();
await page.getByText('130 actions ended, 4 failed').waitFor();
await page.locator('.bars a', { hasText: 'measure cell' }).waitFor();
await page.getByRole('button', { name: 'Rerun what failed' }).waitFor();
await page.getByRole('heading', { name: 'Durations of all rows' }).waitFor();
await page.getByText(/^p50 at most [\d.]+ m?s, p95 at most [\d.]+ m?s, p99 at most [\d.]+ m?s\. Percentiles are rounded up/).waitFor();
// The items of a row with failures follow.
await page.getByRole('heading', { name: /^Durations of row [23]$/ }).waitFor();
await seen('nested-failures');
// The folded frame has the failures of the nodes in it.
await page.getByRole('button', { name: 'Fold map cells of row', exact: true }).click();
await page.getByRole('button', { name: /^Unfold map cells of row.*, 4 failed$/ }).click();
await page.getByRole('button', { name: 'Fold map cells of row', exact: true }).waitFor();
// The address has the selected node and row, and a reload returns to them.
await page.locator('.node.clickable', { hasText: 'cells of row' }).last().click();
await page.waitForURL(/\?node=cells\+of\+row$/);
await page.locator('.node.clickable', { hasText: 'measure cell' }).click();
await page.waitForURL(/\?node=measure\+cell&row=2$/);
await page.getByLabel('Items of row').fill('abc');
await page.getByLabel('Items of row').press('Enter');
assert.match(await page.getByLabel('Items of row').evaluate(field => /** @type {HTMLInputElement} */ (field).validationMessage), /^Enter the indexes of a row, such as 2\.$/);
assert.match(page.url(), /row=2$/);
await page.getByLabel('Items of row').fill('3');
await page.getByLabel('Items of row').press('Enter');
await page.waitForURL(/\?node=measure\+cell&row=3$/);
await page.reload();
await page.getByText('60 items', { exact: true }).waitFor();
await measured.waitFor();
await page.getByRole('heading', { name: 'Durations of row 3' }).waitFor();
await page.locator('.clusters a', { hasText: '2.30' }).click();
await page.locator('.drawer .message', { hasText: 'cell 230 is dark' }).waitFor();
await page.keyboard.press('Escape');
await page.waitForURL(/\?node=measure\+cell&row=3$/);
// The items of a nested fan-out are compared by their numbers and results.
await page.getByRole('button', { name: 'Rerun what failed' }).click();
await dialog.getByRole('button', { name: 'Start the rerun' }).click();
await page.getByText('Rerun of').waitFor();
await status('succeeded').waitFor();
await page.getByRole('link', { name: 'compare' }).click();
const compared = page.locator('.panel', { hasText: 'measure cell' });
await compared.getByText(/^116 succeeded, 4 failed → .*4 failed$/).waitFor();
await compared.getByRole('button', { name: 'Compare results' }).click();
await compared.getByText('None of 120 differ.').waitFor();
console.log('nested failures');

// The drawer lists the attempts of an action, each with its error and its stack trace.
await page.goto(address + '/workflows/retried');
await page.getByRole('button', { name: 'JSON' }).click();
await page.getByLabel('Input as JSON').fill('2');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await status('succeeded').waitFor();
const retried = new URL(page.url()).pathname.split('/')[2];
for (const [item, end] of [['0', 'succeeded'], ['1', 'failed']]) {
  await page.goto(`${address}/runs/${retried}/actions/flaky/${item}`);
  const tries = page.locator('.attempts li');
  await tries.nth(2).getByText(end === 'failed' ? 'IllegalStateException' : end, { exact: true }).waitFor();
  for (const [i, before] of (await tries.all()).slice(0, 2).entries()) {
    // The log is read after the action.
    await before.getByText('Stack trace').waitFor();
    assert.match(await before.innerText(), new RegExp(`IllegalStateException\\s+attempt ${i + 1} of item ${item}\\s+Stack trace`));
    await before.getByText('Stack trace').click();
    await before.getByText('$Flaky.run').first().waitFor();
  }
  await seen('attempts-' + end);
}
// Between two attempts, an action is running, as in the counts.
await page.route('**/actions?*', route => route.fulfill({ json: { items: [{
  node: 'flaky', path: '1', status: 'FAILED', attempts: 1, spent: false, tolerated: true,
  began: '2026-01-01T00:00:00Z', finished: '2026-01-01T00:00:01Z', error: { name: 'E', message: 'the first attempt' },
}] } }));
await page.goto(`${address}/runs/${retried}/actions/flaky/1`);
await page.locator('.drawer .status.RUNNING').getByText('waiting for retry', { exact: true }).waitFor();
await page.locator('.drawer').getByText('the first attempt').waitFor();
await page.unroute('**/actions?*');
await page.keyboard.press('Escape');
console.log('attempts');

// Groups are frames too, on the page of the workflow as well.
await page.goto(address + '/workflows/grouped');
await page.getByRole('button', { name: 'JSON' }).click();
await page.getByLabel('Input as JSON').fill('3');
const group = page.getByRole('button', { name: 'Fold preparation' });
await group.focus();
await page.keyboard.press('Enter');
await page.getByRole('button', { name: 'Unfold preparation, 2 nodes' }).click();
await group.waitFor();
await page.getByRole('button', { name: 'Start', exact: true }).click();
await status('succeeded').waitFor();
await seen('groups');
await group.focus();
await page.keyboard.press('Enter');
await page.getByRole('button', { name: 'Unfold preparation, 2 nodes' }).waitFor();
// The folded group has the bar of its four actions.
await page.locator('.graph .part').first().waitFor();
await page.getByRole('button', { name: 'Unfold preparation, 2 nodes' }).click();
await group.waitFor();
console.log('groups');

// The run of a workflow that is not on the class path of the console has all but its memory.
await page.route('**/definition/*/explain*', route => route.fulfill({ status: 204 }));
await page.goto(address + '/runs');
await page.locator('tbody a').first().click();
await page.locator('.rows .link').first().click();
await page.locator('.drawer h2').waitFor();
await page.getByText('Attempts').first().waitFor();
await page.unroute('**/definition/*/explain*');

// The answer to an earlier request does not replace a later one.
let pause = 500;
await page.route('**/api/runs/late/items?*', async route => {
  const wait = pause;
  pause = 0;
  await new Promise(resolve => setTimeout(resolve, wait));
  return route.fulfill({ json: { width: 2, from: 0, to: 2, states: wait ? '2R' : '2S', durations: '2.', settled: !wait, errors: [], took: [],
    timeline: { from: '2026-01-01T00:00:00Z', bucketMillis: 1, millis: 0, began: [], ended: [], failed: [] } } });
});
const lateCounts = await page.evaluate(async () => {
  const module = '/fan-out.js';
  const { FanOut } = await import(module);
  const fan = new FanOut('late', 'square');
  const { signal } = new AbortController();
  const earlier = fan.load(() => {}, signal);
  await new Promise(resolve => setTimeout(resolve, 100));
  await Promise.all([fan.load(() => {}, signal), earlier]);
  return fan.counts();
});
assert.equal(lateCounts.S, 2);
await page.unroute('**/api/runs/late/items?*');

// A large value is rendered in parts.
const folding = await page.evaluate(async () => {
  const modules = ['/json-view.js', '/lit/lit-html.js'];
  const [{ jsonView }, { render }] = await Promise.all(modules.map(module => import(module)));
  const place = document.createElement('div');
  document.body.append(place);
  const settled = () => new Promise(resolve => setTimeout(resolve, 50));
  render(jsonView({ many: Array.from({ length: 1_000_000 }, (_, i) => [i]), few: [{ a: 1 }], none: [] }), place);
  await settled();
  // Of what is closed, only the title is rendered.
  const closed = { elements: place.querySelectorAll('*').length, text: place.textContent?.replace(/\s+/g, ' ') ?? '' };
  /** @type {any} */ ([...place.querySelectorAll('summary')].find(s => s.textContent === '1,000,000 elements')).click();
  await settled();
  const open = place.textContent ?? '';
  const rows = place.querySelectorAll('dl dl > div').length;
  place.remove();
  return { closed, open, rows };
});
assert.ok(folding.closed.elements < 60, `${folding.closed.elements} elements`);
assert.match(folding.closed.text, /many ?1,000,000 elements.*few ?1 element.*none ?0 elements/);
assert.match(folding.open, /and 999,900 more/);
assert.equal(folding.rows, 101);
console.log('large value');

// Durations are rounded down, as in the command line: DurationTextTest has the same cases. Bounds are rounded up.
const texts = await page.evaluate(async () => {
  const modules = ['/format.js', '/cells.js', '/stack-trace.js', '/run-timeline.js'];
  const [{ duration, runTime }, { atMost, bucketEnd }, { userFrames }, { added }] = await Promise.all(modules.map(module => import(module)));
  return {
    durations: [0, 999, 1000, 1999, 59_999, 60_000, 119_999, 3_600_000, 172_799_999, 172_800_000].map(duration),
    live: added([{ from: 1000, bucket: 1, millis: 5, began: [2], ended: [1], failed: [0] }], 500, 361_000),
    run: runTime({ started: '2026-01-01T00:00:00.000Z', ended: '2026-01-01T00:00:00.499Z' }),
    bounds: [0, 9, 10, 11, 16, 22, 25].map(bucket => atMost(bucketEnd(bucket))),
    frames: userFrames('E: why\n\tat com.acme.A.run(A.java:1)\n\tat java.base/java.util.List.forEach(L.java:1)\n\tat app//com.acme.A.all(A.java:2)\n'
      + '\tat app//com.acme.B.run(B.java:7)\n\tat app//com.acme.B.run(B.java:3)\n\tat dev.anabranch.runtime.internal.invoke.TypedTask.run(T.java:1)\n'
      + '\tat java.base/java.lang.Thread.run(T.java:8)\nCaused by: F\n\tat java.base/java.lang.Integer.parseInt(I.java:6)\n\t... 16 more\n'),
  };
});
assert.deepEqual(texts.durations, ['0 ms', '999 ms', '1.0 s', '1.9 s', '59.9 s', '1 min 0 s', '1 min 59 s', '1 h 0 min', '47 h 59 min', '2 d 0 h']);
assert.equal(texts.run, '0.4 s');
// The timeline begins with the run, and that of a run that waits extends to the present.
assert.ok(texts.live.began.length <= 160 && texts.live.from <= 500 && texts.live.from + texts.live.began.length * texts.live.bucket > 361_000);
assert.equal(texts.live.began[0], 2);
assert.deepEqual(texts.bounds, ['at most 0 ms', 'at most 511 ms', 'at most 1.1 s', 'at most 2.1 s', 'at most 1 min 6 s', 'at most 1 h 10 min', 'over 4 h 39 min']);
assert.deepEqual(texts.frames, ['E: why', '\tat com.acme.A.run(A.java:1)', '\tat java.base/java.util.List.forEach(L.java:1)', '\tat app//com.acme.A.all(A.java:2)',
  '\tat app//com.acme.B.run(B.java:7)', 'Caused by: F', '\tat java.base/java.lang.Integer.parseInt(I.java:6)']);

// A token in an address is in no request, and not in the address any more.
/** @type {string[]} */
const sent = [];
page.on('request', request => sent.push(request.url() + ' ' + (request.headers().referer ?? '')));
await page.goto('about:blank');
await page.goto(address + '/runs#token=only-for-the-header');
await page.locator('tbody tr').first().waitFor();
await page.getByRole('link', { name: elsewhere.id }).click();
await page.locator('.clusters').waitFor();
assert.ok(sent.length > 5);
assert.deepEqual(sent.filter(text => text.includes('only-for-the-header')), []);
assert.doesNotMatch(await page.evaluate(() => location.href + document.referrer), /only-for/);

// A page of another origin reads nothing and changes nothing.
const other = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<p>other'));
await new Promise(resolve => other.listen(0, '127.0.0.1', () => resolve(undefined)));
const stranger = await context.newPage();
await stranger.goto(`http://127.0.0.1:${/** @type {any} */ (other.address()).port}/`);
const tried = await stranger.evaluate(async ([target, run]) => {
  const results = [];
  for (const mode of /** @type {const} */ (['cors', 'no-cors'])) {
    const read = await fetch(target + '/api/runs', { mode }).then(answer => answer.text(), () => '');
    const remove = await fetch(`${target}/api/runs/${run}`, { method: 'DELETE', mode: 'cors' }).then(answer => answer.status, () => 0);
    const rerun = await fetch(`${target}/api/runs/${run}/rerun`, { method: 'POST', mode, body: '{}' })
      .then(answer => answer.type + answer.status, () => '');
    results.push(read, remove, rerun);
  }
  return results;
}, [address, elsewhere.id]);
assert.deepEqual(tried, ['', 0, '', '', 0, '']);
const known = await (await fetch(address + '/api/runs')).json();
assert.deepEqual(known.items.filter((/** @type {any} */ run) => run.rerunOf === elsewhere.id).length, 1);
assert.ok(known.items.some((/** @type {any} */ run) => run.id === elsewhere.id));
await stranger.close();
other.close();
console.log('other origin');
assert.deepEqual(complaints.filter(text => !text.includes('404')), []);
await context.close();
console.log('end');
