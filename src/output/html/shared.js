// What all parts of the page's script share: the data and the making of elements. The files are joined in one function, in
// the order in which mod.rs names them. Everything an article says becomes a text node or an attribute, never markup.
const WORDS_A_MINUTE = 238;
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "yi"]);

const page = document.getElementById("page");
const sentencesOnly = document.body.dataset.content === "sentences";
const read = (element) => JSON.parse(element.textContent);
const bodies = document.getElementsByClassName("body");
const leftOut = read(document.getElementById("left-out"));
const articles = Array.from(document.getElementsByClassName("line"), (element, number) => {
  const [title, date, language, words, sentences, source, keywords] = read(element);
  const article = { number, title, date: day(date), language, words, sentences, source, keywords: [], background: [] };
  for (let at = 0; at < keywords.length; at += 2) {
    article.keywords.push(keywords[at]);
    article.background.push(keywords[at + 1]);
  }
  return article;
});

const formats = new Intl.NumberFormat("en");
const languages = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function day(date) {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(date || "");
  return found ? found[0] : null;
}
function number(value) { return formats.format(value); }
function short(value) { return Math.abs(value) < 0.05 ? value.toPrecision(2) : value.toFixed(2); }
function counted(count, noun) { return `${number(count)} ${noun}${count === 1 ? "" : "s"}`; }
function language(code) { return code === "und" ? "language unknown" : languages.of(code); }
function direction(code) { return RIGHT_TO_LEFT.has(code) ? "rtl" : "auto"; }
function name(article) { return article.title || article.source; }

/** An element; attributes that are null are left out, children may be strings. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
/** The bar of a chart, this share of the longest; what stands behind it needs room too. */
function fill(share, property, room) {
  const bar = make("span", { class: "fill" });
  bar.style[property] = `calc((100% - ${room}) * ${share.toFixed(4)})`;
  return bar;
}
function card(title, about, ...content) {
  return make("section", { class: "card", "aria-label": title }, make("h2", {}, title), about ? make("p", {}, about) : null, ...content);
}
