// Chromium, with an eye on what it says and on what it asks for.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Playwright gives it a profile of its own each time.
export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: FLAGS });

/** A tab with that page in it. Whatever goes wrong in it ends up in `wrong`. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => wrong.push(`the console says: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`an error: ${error.message}`));
  await context.route("**", (route) => {
    const asked = route.request().url();
    if (asked === url) return route.continue();
    wrong.push(`it asks for ${asked}`);
    return route.abort();
  });
  await page.goto(url);
  return { page, wrong, close: () => context.close() };
}
