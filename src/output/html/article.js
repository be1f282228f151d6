// One article: its text with the chosen sentences and keywords, and beside it the summary, the keywords and why.
// Parts of scores in the words of a reader; others are shown as they are called.
const PARTS = {
  log_position: "place in the text", lead: "nearness to the start", first_by_budget: "first sentence", title: "title words",
  title_cover: "share of the title", new_terms: "new, recurring terms", new_pairs: "new, recurring phrases",
  forward: "like what follows", frequency_by_length: "frequent words", length: "length", very_long: "great length",
  brackets: "brackets", quote_start: "quote at the start",
};

function show(article) {
  const body = read(bodies[article.number]);
  const pieces = body.sentences.map(([text, marks, score, rank, labels, values]) => ({ text, marks, score, rank, labels, values, scored: score !== undefined, element: null }));
  const ranked = pieces.map((_, at) => at).filter((at) => pieces[at].scored && pieces[at].rank !== null).sort((a, b) => pieces[a].rank - pieces[b].rank);
  const scores = pieces.filter((piece) => piece.scored).map((piece) => piece.score);
  const way = direction(article.language);
  document.title = `${name(article)} – Epitome`;

  const why = make("section", { class: "card why idle", "aria-live": "polite", "aria-label": "Why this sentence" });
  function explain(piece) {
    for (const other of pieces) other.element?.classList.toggle("active", other === piece);
    why.classList.toggle("idle", !piece);
    if (!piece) {
      why.replaceChildren(make("h2", {}, "Why this sentence"), make("p", {}, "Point at a sentence, or move through them with the arrow keys, to see what its score is made of."));
      return;
    }
    const rank = piece.rank === null ? "repeats another sentence" : `number ${number(piece.rank + 1)} of ${number(ranked.length)}`;
    const parts = piece.labels.map((label, at) => [body.labels[label], piece.values[at]]);
    const most = Math.max(...piece.values.map(Math.abs));
    why.replaceChildren(make("h2", {}, "Why this sentence"), make("p", {}, `Score ${short(piece.score)} · ${rank}`),
      ...parts.map(([label, value]) => {
        const bar = make("i", { class: value < 0 ? "minus" : null });
        const share = 50 * Math.abs(value) / most;
        bar.style.left = `${value < 0 ? 50 - share : 50}%`;
        bar.style.width = `${share}%`;
        return make("div", { class: "part" }, make("span", { dir: "auto" }, Object.hasOwn(PARTS, label) ? PARTS[label] : label.replaceAll("_", " ")), make("span", { class: "axis0", "aria-hidden": "true" }, bar), make("span", { class: "value" }, `${value < 0 ? "−" : "+"}${short(Math.abs(value))}`));
      }));
  }

  /** The text of a piece with its keywords marked. */
  function marked(piece) {
    const nodes = [];
    let at = 0;
    for (let mark = 0; mark < piece.marks.length; mark += 3) {
      const [keyword, start, end] = piece.marks.slice(mark, mark + 3);
      nodes.push(piece.text.slice(at, start), make("mark", { class: "k", "data-keyword": keyword }, piece.text.slice(start, end)));
      at = end;
    }
    return [...nodes, piece.text.slice(at)];
  }
  function sentence(piece) {
    if (!piece.scored) return sentencesOnly ? make("span", { class: "s" }, ...marked(piece)) : make("span", {}, ...marked(piece));
    piece.element = make("span", { class: "s", tabindex: "-1", onmouseenter: () => explain(piece), onfocus: () => explain(piece), onclick: () => explain(piece) }, ...marked(piece));
    return piece.element;
  }
  const joint = ["zh", "ja", "th", "km", "my"].includes(article.language) ? "" : " ";
  const known = body.paragraphs.length > 0;
  const paragraphs = known ? body.paragraphs : body.summary.map((at) => [at]);
  const text = make("div", { class: sentencesOnly ? "text counted" : "text", dir: way, lang: article.language, role: "article", "aria-label": "Text" },
    ...paragraphs.map((paragraph) => make("p", { dir: way }, ...paragraph.flatMap((at, place) => place ? [joint, sentence(pieces[at])] : [sentence(pieces[at])]))));
  const focusable = paragraphs.flat().map((at) => pieces[at]).filter((piece) => piece.element);
  if (focusable.length) focusable[0].element.tabIndex = 0;
  text.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const at = focusable.findIndex((piece) => piece.element === document.activeElement);
    const next = focusable[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    reach(next);
  });
  function reach(piece) {
    for (const other of focusable) other.element.tabIndex = other === piece ? 0 : -1;
    piece.element.focus({ preventScroll: true });
    piece.element.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  const list = make("ol", { class: "summary", dir: way, lang: article.language });
  const output = make("output", {});
  function choose(count) {
    const chosen = count === body.summary.length ? body.summary : ranked.slice(0, count).sort((a, b) => a - b);
    const set = new Set(chosen);
    const worth = chosen.map((at) => pieces[at].score).filter((score) => score !== undefined);
    const low = worth.reduce((a, b) => Math.min(a, b), Infinity), high = worth.reduce((a, b) => Math.max(a, b), -Infinity);
    for (const [at, piece] of pieces.entries()) {
      if (!piece.element) continue;
      piece.element.classList.toggle("chosen", set.has(at));
      piece.element.style.setProperty("--strength", high > low ? ((piece.score - low) / (high - low)).toFixed(3) : "1");
      if (set.has(at)) piece.element.setAttribute("role", "mark"); else piece.element.removeAttribute("role");
    }
    list.replaceChildren(...chosen.map((at) => make("li", {}, make("button", { type: "button", dir: way, onclick: () => { if (pieces[at].element?.isConnected) reach(pieces[at]); } }, pieces[at].text))));
    output.textContent = `${number(chosen.length)} of ${counted(article.sentences, "sentence")}`;
  }
  const range = make("input", { type: "range", id: "count", min: 1, max: Math.max(1, ranked.length), value: body.summary.length, oninput: () => choose(Number(range.value)) });
  const slider = make("div", { class: "slider" }, make("label", { for: "count" }, "Length"), output, range);
  choose(body.summary.length);
  explain(null);

  const best = Math.max(...body.keywords.map(([, score]) => score));
  const keywords = body.keywords.map(([keyword, score, count], at) => {
    const button = make("button", { type: "button", class: "row", "aria-pressed": "false", "aria-label": `${keyword}: ${number(count)} times`, onclick: () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of button.closest("ul").querySelectorAll("button")) other.setAttribute("aria-pressed", String(on && other === button));
      for (const mark of text.querySelectorAll("mark")) mark.classList.toggle("found", on && Number(mark.dataset.keyword) === at);
      if (on) text.querySelector("mark.found")?.scrollIntoView({ block: "center" });
    } }, make("span", { class: "label", dir: "auto", lang: article.language }, keyword),
      make("span", { class: "track" }, fill(best > 0 ? Math.max(0, score) / best : 0, "width", "2.6rem"), make("span", { class: "value" }, `${number(count)}×`)));
    return make("li", {}, button);
  });

  const facts = [language(article.language)];
  if (article.words !== null) facts.push(counted(article.words, "word"));
  facts.push(counted(article.sentences, "sentence"));
  if (article.words !== null) facts.push(`${Math.max(1, Math.ceil(article.words / WORDS_A_MINUTE))} min read`);
  if (article.date) facts.push(article.date);
  if (body.places.length) facts.push(body.places.join("; "));

  const side = [];
  if (!sentencesOnly && body.summary.length) side.push(card("Summary", null, ranked.length > 1 ? slider : null, list));
  if (keywords.length) side.push(card("Keywords", null, make("ul", { class: "rows" }, ...keywords)));
  const order = overview.order();
  const place = order.indexOf(article);
  const link = (other, label) => other ? make("a", { href: `#article-${other.number + 1}`, title: name(other) }, label) : null;
  const idle = (event) => { if (!event.target.closest?.(".s, .why, .summary")) explain(null); };
  return make("main", { onclick: idle, onkeydown: (event) => { if (event.key === "Escape") explain(null); } },
    articles.length > 1 ? make("nav", { class: "bar", "aria-label": "Articles" }, make("a", { href: "#" }, "← All articles"),
      make("span", {}, link(order[place - 1], "Previous"), link(place < 0 ? null : order[place + 1], "Next"))) : null,
    make("div", { class: side.length ? "article" : "article alone" },
      make("header", {},
        make("h1", { dir: "auto", lang: article.language, tabindex: "-1" }, name(article)), make("p", { class: "facts" }, facts.join(" · ")),
        article.title || body.id !== article.source ? make("p", { class: "facts" }, [...new Set([body.id, article.source])].join(" · ")) : null,
        body.standfirst ? make("p", { class: "standfirst", dir: "auto", lang: article.language }, body.standfirst) : null,
        ...body.warnings.map((warning) => make("p", { class: "warning" }, warning)),
        known || sentencesOnly ? null : make("p", { class: "note" }, body.summary.length ? "The record does not hold the article’s text: these are the sentences of its summary." : "The record does not hold the article’s text.")),
      side.length ? make("aside", { "aria-label": "Summary and keywords" }, make("div", { class: "scroll", tabindex: "-1" }, ...side), scores.length ? why : null) : null,
      text));
}
