// Which of the two is shown: the address says it, so that going back and forth works.
let scrolled = 0, left = null;
function route(event) {
  const found = /^#article-(\d+)$/.exec(location.hash);
  const article = articles.length === 1 ? articles[0] : found && articles[found[1] - 1];
  if (article) {
    if (page.querySelector("table")) scrolled = scrollY;
    left = article;
    page.replaceChildren(show(article));
    scrollTo(0, 0);
  } else if (articles.length) {
    page.replaceChildren(overview.show());
    scrollTo(0, scrolled);
  } else {
    page.replaceChildren(make("main", {}, make("h1", {}, "No articles"), leftOut ? make("p", { class: "note" }, `${number(leftOut)} left out.`) : null));
  }
  // Who reads by ear or keyboard goes on where the page does: at the heading, or where the overview was left.
  const place = article || !left ? page.querySelector("h1") : page.querySelector(`a[href="#article-${left.number + 1}"]`);
  if (event) place?.focus({ preventScroll: true });
}
history.scrollRestoration = "manual";
addEventListener("hashchange", route);
addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && document.activeElement?.tagName !== "INPUT") {
    const search = document.getElementById("search");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
route();
