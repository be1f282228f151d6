"""Summaries and keywords: what is given, what comes back, what is refused."""

import gc
import multiprocessing
import pickle
import threading
import tracemalloc
from concurrent.futures import ProcessPoolExecutor

import pytest

import epitome

ARABIC = (
    "عاد الذئب إلى الوادي بعد تسعين عاما. يقول المزارعون إن الذئاب أخذت أربعين خروفا. "
    "هطل الثلج كثيرا هذا الشتاء. سيدفع المجلس ثمن الأسوار الجديدة حول المراعي."
)
EMOJI = (
    "🐺 Wolves have come back to the valley 🏔️ after ninety years. Three packs were counted 👨‍👩‍👧 this winter. "
    "It snowed 🌨️ a lot. Farmers say that the wolves took forty sheep 🐑🐑, and the council will pay for fences."
)


@pytest.mark.parametrize("text", [ARABIC, EMOJI, ARABIC + "\n\n" + EMOJI, "Only ASCII. Nothing else. Really."])
def test_spans_are_in_characters(text):
    result = epitome.Summarizer(sentences=4).summarize(epitome.Article(text, kind="body"))
    assert result.summary and result.article_text == text
    for sentence in result.summary:
        assert " ".join(text[sentence.start : sentence.end].split()) == sentence.text
    article = epitome.Article(text, kind="body")
    assert [text[start:end].strip() for start, end in article.paragraphs] == text.split("\n\n")


def test_a_result_has_all_its_fields(wheat):
    result = epitome.Summarizer(sentences=2, keywords=3).summarize(wheat)
    assert len(result.summary) == 2 and len(result.keywords) == 3
    assert result.language == "en" and result.title == "The wheat that came home in a lunch box"
    assert result.published.startswith("2025-05-14") and result.places[0] == "Norway"
    assert result.words > 700 and result.sentences == 40 and result.warnings == []
    assert result.text == str(result) == " ".join(sentence.text for sentence in result.summary)
    first = result.summary[0]
    assert isinstance(first.score, float) and first.explanation is None and str(first) == first.text
    assert [keyword.score for keyword in result.keywords] == sorted(
        (keyword.score for keyword in result.keywords), reverse=True
    )
    assert "40 sentences" in repr(result) and "score=" in repr(first) and "count=" in repr(result.keywords[0])


def test_a_title_makes_a_record(wheat):
    result = epitome.Summarizer().summarize("Bees swarm. Bees sleep.", title="About bees")
    assert result.title == "About bees" and result.sentences == 2
    with pytest.raises(epitome.InvalidOptionError):
        epitome.Summarizer().summarize(epitome.Article("Bees."), title="About bees")


def test_explanations_are_dicts(wheat):
    result = epitome.Summarizer(explain=True).summarize(wheat)
    tree = result.summary[0].explanation
    assert tree["value"] == pytest.approx(result.summary[0].score) and tree["details"]
    assert result.keywords[0].explanation["description"]


@pytest.mark.parametrize("method", epitome.METHODS)
def test_methods(wheat, method):
    assert epitome.Summarizer(method=method, keywords=0).summarize(wheat).summary


@pytest.mark.parametrize("method", epitome.KEYWORD_METHODS)
def test_keyword_methods(wheat, method):
    assert len(epitome.extract_keywords(wheat, n=4, method=method)) == 4


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "best"}, "accepted: salience"),
        ({"keyword_method": "best"}, "unknown keyword method 'best'"),
        ({"language": "xx"}, "unknown language 'xx'"),
        ({"statistics": "some.stats"}, "CorpusStatistics.load"),
        ({"ratio": 1.5}, "ratio 1.5"),
        ({"ratio": float("nan")}, "ratio NaN"),
        ({"sentences": 2, "words": 30}, "one of sentences, words, chars, ratio"),
        ({"order": "random"}, "accepted: document, score"),
        ({"diversity": -1.0}, "diversity -1"),
    ],
)
def test_options_that_make_no_sense(options, said):
    with pytest.raises(epitome.InvalidOptionError, match=said.replace("(", r"\(")) as raised:
        epitome.Summarizer(**options)
    assert isinstance(raised.value, ValueError) and isinstance(raised.value, epitome.EpitomeError)
    assert raised.value.kind == "invalid-option" and raised.value.message


def test_things_that_are_no_text():
    summarizer = epitome.Summarizer()
    with pytest.raises(epitome.WrongTypeError, match="text is of type int"):
        summarizer.summarize(7)
    with pytest.raises(TypeError, match=r"texts\[1\] is of type NoneType"):
        summarizer.summarize_many(["A text.", None])
    with pytest.raises(epitome.WrongTypeError, match="one str was given"):
        summarizer.summarize_many("A text.")
    with pytest.raises(UnicodeEncodeError):
        summarizer.summarize("a lone surrogate \ud800")
    with pytest.raises(epitome.InvalidOptionError, match="accepted: page, record, body"):
        epitome.Article("A text.", kind="poem")


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "\ufeff", "a" * 100_000, "🐺", "‮" + ARABIC])
def test_odd_texts(text):
    result = epitome.Summarizer().summarize(text)
    result._repr_html_()
    for sentence in result.summary:
        assert 0 <= sentence.start < sentence.end <= len(text)


def test_files_are_read(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": 7, "title": "Bees", "text": "Bees swarm."}\n{"text": 1}\n', encoding="utf-8")
    with pytest.raises(epitome.WrongTypeError, match="news.jsonl:2") as raised:
        epitome.read(path)
    assert isinstance(raised.value, TypeError)
    (article,) = epitome.read(str(path), skip_errors=True)
    assert (article.id, article.title, article.text) == ("7", "Bees", "Bees swarm.")
    assert "Bees" in repr(article) and article == epitome.read(path, skip_errors=True)[0]
    with pytest.raises(OSError):
        epitome.read(tmp_path / "nothing.txt")
    with pytest.raises(epitome.InvalidOptionError):
        epitome.read(path, format="docx")
    with pytest.raises(epitome.InvalidOptionError):
        epitome.read()


def test_many_are_the_same_as_one_by_one_on_any_number_of_threads(wheat):
    texts = [wheat[at:] for at in range(0, 1500, 30)] + [ARABIC, EMOJI, ""]
    summarizer = epitome.Summarizer(sentences=2, keywords=4)
    alone = [summarizer.summarize(text) for text in texts]
    for threads in (0, 1, 2, 5):
        assert summarizer.summarize_many(texts, threads=threads) == alone
    assert summarizer.summarize_many(iter(texts)) == alone
    assert summarizer.summarize_many([]) == []


def test_columns_of_other_libraries():
    texts = [ARABIC, EMOJI, "Bees swarm. Bees sleep."]
    summarizer = epitome.Summarizer(sentences=1)
    alone = summarizer.summarize_many(texts)
    numpy = pytest.importorskip("numpy")
    assert summarizer.summarize_many(numpy.array(texts)) == alone
    assert summarizer.summarize_many(numpy.array(texts, dtype=object)) == alone
    pyarrow = pytest.importorskip("pyarrow")
    for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()):
        assert summarizer.summarize_many(pyarrow.array(texts, kind)) == alone
    assert summarizer.summarize_many(pyarrow.chunked_array([texts[:1], texts[1:]])) == alone


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_series(library):
    series = pytest.importorskip(library).Series([ARABIC, EMOJI])
    assert epitome.Summarizer().summarize_many(series) == epitome.Summarizer().summarize_many([ARABIC, EMOJI])


def test_threads_share_a_summarizer(wheat):
    summarizer = epitome.Summarizer(sentences=2)
    expected, results = summarizer.summarize(wheat), []

    def work():
        results.extend(summarizer.summarize(wheat) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 20 and all(result == expected for result in results)


def test_the_gil_is_released(wheat):
    done, counted = threading.Event(), 0

    def work():
        epitome.Summarizer(method="lsa").summarize(wheat * 20)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        counted += 1
    thread.join()
    assert counted > 0


def test_pickle(wheat):
    fitted = epitome.CorpusStatistics.fit(["Bees swarm.", "Bees sleep."], language="en")
    options = {"words": 50, "language": "en", "statistics": fitted, "method": "textrank", "stop_words": ["wheat"]}
    summarizer = epitome.Summarizer(**options, explain=True)
    again = pickle.loads(pickle.dumps(summarizer))
    assert repr(again) == repr(summarizer) and "words=50" in repr(again)
    result = summarizer.summarize(wheat)
    assert again.summarize(wheat) == result
    copy = pickle.loads(pickle.dumps(result))
    assert copy == result and copy.article_text == wheat and copy is not result
    assert pickle.loads(pickle.dumps(result.keywords)) == result.keywords
    assert result != epitome.Summarizer(sentences=1).summarize(wheat) and result != 1


def resident():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def growth():
    """KiB that the process grows by, and bytes of Python objects, over many calls."""
    summarizer = epitome.Summarizer(sentences=1, keywords=1, method="lead")
    text = "Bees swarm. 🐝"

    def calls(number):
        for _ in range(number // 2000):
            summarizer.summarize_many([text] * 1990, threads=1)
            for _ in range(10):
                summarizer.summarize(text).to_dict()
        gc.collect()

    calls(10_000)
    before = resident()
    calls(100_000)
    grown = resident() - before
    tracemalloc.start()
    calls(2000)
    before = tracemalloc.get_traced_memory()[0]
    calls(4000)
    return grown, tracemalloc.get_traced_memory()[0] - before


def test_calls_do_not_leak():
    try:
        resident()
    except OSError:
        pytest.skip("no /proc on this system")
    # In a process of its own: other tests leave threads behind, which allocate as they like.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        grown, objects = process.submit(growth).result()
    assert grown < 2 << 10, f"{grown} KiB more after 100,000 calls"
    assert objects < 100_000
