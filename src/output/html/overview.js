// The overview of several articles: charts, search, filters and the table.
const PRINTED = 1000;    // rows drawn before the page is printed
const CHUNK = 60;        // rows drawn at a time
const TOP = 20;          // keywords in the overview
const BUCKETS = 48;      // columns of a chart over time
const UNKNOWN = 100;     // of 100,000 documents, where the background knows no frequency

const overview = (() => {
  const filters = new Map();   // what is filtered: { value, label, test }
  const pressed = [];          // buttons of charts, each with its filter
  let query = "", sort = null, falling = false, shown = articles, drawn = 0;
  let list, count, chips, more, view, observer;

  function build() {
    view = make("main", {}, header(), charts(), tools(), table());
    update();
    return view;
  }

  function header() {
    const words = articles.map((article) => article.words).filter((words) => words !== null).sort((a, b) => a - b);
    const dates = articles.map((article) => article.date).filter(Boolean).sort();
    const codes = new Set(articles.map((article) => article.language));
    const facts = [];
    if (words.length) {
      facts.push(counted(words.reduce((sum, words) => sum + words, 0), "word"));
      facts.push(`${Math.max(1, Math.ceil(words[words.length >> 1] / WORDS_A_MINUTE))} min typical read`);
    } else {
      facts.push(counted(articles.reduce((sum, article) => sum + article.sentences, 0), "sentence"));
    }
    facts.push(codes.size === 1 ? language([...codes][0]) : counted(codes.size, "language"));
    if (dates.length) facts.push(dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`);
    return make("header", {},
      make("h1", {}, counted(articles.length, "article")),
      make("p", { class: "facts" }, facts.join(" · ")),
      leftOut ? make("p", { class: "note", role: "note" }, `${number(leftOut)} more ${leftOut === 1 ? "was" : "were"} left out of this page, which shows the first ${number(articles.length)}; --report-limit sets how many it may have.`) : null);
  }

  /** A filter of one kind; choosing it again takes it away. */
  function toggle(kind, value, label, test) {
    if (filters.get(kind)?.value === value) filters.delete(kind);
    else filters.set(kind, { value, label, test });
    update();
  }
  function chooser(attributes, kind, value, label, test, ...children) {
    const button = make("button", { type: "button", "aria-pressed": "false", onclick: () => toggle(kind, value, label, test), ...attributes }, ...children);
    pressed.push({ button, kind, value });
    return button;
  }

  function charts() {
    const dates = timeline();
    const side = [languageChart(), dateChart(dates), wordChart()].filter(Boolean);
    const main = keywordChart(dates);
    return make("div", { class: "charts" }, main, side.length ? make("div", { class: "stack" }, ...side) : null);
  }

  /** Days, months, years or decades, whichever are finest and not too many; null where there are no two. */
  function timeline() {
    const dates = articles.map((article) => article.date).filter(Boolean);
    if (!dates.length) return null;
    let first = dates[0], last = dates[0];
    for (const date of dates) { if (date < first) first = date; if (date > last) last = date; }
    const units = [
      [(date) => Math.round(Date.parse(date) / 864e5), (at) => new Date(at * 864e5).toISOString().slice(0, 10)],
      [(date) => date.slice(0, 4) * 12 + (date.slice(5, 7) - 1), (at) => `${String(Math.floor(at / 12)).padStart(4, "0")}-${String(at % 12 + 1).padStart(2, "0")}`],
      [(date) => Number(date.slice(0, 4)), (at) => String(at).padStart(4, "0")],
      [(date) => Math.floor(date.slice(0, 4) / 10), (at) => `${at}0s`],
      [(date) => Math.floor(date.slice(0, 4) / 100), (at) => `${at}00s`],
    ];
    const [index, label] = units.find(([index]) => index(last) - index(first) < BUCKETS) || units.at(-1);
    const from = index(first), size = Math.min(100, index(last) - from + 1);
    if (!(size > 1)) return null;
    return { size, of: (article) => article.date ? index(article.date) - from : -1, label: (at) => label(from + at) };
  }

  function keywordChart(dates) {
    const found = new Map();
    for (const article of articles) {
      article.folded = article.keywords.map((keyword) => keyword.toLowerCase());
      for (const [at, key] of article.folded.entries()) {
        let entry = found.get(key);
        if (!entry) found.set(key, entry = { key, text: article.keywords[at], count: 0, background: article.background[at], first: 0, last: -1, times: dates ? new Array(dates.size).fill(0) : null });
        if (entry.last === article.number) continue;
        entry.last = article.number;
        entry.count += 1;
        entry.first += 1 / (at + 1);
        if (dates && article.date) entry.times[dates.of(article)] += 1;
      }
    }
    if (!found.size) return null;
    // How much more often than elsewhere, as the main term of a log-likelihood ratio (Dunning 1993).
    for (const entry of found.values()) {
      const elsewhere = ((entry.background ?? UNKNOWN) + 100) / 1e5;
      entry.telling = entry.count * Math.log(entry.count / articles.length / elsewhere);
    }
    const best = [...found.values()].sort((a, b) => b.telling - a.telling || b.first - a.first || (a.key < b.key ? -1 : 1)).slice(0, TOP);
    const most = Math.max(...best.map((entry) => entry.count));
    const rows = best.map((entry) => make("li", {}, chooser(
      { class: dates ? "row timed" : "row", "aria-label": `${entry.text}: ${counted(entry.count, "article")}` },
      "keyword", entry.key, entry.text, (article) => article.folded.includes(entry.key),
      make("span", { class: "label", dir: "auto" }, entry.text),
      make("span", { class: "track" }, fill(entry.count / most, "width", "3.2rem"), make("span", { class: "value" }, number(entry.count))),
      dates && entry.times.some(Boolean) ? spark(entry.times) : null)));
    const about = `By how much more often they are keywords here than their words occur elsewhere${dates ? `; on the right from ${dates.label(0)} to ${dates.label(dates.size - 1)}` : ""}.`;
    return card("Telling keywords", about, make("ul", { class: "rows" }, ...rows));
  }

  function spark(times) {
    const most = Math.max(...times), width = 100 / times.length;
    const rects = times.map((count, at) => [count, at]).filter(([count]) => count).map(([count, at]) => {
      const height = Math.max(1.5, 16 * count / most);
      return svg("rect", { x: (at * width).toFixed(2), y: (16 - height).toFixed(2), width: Math.max(width - .4, .8).toFixed(2), height: height.toFixed(2) });
    });
    return svg("svg", { class: "spark", viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" }, ...rects);
  }

  function languageChart() {
    const counts = new Map();
    for (const article of articles) counts.set(article.language, (counts.get(article.language) || 0) + 1);
    if (counts.size < 2) return null;
    const all = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const rows = all.slice(0, 12).map(([code, count]) => make("li", {}, chooser(
      { class: "row", "aria-label": `${language(code)}: ${counted(count, "article")}` }, "language", code, language(code), (article) => article.language === code,
      make("span", { class: "label" }, language(code)),
      make("span", { class: "track" }, fill(count / all[0][1], "width", "3.2rem"), make("span", { class: "value" }, number(count))))));
    const rest = all.slice(12).map(([code]) => language(code));
    return card("Languages", null, make("ul", { class: "rows" }, ...rows), rest.length ? make("p", { class: "note" }, `and ${rest.join(", ")}`) : null);
  }

  function columns(kind, counts, label, test) {
    const most = Math.max(...counts), few = counts.length <= 16;
    return make("div", { class: "columns" }, ...counts.map((count, at) => count === 0 ? make("span", { class: "column" }) : chooser(
      { class: "column", "aria-label": `${label(at)}: ${counted(count, "article")}`, title: `${label(at)}: ${number(count)}` },
      kind, at, label(at), (article) => test(article) === at,
      few ? make("span", { class: "value" }, number(count)) : null, fill(count / most, "height", few ? "1.3rem" : "0px"))));
  }

  function dateChart(dates) {
    if (!dates) return null;
    const counts = new Array(dates.size).fill(0);
    for (const article of articles) if (article.date) counts[dates.of(article)] += 1;
    const without = articles.filter((article) => !article.date).length;
    return card("Published", without ? `${number(without)} without a date` : null, columns("date", counts, dates.label, dates.of),
      make("div", { class: "axis", "aria-hidden": "true" }, make("span", {}, dates.label(0)), make("span", {}, dates.label(dates.size - 1))));
  }

  function wordChart() {
    const edges = [0, 50, 100, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 6400, 12800, 25600, Infinity];
    const bin = (article) => article.words === null ? -1 : edges.findLastIndex((edge) => article.words >= edge);
    const bins = articles.map(bin).filter((at) => at >= 0);
    if (!bins.length) return null;
    const first = bins.reduce((a, b) => Math.min(a, b)), last = bins.reduce((a, b) => Math.max(a, b));
    if (first === last) return null;
    const counts = new Array(last - first + 1).fill(0);
    for (const at of bins) counts[at - first] += 1;
    const label = (at) => edges[first + at + 1] === Infinity ? `${number(edges[first + at])} words or more` : `${number(edges[first + at])} to ${number(edges[first + at + 1] - 1)} words`;
    const ticks = counts.map((_, at) => make("span", {}, number(edges[first + at]) + (at === counts.length - 1 ? "+" : "")));
    return card("Words an article", null, columns("words", counts, label, (article) => bin(article) - first), make("div", { class: "axis each", "aria-hidden": "true" }, ...ticks));
  }

  function tools() {
    for (const article of articles) {
      article.haystack = [article.title, article.source, ...article.keywords].filter(Boolean).join("\n").toLowerCase();
    }
    const search = make("input", { type: "search", id: "search", placeholder: "Search titles and keywords", "aria-label": "Search titles and keywords", autocomplete: "off",
      oninput: () => { query = search.value.trim().toLowerCase(); update(); } });
    chips = make("span", {});
    count = make("span", { class: "count", role: "status" });
    return make("div", { class: "tools" }, search, chips, count);
  }

  const COLUMNS = [
    ["title", "Title", (a, b) => collator.compare(name(a), name(b))],
    ["date", "Date", (a, b) => !a.date || !b.date ? (!a.date - !b.date) * (falling ? -1 : 1) : a.date < b.date ? -1 : Number(a.date > b.date)],
    ["language", "Language", (a, b) => collator.compare(language(a.language), language(b.language))],
    ["words", "Words", (a, b) => (a.words ?? a.sentences) - (b.words ?? b.sentences)],
    ["keywords", "Keywords", null],
  ];
  function has(column) {
    return { date: articles.some((article) => article.date), language: articles.some((article) => article.language !== articles[0].language), keywords: articles.some((article) => article.keywords.length) }[column] ?? true;
  }

  function table() {
    const headings = COLUMNS.filter(([key]) => has(key)).map(([key, label, compare]) => {
      const text = key === "words" && sentencesOnly ? "Sentences" : label;
      const heading = make("th", { scope: "col", class: `${key} c-${key}` });
      heading.append(compare ? make("button", { type: "button", onclick: () => {
        falling = sort?.key === key ? !falling : key === "date" || key === "words";
        sort = { key, compare };
        for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
        update();
      } }, text) : text);
      return heading;
    });
    list = make("tbody", {});
    more = make("button", { type: "button", class: "more", onclick: draw }, "Show more");
    // Far rows are drawn when the reader comes near them.
    observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) draw(); }, { rootMargin: "600px" });
    observer.observe(more);
    return make("div", {}, make("table", { "aria-label": "Articles" }, make("thead", {}, make("tr", {}, ...headings)), list), more);
  }

  function row(article) {
    const cells = [make("th", { scope: "row" },
      make("a", { href: `#article-${article.number + 1}`, dir: "auto", lang: article.language }, name(article)),
      article.title ? make("span", { class: "source" }, article.source) : null)];
    if (has.date) cells.push(make("td", {}, article.date || ""));
    if (has.language) cells.push(make("td", {}, language(article.language)));
    cells.push(make("td", { class: "words" }, number(article.words ?? article.sentences)));
    if (has.keywords) cells.push(make("td", { class: "keywords", dir: "auto", lang: article.language }, article.keywords.slice(0, 5).join(" · ")));
    return make("tr", {}, ...cells);
  }

  function draw() {
    const next = shown.slice(drawn, drawn + CHUNK);
    drawn += next.length;
    list.append(...next.map(row));
    more.hidden = drawn >= shown.length;
    // An observer only tells of changes: ask again.
    observer.unobserve(more);
    if (!more.hidden) observer.observe(more);
  }

  /** Paper has no end to come near to. */
  addEventListener("beforeprint", () => { while (list?.isConnected && drawn < Math.min(shown.length, PRINTED)) draw(); });

  function update() {
    has.date = has("date"); has.language = has("language"); has.keywords = has("keywords");
    const tests = [...filters.values()].map((filter) => filter.test);
    shown = articles.filter((article) => (!query || article.haystack.includes(query)) && tests.every((test) => test(article)));
    if (sort) shown.sort((a, b) => (falling ? -sort.compare(a, b) : sort.compare(a, b)) || a.number - b.number);
    for (const { button, kind, value } of pressed) button.setAttribute("aria-pressed", String(filters.get(kind)?.value === value));
    chips.replaceChildren(...[...filters].map(([kind, { value, label, test }]) => make("button", { type: "button", class: "chip", "aria-label": `Remove filter ${label}`, onclick: () => toggle(kind, value, label, test) }, label)));
    count.textContent = shown.length === articles.length ? counted(shown.length, "article") : `${number(shown.length)} of ${counted(articles.length, "article")}`;
    list.replaceChildren();
    drawn = 0;
    draw();
  }

  return {
    show() {
      if (!view) build();
      document.title = `${counted(articles.length, "article")} – Epitome`;
      return view;
    },
    order: () => shown,
  };
})();
