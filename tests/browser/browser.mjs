// A page of the program in headless Chromium. Whatever the browser complains of, and every request but for the page
// itself, is a fault.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const corpus = join(here, "../../corpus");
const screenshots = join(here, "screenshots");
const folder = mkdtempSync(join(tmpdir(), "epitome-"));
let browser = null;

/** Starts the browser. */
export async function start() {
  mkdirSync(screenshots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Ends it, and removes the pages. */
export async function stop() {
  await browser?.close();
  rmSync(folder, { recursive: true });
}

/** A file with this content. */
export function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The page that the program writes when called like this. */
export function made(name, ...words) {
  const path = join(folder, `${name}.html`);
  execFileSync(process.env.EPITOME, [...words, "-o", path, "--quiet"], { cwd: join(here, "../.."), stdio: ["ignore", "inherit", "inherit"] });
  return path;
}

/** Opens a page, has something done with it, and finds it without fault. */
export async function opened(path, options, act) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("popup", () => faults.push("popup"));
  const url = pathToFileURL(path).href;
  page.on("request", (request) => { if (request.url().split("#")[0] !== url) faults.push(`request: ${request.url()}`); });
  await page.exposeFunction("pwned", () => faults.push("code of an article was run"));
  await page.goto(url + (options?.hash ?? ""));
  try {
    await act(page);
    assert.equal(page.url().split("#")[0], url, "the page is still the same");
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

/** Does what leads to another view of the page and waits until it is shown: the page hears of its new address only after that. */
export async function followed(page, act) {
  await Promise.all([
    page.evaluate(() => new Promise((resolve, reject) => {
      addEventListener("hashchange", () => resolve(), { once: true });
      setTimeout(() => reject(new Error("no other view was shown")), 20_000);
    })),
    act(),
  ]);
}

export async function shot(page, name, options) {
  await page.screenshot({ path: join(screenshots, `${name}.png`), ...options });
}
