"""A result in a notebook: well-formed, and nothing of an article is markup."""

from html.parser import HTMLParser

import epitome

NASTY = (
    "<script>alert('bees')</script> & \"wasps\" swarm in the <b>valley</b>.\n\n"
    "Bees & wasps <img src=x onerror=alert(1)> meet in the valley.\n\nNobody </mark></div> came."
)


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.seen.append(tag)
        assert not any(name.startswith("on") for name, _ in attributes)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def parsed(result):
    balance = Balance()
    balance.feed(result._repr_html_())
    balance.close()
    assert balance.open == []
    return balance


def test_everything_is_escaped():
    article = epitome.Article(NASTY, kind="body", title="<i>T</i>")
    result = epitome.Summarizer(sentences=2).summarize(article)
    page = parsed(result)
    assert set(page.seen) <= {"div", "h4", "p", "mark", "table", "tr", "td", "span"}
    assert page.seen.count("mark") == 2
    text = "".join(page.text)
    assert NASTY in text and "<i>T</i>" in text


def test_the_marked_text_is_the_summary(wheat):
    result = epitome.Summarizer(sentences=3, keywords=5).summarize(wheat)
    html = result._repr_html_()
    assert html.count("<mark") == 3 and html.count("<tr>") == 5
    assert "wheat" in html and parsed(result)


def test_long_articles_are_cut():
    text = "Bees swarm in the valley. " * 20_000
    result = epitome.Summarizer(sentences=1).summarize(epitome.Article(text, kind="body"))
    html = result._repr_html_()
    assert len(html) < 20_000 and "[…]" in html


def test_nothing_at_all():
    assert parsed(epitome.Summarizer().summarize(""))
