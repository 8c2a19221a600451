// Uses the page of a run: its slider, its keys, its timeline. See check.mjs.

import assert from "node:assert/strict";

const states = (page) =>
  page.locator("#flow-view [class*=run-]").evaluateAll((parts) => parts.map((it) => it.getAttribute("class")).join("|"));
const time = (page) => page.locator("#run-time").textContent();
const chosen = (page) => page.locator("#run-lanes [aria-current]").allTextContents();
const timeline = (page) => page.locator("#run-canvas").evaluate((it) => it.toDataURL());
const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function slide(page, share) {
  await page.locator("#run-at").evaluate((slider, share) => {
    slider.value = Math.round(share * slider.max);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, share);
  await settled(page);
}

/** The middle of a span on the timeline, brought into sight. */
async function middle(page, run, span) {
  await page.locator("#run-lanes li").nth(span.lane).scrollIntoViewIfNeeded();
  const lane = await page.locator("#run-lanes li").nth(span.lane).boundingBox();
  const chart = await page.locator("#run-chart").boundingBox();
  return [chart.x + (((span.from + span.to) / 2) * chart.width) / Math.max(run.end, 1), lane.y + 10];
}

export async function replaying(page) {
  const run = JSON.parse(await page.locator("#run-json").textContent());
  assert(run.spans.length > 0, "no spans");
  assert.deepEqual(
    await page.locator("#run-lanes button").allTextContents(),
    run.lanes.map((lane) => lane.name),
  );
  await settled(page);
  const atEnd = await states(page);
  const ended = run.spans.filter((span) => span.item === undefined && run.lanes[span.lane].node);
  for (const { node } of run.lanes) {
    const spans = ended.filter((span) => run.lanes[span.lane].node === node);
    if (spans.length === 0) continue;
    const state = await page.locator(`[id="${node}"]`).getAttribute("class");
    assert(state.includes(`run-${spans.at(-1).outcome}`), `${node} is shown as ${state}`);
  }
  assert.equal(await page.locator("#flow-view .run-taken").count() > 0, run.edges.length > 0);

  // The slider leads through the time.
  await slide(page, 0.5);
  assert.notEqual(await states(page), atEnd, "the slider changes nothing");
  assert(!(await time(page)).startsWith("0 "), await time(page));
  await slide(page, 1);
  assert.equal(await states(page), atEnd, "the same time looks otherwise");

  // So do keys.
  await page.locator("#flow-view").focus();
  await page.keyboard.press("Home");
  assert((await time(page)).startsWith("0 µs of "));
  const begun = new Set(run.spans.filter(({ from }) => from > 0).map(({ lane }) => run.lanes[lane].node));
  const early = new Set(run.spans.filter(({ from }) => from === 0).map(({ lane }) => run.lanes[lane].node));
  const idle = [...begun].filter((node) => node && !early.has(node));
  if (run.edges.every(([, at]) => at > 0)) assert.equal(await page.locator("#flow-view .run-taken").count(), 0);
  for (const node of idle) assert.equal(await page.locator(`[id="${node}"].run-idle`).count(), 1, `${node} has begun at once`);
  const before = await time(page);
  await page.keyboard.press(".");
  assert.notEqual(await time(page), before, ". leads to the next moment");
  await page.keyboard.press(",");
  assert.equal(await time(page), before, ", leads back");
  await page.keyboard.press(" ");
  await page.waitForFunction((before) => document.querySelector("#run-time").value !== before, before);
  assert.equal(await page.locator("#run-play").getAttribute("aria-label"), "Pause");
  await page.keyboard.press(" ");
  assert.equal(await page.locator("#run-play").getAttribute("aria-label"), "Play");
  await page.keyboard.press("End");
  assert.equal(await states(page), atEnd);

  // A click on the timeline chooses the step, and goes to that time.
  await page.keyboard.press("Escape");
  const longest = run.spans.filter(({ lane }) => run.lanes[lane].node).reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a));
  const lane = run.lanes[longest.lane];
  const at = await middle(page, run, longest);
  await page.mouse.move(...at);
  assert((await page.locator("#run-tip").textContent()).includes(lane.name), "nothing is told of what is pointed at");
  await page.mouse.click(...at);
  assert.deepEqual(await chosen(page), [lane.name]);
  assert.equal(await page.locator("#flow-step h2 .called").textContent(), lane.name, "the step is shown");
  assert((await page.locator("#flow-step h3").first().textContent()) === "In this run");
  assert.equal(await page.locator(`[id="${lane.node}"].chosen`).count(), 1);
  await page.locator("#run-lanes button").first().click();
  assert.deepEqual(await chosen(page), [run.lanes[0].name]);

  // The timeline shows less time, and all of it again.
  await page.keyboard.press("End");
  await settled(page);
  const whole = await timeline(page);
  await page.locator("#run-in").click();
  await settled(page);
  assert.notEqual(await timeline(page), whole, "the timeline is not zoomed");
  await page.locator("#run-fit").click();
  await settled(page);
  assert.equal(await timeline(page), whole);
  await page.keyboard.press("Escape");
  return run;
}

/** How long a frame takes, in milliseconds, of a hundred: while the time moves, and while the timeline is drawn anew. */
export async function smoothness(page) {
  return page.evaluate(async () => {
    const slider = document.querySelector("#run-at");
    const buttons = ["#run-in", "#run-fit"].map((id) => document.querySelector(id));
    async function median(act) {
      const took = [];
      for (let step = 0; step < 100; step += 1) {
        const began = performance.now();
        act(step);
        await new Promise((done) => requestAnimationFrame(done));
        took.push(performance.now() - began);
      }
      return took.sort((a, b) => a - b)[50];
    }
    const moving = await median((step) => {
      slider.value = (step / 100) * slider.max;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return { moving, drawing: await median((step) => buttons[step % 2].click()) };
  });
}
