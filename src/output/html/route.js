// Which of the two is shown: the address says it, so that going back and forth works.
let scrolled = 0;
function route() {
  const found = /^#article-(\d+)$/.exec(location.hash);
  const article = articles.length === 1 ? articles[0] : found && articles[found[1] - 1];
  if (!article) {
    page.replaceChildren(articles.length ? overview.show() : make("main", {}, make("h1", {}, "No articles"), leftOut ? make("p", { class: "note" }, `${number(leftOut)} left out.`) : null));
    scrollTo(0, scrolled);
    return;
  }
  if (page.querySelector("table")) scrolled = scrollY;
  page.replaceChildren(show(article));
  scrollTo(0, 0);
}
addEventListener("hashchange", route);
addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && document.activeElement?.tagName !== "INPUT") {
    const search = document.getElementById("search");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
route();
