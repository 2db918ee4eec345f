// Measures the page of runs in Chromium and prints a row of a Markdown table for each: see README.md.
// node console-load.mjs <address of the console> <folder with node_modules> <Chromium> <run>...
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [address, modules, executablePath, ...runs] = process.argv.slice(2);
const { chromium } = createRequire(resolve(modules) + '/')('playwright-core');
const browser = await chromium.launch({
  executablePath,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc'],
});

/** Collects the tasks over 50 ms in the page. */
const watch = () => {
  // @ts-expect-error A variable of this script in the page.
  globalThis.longTasks = [];
  new PerformanceObserver(list => {
    // @ts-expect-error The same variable.
    list.getEntries().forEach(entry => globalThis.longTasks.push(entry.duration));
  }).observe({ entryTypes: ['longtask'] });
};

/** @param {import('playwright-core').Page} page */
async function longest(page) {
  // @ts-expect-error The variable of `watch`.
  const tasks = await page.evaluate(() => globalThis.longTasks.splice(0));
  return Math.round(Math.max(0, ...tasks));
}

console.log('| run | first picture, s | all items, s | requests | transferred, KB | CPU, s | memory, MB | longest task while loading, ms | while used, ms |');
console.log('|---|---|---|---|---|---|---|---|---|');
for (const run of runs) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(300_000);
  await page.addInitScript(watch);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Performance.enable');
  let requests = 0;
  let transferred = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { requests++; transferred += encodedDataLength; });
  await page.goto(`${address}/runs/${run}`);
  await page.locator('heat-map canvas').waitFor();
  const first = await page.evaluate(() => performance.now());
  await page.getByRole('heading', { name: 'Output' }).waitFor();
  const all = await page.evaluate(() => performance.now());
  const loading = await longest(page);
  const { metrics } = await session.send('Performance.getMetrics');
  const cpu = metrics.find(metric => metric.name === 'TaskDuration')?.value ?? 0;
  const loaded = `${requests} | ${Math.round(transferred / 1000)} | ${cpu.toFixed(1)}`;

  // Scroll, filter, zoom, change the colours, and move over the picture.
  for (let i = 1; i <= 10; i++) {
    await page.locator('.rows').evaluate((rows, part) => { rows.scrollTop = rows.scrollHeight * part; }, i / 10);
  }
  await page.locator('.chip', { hasText: 'failed' }).click();
  await page.locator('.chip', { hasText: 'failed' }).click();
  const bar = page.locator('.histogram button').first();
  await bar.click();
  await bar.click();
  await page.getByLabel('Go to item').fill('90');
  await page.getByLabel('Go to item').press('Enter');
  await page.getByRole('button', { name: 'Duration', exact: true }).click();
  await page.getByRole('button', { name: 'Status' }).click();
  const canvas = page.locator('heat-map canvas');
  for (let x = 10; x < 400; x += 40) {
    await canvas.hover({ position: { x, y: 5 } });
  }
  if (run !== 'run-100') {
    await canvas.click({ position: { x: 205, y: 5 } });
    await page.getByRole('button', { name: /^Show all/ }).click();
  }
  const used = await longest(page);

  await session.send('HeapProfiler.collectGarbage');
  /** @type {any} */
  const heap = await session.send('Runtime.getHeapUsage');
  const bytes = heap.usedSize + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0);
  console.log(`| ${run} | ${(first / 1000).toFixed(1)} | ${(all / 1000).toFixed(1)} | ${loaded} | ${Math.round(bytes / 1e6)} | ${loading} | ${used} |`);
  await page.close();
}
await browser.close();
