// Opens every page given and uses it as a person would. See check.sh.

import assert from "node:assert/strict";
import { join, basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";
import { replaying, smoothness } from "./replay.mjs";

const shots = process.env.FLOW_PAGE_SHOTS;

/** The ids of the steps of a picture and of those inside it, as the page's table has them. */
function stepsOf({ nodes }, flow) {
  const all = [];
  for (const [number, step] of flow.steps.entries()) {
    const node = nodes.find((node) => node.step === number);
    all.push({ id: node.id, hash: `#step-${node.id}`, ...step });
    if (node.subflow?.known) all.push(...stepsOf(node.subflow.known, step.subflow.flow));
  }
  return all;
}

const transform = (page) => page.locator("#flow-view > svg").evaluate((svg) => svg.style.transform);
const scale = async (page) => Number(/scale\((.*)\)/.exec(await transform(page))[1]);
const heading = (page) => page.locator("#flow-step h2 .called");
const hash = (page) => page.evaluate(() => decodeURI(location.hash));
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const brightness = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);

async function changes(page, what, action) {
  const before = await transform(page);
  await action();
  assert.notEqual(await transform(page), before, `${what} does not change the view`);
}

/** The middle of a step's name in the picture. */
async function middle(page, id) {
  const box = await page.locator(`#flow-view [id="${id}"] > text`).first().boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function content(page, { flow }, steps, isRun) {
  assert.equal(await page.title(), `${flow.name} · ${isRun ? "run" : "flow"}`);
  const hashes = (selector) => page.locator(selector).evaluateAll((links) => links.map((it) => it.getAttribute("href")));
  const all = steps.map((step) => step.hash);
  assert.deepEqual(await hashes("#flow-list a"), all, "the list");
  assert.deepEqual((await hashes("#flow-view svg a")).sort(), [...all].sort(), "the picture");
  const names = (selector) => page.locator(selector).allTextContents();
  assert.deepEqual(await names("#flow-list a"), steps.map((step) => step.name));
  assert.deepEqual(await names("#flow-steps .called"), steps.map((step) => step.name));
  assert.equal(await page.evaluate(() => window.acted), undefined, "text of the flow has been run");
  // Whoever does not see the page is told the same.
  const told = await page.locator("body").ariaSnapshot();
  for (const role of ["main", `navigation "Steps"`, `searchbox "Search steps"`, `group "The flow ${flow.name}"`, `button "Zoom in"`]) {
    assert(told.includes(role), `${role} is not told:\n${told}`);
  }
}

async function choosing(page, steps, isRun) {
  const middling = steps[Math.floor(steps.length / 2)];
  for (const step of new Set([steps[0], middling, steps.at(-1)])) {
    await page.locator(`#flow-list a[href="${step.hash}"]`).click();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#flow-step").isVisible(), false, "Escape closes");
    // By way of the list it has come into sight.
    await page.mouse.click(...(await middle(page, step.id)));
    assert.equal(await heading(page).textContent(), step.name, "a click shows the step");
    assert.equal(await hash(page), step.hash);
    const shown = await page.locator("#flow-step").innerText();
    assert(shown.includes(`fn ${step.name}(`) || shown.includes(`fn r#${step.name}(`), `no signature: ${shown}`);
    for (const { type } of step.params) assert(shown.includes(type), `${type} is not shown: ${shown}`);
    // A run is shown without its sources.
    assert(isRun || shown.includes(`:${step.line}`), "the line is shown");
    assert(/#\[(start|listen|router)/.test(shown), "the trigger is shown");
    assert.equal(await page.locator(`[id="${step.id}"].chosen`).count(), 1, "the step is marked");
    assert.equal(await page.locator("#flow-list [aria-current]").textContent(), step.name);
  }
}

async function neighbours(page, steps) {
  const step = steps.find(({ trigger }) => trigger);
  if (!step) return;
  await page.goto(`${page.url().split("#")[0]}${step.hash}`);
  assert.equal(await heading(page).textContent(), step.name, "an address leads to its step");
  assert((await page.locator("#flow-view .edge.near").count()) > 0, "its arrows are marked");
  const before = page.locator("#flow-step [data-title='Waits for'] a").first();
  const name = await before.textContent();
  await before.click();
  assert.equal(await heading(page).textContent(), name, "a neighbour is shown");
  assert(await page.evaluate(() => document.activeElement.matches("#flow-step h2")), "the focus is on what is shown");
  const after = page.locator("#flow-step [data-title='Waited for by'] a", { hasText: step.name });
  await after.first().click();
  assert.equal(await heading(page).textContent(), step.name, "and leads back");
  await page.goBack();
  assert.equal(await heading(page).textContent(), name, "so does the browser");
  await page.keyboard.press("Escape");
  assert(await page.locator("#flow-about").isVisible());
}

async function searching(page, steps) {
  await page.keyboard.press("/");
  assert(await page.evaluate(() => document.activeElement.id === "flow-search"), "/ goes to the search");
  const wanted = steps.at(-1);
  await page.keyboard.type(wanted.name.toUpperCase());
  const found = await page.locator("#flow-list li:visible a").allTextContents();
  assert(found.includes(wanted.name), `${wanted.name} is not found`);
  assert.equal(await page.locator("#flow-view .found").count(), found.length, "the picture marks what the list has");
  assert((await page.locator("#flow-matches").textContent()).startsWith(`${found.length} of `));
  await page.keyboard.press("Enter");
  const first = await heading(page).textContent();
  assert(first.toLowerCase().includes(wanted.name.toLowerCase()), `Enter leads to ${first}`);
  await page.keyboard.type(" nothing has all of this");
  assert.equal(await page.locator("#flow-view .found").count(), 0);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#flow-list li:visible").count(), steps.length, "Escape shows all again");
  assert.equal(await page.locator("#flow-view.searching").count(), 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
}

async function tabbing(page, steps) {
  await page.locator("#flow-view").focus();
  for (const _ of steps.slice(0, 3)) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement.getAttribute("href"));
    assert(at?.startsWith("#step-"), `Tab leads to ${at}`);
    await page.keyboard.press("Enter");
    assert.equal(await hash(page), at, "Enter shows the step");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), at, "the focus stays");
  }
  await page.keyboard.press("Escape");
}

async function moving(page) {
  await page.locator("#flow-view").focus();
  for (const key of ["+", "-", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
    await changes(page, key, () => page.keyboard.press(key));
  }
  const before = await scale(page);
  await page.locator("#flow-in").click();
  assert((await scale(page)) > before, "the button makes it larger");
  await page.locator("#flow-out").click();
  assert(Math.abs((await scale(page)) - before) < 1e-9, "and smaller");

  // The wheel keeps in place what is under it.
  const view = await page.locator("#flow-view").boundingBox();
  const at = [view.x + view.width / 3, view.y + view.height / 3];
  const under = () =>
    page.locator("#flow-view > svg").evaluate((svg, [x, y]) => {
      const box = svg.getBoundingClientRect();
      return [(x - box.x) / box.width, (y - box.y) / box.height];
    }, at);
  await page.mouse.move(...at);
  const [x, y] = await under();
  const small = await scale(page);
  await page.mouse.wheel(0, -200);
  await page.waitForFunction((old) => !document.querySelector("#flow-view > svg").style.transform.endsWith(`scale(${old})`), small);
  const [nowX, nowY] = await under();
  assert(Math.abs(nowX - x) < 0.01 && Math.abs(nowY - y) < 0.01, "the wheel zooms around the pointer");

  await page.keyboard.press("0");
  const picture = await page.locator("#flow-view > svg").boundingBox();
  assert(picture.x >= view.x && picture.y >= view.y, "0 shows the whole picture");
  assert(picture.x + picture.width <= view.x + view.width && picture.y + picture.height <= view.y + view.height);

  // From upon a step: dragging is no click.
  const on = await page.locator("#flow-view svg a text").first().boundingBox();
  const from = [on.x + on.width / 2, on.y + on.height / 2];
  await changes(page, "dragging", async () => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(from[0] + 40, from[1] + 30, { steps: 4 });
    await page.mouse.up();
  });
  assert.equal(await page.locator("#flow-step").isVisible(), false, "dragging is no click");
}

async function looks(page, name) {
  const shot = (kind) => page.screenshot(shots ? { path: join(shots, `${name}-${kind}.png`) } : {});
  const [light, ground] = [await shot("light"), await background(page)];
  await page.emulateMedia({ colorScheme: "dark" });
  const [dark, darkGround] = [await shot("dark"), await background(page)];
  assert(brightness(ground) > 600 && brightness(darkGround) < 150, `light ${ground}, dark ${darkGround}`);
  assert(!light.equals(dark), "dark mode looks the same");
  await page.emulateMedia({ colorScheme: "light" });
}

async function printing(page, steps, name) {
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#flow-steps tbody tr:visible").count(), steps.length, "every step is printed");
  for (const part of ["nav", ".zoom", "#flow-step"]) {
    assert.equal(await page.locator(part).isVisible(), false, `${part} is printed`);
  }
  const svg = page.locator("#flow-view > svg");
  assert.equal(await svg.evaluate((it) => getComputedStyle(it).transform), "none", "the whole picture is printed");
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, ...(shots && { path: join(shots, `${name}.pdf`) }) });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert(pages >= 2, `${pages} pages are printed`);
  // Ink on paper, whatever the screen is like.
  const fill = () => page.locator("#flow-view svg a .shape").first().evaluate((it) => getComputedStyle(it).fill + getComputedStyle(it).stroke);
  const [light, ground] = [await fill(), await background(page)];
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.deepEqual([await fill(), await background(page)], [light, ground], "dark mode prints dark");
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
}

async function check(browser, url, name) {
  const { page, wrong, close } = await open(browser, url);
  const json = JSON.parse(await page.locator("#flow-json").textContent());
  const steps = stepsOf(json.picture, json.flow);
  assert(steps.length > 0, "no steps");
  const isRun = (await page.locator("#run-json").count()) > 0;
  await content(page, json, steps, isRun);
  await looks(page, name);
  await choosing(page, steps, isRun);
  if (shots) await page.screenshot({ path: join(shots, `${name}-chosen.png`) });
  await neighbours(page, steps);
  await searching(page, steps);
  await moving(page);
  await tabbing(page, steps);
  if (isRun) {
    const { spans, marks } = await replaying(page);
    const { moving, drawing } = await smoothness(page);
    const frames = `${moving.toFixed(1)} ms while the time moves, ${drawing.toFixed(1)} ms while it is drawn anew`;
    console.log(`${name}: ${spans.length} spans, ${marks.length} marks; a frame takes ${frames}`);
  }
  await printing(page, steps, name);
  assert.deepEqual(wrong, []);
  await close();

  // On a telephone, and without scripts.
  const small = await open(browser, url, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await small.page.locator(isRun ? "#run-lanes button" : "#flow-list a").first().tap();
  assert.equal(await heading(small.page).textContent(), steps[0].name);
  assert.equal(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "it is too wide");
  if (shots) await small.page.screenshot({ path: join(shots, `${name}-small.png`), fullPage: true });
  assert.deepEqual(small.wrong, []);
  await small.close();
  const still = await open(browser, url, { javaScriptEnabled: false });
  assert.equal(await still.page.locator("#flow-steps tbody tr:visible").count(), steps.length);
  assert(await still.page.locator("#flow-view > svg").isVisible());
  assert.deepEqual(still.wrong, []);
  await still.close();
  return steps.length;
}

const files = process.argv.slice(2);
let [failed, steps] = [0, 0];
const browser = await launch();
console.log(`Chromium ${browser.version()}`);
for (const file of files) {
  try {
    steps += await check(browser, pathToFileURL(resolve(file)).href, basename(file, ".html"));
  } catch (error) {
    failed += 1;
    console.error(`${file}: ${error.stack}`);
  }
}
await browser.close();
if (files.length === 0) console.error("no file given");
console.log(`${files.length} pages with ${steps} steps used, ${failed} failures`);
process.exit(failed > 0 || files.length === 0 ? 1 : 0);
