// Watches the list of runs while a command in another process runs, and answers what it waits for. Prints `open` when that
// command may start.
// node second-terminal.mjs <address of the console> <Chromium>
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [address, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(60_000);
let loads = 0;
page.on('load', () => loads++);

await page.goto(address + '/runs');
await page.getByText('There are no runs yet.').waitFor();
console.log('open');

const row = page.locator('tbody tr', { hasText: 'approval' });
await row.locator('.status', { hasText: 'running' }).waitFor();
// One of its actions waits: the list has no other 1.
await row.getByRole('cell', { name: '1', exact: true }).waitFor();
await row.getByText(/^\s*\d+ of \d+/).waitFor();
await row.getByRole('link').click();
await page.locator('.panel', { hasText: 'Waits for an answer' }).getByRole('link').first().click();
const drawer = page.locator('.drawer');
await drawer.getByLabel('approved').check();
await drawer.getByRole('button', { name: 'Answer' }).click();
await page.keyboard.press('Escape');
await page.locator('.head .status', { hasText: 'succeeded' }).waitFor();
await page.getByRole('link', { name: 'Runs' }).first().click();
await row.locator('.status', { hasText: 'succeeded' }).waitFor();
await row.getByText(/\d+ actions/).waitFor();
assert.equal(loads, 1, 'the page was loaded once');
await browser.close();
console.log('end');
