// `make accessibility`: axe-core on built pages in a headless browser, light and dark, at 1280 and 390 pixels, with
// everything unfolded; and no page may scroll sideways. Each formula is then put as its text, for axe-core takes minutes
// over the hundred thousand elements of a page of proofs; in the dark it is asked of colours alone.
// usage: node axe.mjs BROWSER FOLDER [PAGE...]. Exit 1: violations.
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [executablePath, folder, ...named] = process.argv.slice(2);
const pages = named.length ? named : readdirSync(folder).filter((name) => name.endsWith(".html"));
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let violations = 0;

function complain(words) {
  violations += 1;
  console.log(words);
}

for (const name of pages) {
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], protocolTimeout: 300_000 });
  for (const width of [1280, 390])
    for (const value of ["light", "dark"]) {
      const page = await browser.newPage();
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      await page.setViewport({ width, height: 900 });
      await page.goto(pathToFileURL(resolve(folder, name)).href);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) complain(`${name} ${width} ${value}: scrolls sideways, ${wide} pixels`);
      await page.evaluate(() => document.querySelectorAll("math").forEach((one) => one.replaceWith(one.textContent)));
      await page.evaluate(axe);
      const only = value === "dark" ? { runOnly: ["color-contrast"] } : {};
      const found = await page.evaluate((only) => axe.run(document, { resultTypes: ["violations"], ...only }), only);
      for (const { id, impact, nodes } of found.violations)
        complain(`${name} ${width} ${value}: ${id} (${impact}), ${nodes.length} times, first at ${nodes[0].target}`);
      await page.close();
    }
  await browser.close();
  console.log(`${name}: looked at`);
}
console.log(`${pages.length} pages, ${violations} violations`);
process.exit(violations ? 1 : 0);
