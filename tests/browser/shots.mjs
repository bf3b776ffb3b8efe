// Looks at every page of the gallery in a real browser: a screenshot at phone and desktop width, axe-core's WCAG 2.2 AA checks, and a
// search for anything wider than a 320 px screen or refused by the content security policy. Ends with 1 if something is wrong.
//
//   node tests/browser/shots.mjs GALLERY ASSETS OUT [NAME…]      (NAME: only pages whose name begins so)
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, serve } from './gallery.mjs';

const [gallery, assets, out, ...names] = process.argv.slice(2);
if (!out) {
  console.error('usage: node tests/browser/shots.mjs GALLERY ASSETS OUT [NAME...]');
  process.exit(2);
}
const { base, close } = await serve(gallery, assets);
const browser = await launch();
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const wrong = [];

async function look(page, file, width) {
  const problems = [];
  const listen = (message) => { if (message.type() === 'error') problems.push(message.text()); };
  page.on('console', listen);
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
  await page.goto(`${base}/${file}`, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  if (width === 320) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) problems.push(`${over} px wider than a ${width} px screen`);
  } else {
    await page.screenshot({ path: join(out, `${file.replace('.html', '')}.${width}.png`), fullPage: true });
    const found = await page.evaluate(async () => {
      const result = await globalThis.axe.run(document, {
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      });
      return result.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')})`);
    });
    problems.push(...found);
  }
  page.off('console', listen);
  for (const problem of problems) wrong.push(`${file} at ${width}: ${problem}`);
}

mkdirSync(out, { recursive: true });
const files = readdirSync(gallery).filter((file) => file.endsWith('.html'))
  .filter((file) => names.length === 0 || names.some((name) => file.startsWith(name))).sort();
// axe comes in through the browser's debugger; the pages' own policy stays in force and would refuse it.
const page = await browser.newPage();
await page.addInitScript({ content: axe });
for (const file of files) {
  for (const width of [390, 1280, 320]) await look(page, file, width);
}
await browser.close();
close();
for (const line of wrong) console.log(line);
console.log(`${files.length} pages, ${wrong.length} things to mend`);
process.exit(wrong.length === 0 ? 0 : 1);
