import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { corpus, file, followed, made, opened, shot, start, stop } from "./browser.mjs";
import { hostile } from "./hostile.mjs";

before(start);
after(stop);

const article = `${corpus}/en/wheat-exchange.txt`;
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const texts = (page, selector) => page.locator(selector).allInnerTexts();

/** Nothing is wider than the screen, and everything that can be used has a name. */
async function usable(page) {
  const faults = await page.evaluate(() => {
    const nameless = [...document.querySelectorAll("a, button, input, section, nav, aside, table")]
      .filter((element) => !(element.getAttribute("aria-label") || element.textContent.trim() || element.labels?.length));
    const wide = document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : [];
    return [...nameless.map((element) => element.outerHTML), ...wide];
  });
  assert.deepEqual(faults, []);
}

test("one article: the slider, the keywords and why a sentence was chosen", async () => {
  const page = made("one", "summarize", article);
  assert.ok(readFileSync(page).length < 200_000);
  const record = JSON.parse(execFileSync(process.env.EPITOME, ["summarize", article, "--format", "jsonl"]));
  await opened(page, {}, async (page) => {
    assert.equal(await page.locator("h1").innerText(), record.title);
    assert.match(await page.title(), /wheat/);
    const chosen = record.summary.map((sentence) => sentence.text);
    assert.deepEqual(await texts(page, ".text .chosen"), chosen);
    assert.deepEqual(await texts(page, ".summary li"), chosen);
    assert.deepEqual(await texts(page, "aside .rows .label"), record.keywords.map((keyword) => keyword.text));
    assert.ok(await page.locator(".text mark").count() > 20);
    const marks = new Set((await texts(page, ".text mark")).map((text) => text.toLowerCase()));
    assert.ok(marks.has("wheat") && marks.has("storvåg"));
    await shot(page, "article");

    const slider = page.getByLabel("Length");
    for (const count of [7, record.sentences, 1, 3]) {
      await slider.fill(String(count));
      assert.equal(await page.locator(".text .chosen").count(), count);
      assert.equal(await page.locator(".summary li").count(), count);
      assert.equal(await page.locator("output").innerText(), `${count} of ${record.sentences} sentences`);
    }
    assert.deepEqual(await texts(page, ".text .chosen"), chosen);
    const strengths = await page.locator(".text .chosen").evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    assert.equal(new Set(strengths).size, 3, "the strength follows the score");

    await page.locator(".text .chosen").nth(1).hover();
    assert.match(await page.locator(".why p").innerText(), /^Score -?[\d.]+ · number \d+ of 40$/);
    const parts = await page.locator(".why .value").allInnerTexts();
    assert.ok(parts.length >= 4);
    const sum = parts.reduce((sum, part) => sum + Number(part.replace("−", "-")), 0);
    assert.ok(Math.abs(sum - record.summary[1].score) < 0.4, `the parts ${parts} make up ${record.summary[1].score}`);
    await shot(page, "article-why");

    await page.locator(".text .s").first().focus();
    const before = await page.locator(".why p").innerText();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), (await texts(page, ".text .s"))[1]);
    assert.notEqual(await page.locator(".why p").innerText(), before);

    const keyword = page.locator("aside .rows button", { hasText: "wheat" }).first();
    await keyword.click();
    const found = await texts(page, ".text mark.found");
    assert.ok(found.length >= 5 && found.every((text) => /wheat/i.test(text)), String(found));
    await keyword.click();
    assert.equal(await page.locator(".text mark.found").count(), 0);
    await usable(page);
  });
});

test("one article: dark, on a phone, printed", async () => {
  const page = made("one", "summarize", article);
  const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await opened(page, { colorScheme: "dark" }, async (page) => {
    assert.equal(await background(page), "rgb(22, 24, 26)");
    await shot(page, "article-dark");
  });
  await opened(page, phone, async (page) => {
    await usable(page);
    await shot(page, "article-phone");
    await page.locator(".text .s").first().tap();
    assert.ok(await page.locator(".why").isVisible());
    await shot(page, "article-phone-why");
    await page.locator("h1").tap();
    assert.ok(await page.locator(".why").isHidden());
  });
  await opened(page, { colorScheme: "dark" }, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await background(page), "rgb(255, 255, 255)");
    assert.ok(await page.locator(".slider").isHidden());
    await shot(page, "article-print", { fullPage: true });
  });
});

test("a corpus: charts, sorting, searching, filtering, opening", async () => {
  await opened(made("corpus", "summarize", corpus), {}, async (page) => {
    const count = () => page.locator(".count").innerText();
    const all = Number((await page.locator("h1").innerText()).split(" ")[0]);
    assert.ok(all > 30);
    assert.deepEqual(await texts(page, "section h2"), ["TELLING KEYWORDS", "LANGUAGES", "PUBLISHED", "WORDS AN ARTICLE"]);
    assert.equal(await page.locator("tbody tr").count(), all);
    await usable(page);
    await shot(page, "corpus", { fullPage: true });

    await page.getByRole("button", { name: "Words", exact: true }).click();
    const words = async () => (await texts(page, "td.words")).map((text) => Number(text.replace(",", "")));
    assert.deepEqual(await words(), (await words()).toSorted((a, b) => b - a));
    assert.equal(await page.locator("th.words").getAttribute("aria-sort"), "descending");
    await page.getByRole("button", { name: "Words", exact: true }).click();
    assert.deepEqual(await words(), (await words()).toSorted((a, b) => a - b));
    await page.getByRole("button", { name: "Date", exact: true }).click();
    const dates = (await texts(page, "tbody td:nth-child(2)")).filter(Boolean);
    assert.deepEqual(dates, dates.toSorted().reverse());

    await page.getByRole("button", { name: /^French: / }).click();
    const french = await page.locator("tbody tr").count();
    assert.equal(await count(), `${french} of ${all} articles`);
    assert.ok((await texts(page, "tbody td:nth-child(3)")).every((language) => language === "French"));
    await page.getByRole("button", { name: "Remove filter French" }).click();
    assert.equal(await count(), `${all} articles`);

    const keyword = page.locator(".charts section").first().locator("button").first();
    const label = await keyword.locator(".label").innerText();
    await keyword.click();
    assert.equal(await keyword.getAttribute("aria-pressed"), "true");
    const holding = Number(await keyword.locator(".value").innerText());
    assert.equal(await count(), `${holding} of ${all} articles`);
    assert.ok(label);
    await keyword.click();
    await page.locator(".column[aria-label*='2025-05']").click();
    assert.ok((await texts(page, "tbody td:nth-child(2)")).every((date) => date.startsWith("2025-05")));
    await shot(page, "corpus-filtered");
    await page.locator(".chip").click();

    await page.keyboard.press("/");
    await page.keyboard.type("wheat");
    assert.equal(await count(), `1 of ${all} articles`);
    await followed(page, () => page.locator("tbody a").click());
    assert.match(await page.locator("h1").innerText(), /wheat/);
    assert.ok(await page.locator(".text .chosen").count() === 3);
    await followed(page, () => page.goBack());
    assert.equal(await page.locator("tbody tr").count(), 1);
    await page.getByLabel("Search").fill("nothing has this");
    assert.equal(await count(), `0 of ${all} articles`);
    await page.getByLabel("Search").fill("");
    await followed(page, () => page.locator("tbody a").nth(3).click());
    const third = await page.locator("h1").innerText();
    await followed(page, () => page.getByRole("link", { name: "Next" }).click());
    assert.notEqual(await page.locator("h1").innerText(), third);
    await followed(page, () => page.getByRole("link", { name: "Previous" }).click());
    assert.equal(await page.locator("h1").innerText(), third);
    await followed(page, () => page.getByRole("link", { name: "All articles" }).click());
    assert.equal(await page.locator("tbody tr").count(), all);

    const twentieth = page.locator("tbody a").nth(19);
    await twentieth.scrollIntoViewIfNeeded();
    const [scrolled, href] = [await page.evaluate(() => scrollY), await twentieth.getAttribute("href")];
    assert.ok(scrolled > 300);
    await twentieth.focus();
    await followed(page, () => page.keyboard.press("Enter"));
    assert.equal(await page.evaluate(() => `${document.activeElement.tagName} ${scrollY}`), "H1 0");
    await followed(page, () => page.goBack());
    assert.deepEqual(await page.evaluate(() => [scrollY, document.activeElement.getAttribute("href")]), [scrolled, href]);
  });
});

test("a corpus: dark, on a phone, printed; right to left", async () => {
  const path = made("corpus", "summarize", corpus);
  await opened(path, { colorScheme: "dark" }, (page) => shot(page, "corpus-dark"));
  await opened(path, phone, async (page) => {
    await usable(page);
    await shot(page, "corpus-phone", { fullPage: true });
  });
  await opened(path, {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    await shot(page, "corpus-print", { fullPage: true });
    await page.emulateMedia({ media: "screen" });
    await page.getByLabel("Search").fill("falaj");
    await followed(page, () => page.locator("tbody a").click());
    const direction = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).direction);
    for (const selector of ["h1", ".text p", ".summary li", ".standfirst"]) assert.equal(await direction(selector), "rtl", selector);
    assert.equal(await direction("aside"), "ltr");
    await usable(page);
    await shot(page, "article-right-to-left");
  });
});

test("hostile articles are shown and do nothing", async () => {
  const lines = hostile.map((text) => JSON.stringify({ id: text, title: text, standfirst: text, lang: "en", text: `Bees hum in the garden. ${text} The bees sleep at night. ${text}` }));
  const input = file("hostile.jsonl", lines.join("\n"));
  const results = file("hostile-results.jsonl", execFileSync(process.env.EPITOME, ["summarize", input, "--with-text", "--explain", "--format", "jsonl"]));
  for (const path of [made("hostile", "summarize", input), made("hostile-report", "report", results), made("hostile-sentences", "segment", input)]) {
    await opened(path, {}, async (page) => {
      const check = async () => {
        const strange = await page.evaluate((articles) => [
          ...document.querySelectorAll("#page :is(script, style, link, iframe, img, svg[onload], base, meta, object, [onerror], [onload])"),
          ...[...document.querySelectorAll("a")].filter((a) => !/^#(article-\d+)?$/.test(a.getAttribute("href"))),
          ...[...document.scripts].slice(2 * articles + 2),
        ].map((element) => element.outerHTML), hostile.length);
        assert.deepEqual(strange, []);
      };
      assert.equal(await page.locator("tbody tr").count(), hostile.length);
      await check();
      await page.getByLabel("Search").fill("</script>");
      assert.ok(await page.locator("tbody tr").count() >= 3);
      await usable(page);
      for (const number of hostile.keys()) {
        await followed(page, () => page.goto(`${page.url().split("#")[0]}#article-${number + 1}`));
        const shown = await page.locator(".text").innerText();
        assert.ok(shown.includes("Bees hum in the garden.") && shown.includes("The bees sleep at night."));
        if (number === 0) assert.ok(shown.includes(hostile[0]), shown);
        assert.ok(!/[\u0000-\u0008\u001b\u007f\u202a-\u202e\u2066-\u2069]/.test(await page.locator("body").innerText()));
        await check();
        await usable(page);
      }
    });
  }
});

test("the page's policy lets nothing else run", async () => {
  const path = made("one", "summarize", article);
  const source = readFileSync(path, "utf8");
  const before = source.lastIndexOf("<script type=\"application/json\" id=\"left-out\">");
  const attack = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><style>body{color:red}</style>";
  const broken = file("broken.html", source.slice(0, before) + attack + source.slice(before));
  const blocked = [];
  await assert.rejects(opened(broken, {}, async (page) => {
    blocked.push(await page.title(), await page.evaluate(() => getComputedStyle(document.body).color));
  }), /Content Security Policy/);
  assert.notEqual(blocked[0], "owned");
  assert.notEqual(blocked[1], "rgb(255, 0, 0)");
});

test("ten thousand articles: rows come as they are needed, and what is left out is said", async () => {
  const places = ["harbour", "orchard", "library", "glacier", "tram depot", "lighthouse", "mill", "quarry"];
  const lines = Array.from({ length: 10_050 }, (_, at) => JSON.stringify({
    id: `a${at}`, title: `News number ${at} of the ${places[at % 8]}`, published: new Date(Date.UTC(2015, 0, 1) + at * 3e7).toISOString().slice(0, 10),
    text: `The ${places[at % 8]} opens again after ${at} days. Visitors of the ${places[at % 8]} brought bread for the ${places[(at + 3) % 8]}. It rained, but nobody minded the weather.`,
  }));
  const path = made("many", "summarize", "--method", "lead", "--keyword-method", "tf-idf", "--keywords", "3", "--statistics", "builtin", "--language", "en", file("many.jsonl", lines.join("\n")));
  await opened(path, {}, async (page) => {
    assert.equal(await page.locator("h1").innerText(), "10,000 articles");
    assert.match(await page.locator(".note").first().innerText(), /50 more were left out/);
    const drawn = await page.locator("tbody tr").count();
    assert.ok(drawn < 300, `${drawn} rows`);
    await page.locator("tbody tr").last().scrollIntoViewIfNeeded();
    await page.waitForFunction((drawn) => document.querySelectorAll("tbody tr").length > drawn, drawn);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok(await page.locator("tbody tr").count() >= 1000, "paper gets more");
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByLabel("Search").fill("number 9999 ");
    assert.equal(await page.locator(".count").innerText(), "1 of 10,000 articles");
    await page.getByLabel("Search").fill("");
    await page.getByRole("button", { name: "Date", exact: true }).click();
    assert.match(await page.locator("tbody tr a").first().innerText(), /number 999\d/);
    await shot(page, "many");
    await followed(page, () => page.locator("tbody tr a").first().click());
    assert.match(await page.locator(".text").innerText(), /after 999\d days/);
  });
});

test("records show what they hold", async () => {
  const records = (name, ...options) => file(name, execFileSync(process.env.EPITOME, ["summarize", article, "--format", "jsonl", ...options]));
  await opened(made("bare", "report", records("bare.jsonl")), {}, async (page) => {
    assert.match(await page.locator(".note").innerText(), /does not hold the article’s text/);
    assert.equal(await page.locator(".text .chosen").count(), 3);
    await page.getByLabel("Length").fill("2");
    assert.equal(await page.locator(".text .chosen").count(), 2);
    await shot(page, "records-bare");
  });
  await opened(made("full", "report", records("full.jsonl", "--with-text", "--explain")), {}, async (page) => {
    assert.equal(await page.locator(".note").count(), 0);
    assert.match(await page.locator(".text").innerText(), /Persian, short straw/);
    await page.locator(".text .chosen").first().hover();
    assert.ok(await page.locator(".why .part").count() >= 4);
  });
});

test("sentences alone, keywords alone, no article", async () => {
  await opened(made("sentences", "segment", article), {}, async (page) => {
    assert.equal(await page.locator(".text .s").count(), 40);
    assert.equal(await page.locator("aside").count(), 0);
    await shot(page, "sentences");
  });
  await opened(made("keywords", "keywords", article), {}, async (page) => {
    assert.ok(await page.locator(".text mark").count() > 20);
    assert.equal(await page.locator(".chosen, .slider").count(), 0);
    await shot(page, "keywords");
  });
  await opened(made("none", "summarize", file("none.jsonl", "")), {}, async (page) => {
    assert.equal(await page.locator("h1").innerText(), "No articles");
  });
});
