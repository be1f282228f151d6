"""Arrow in and Arrow out: any producer, every string layout, rows in order."""

import pytest

import epitome

pyarrow = pytest.importorskip("pyarrow")

TEXTS = ["Bees swarm 🐝. Bees sleep.", None, "", "عاد الذئب إلى الوادي. أخذت الذئاب أربعين خروفا."] * 5
TITLES = ["Bees", None, None, "الذئب"] * 5


def table(kind=pyarrow.string()):
    columns = {"text": pyarrow.array(TEXTS, kind), "id": list(range(len(TEXTS))), "title": TITLES}
    return pyarrow.table(columns)


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()])
@pytest.mark.parametrize("title", [None, "title"])
def test_rows_are_those_of_summarize(kind, title):
    summarizer = epitome.Summarizer(sentences=1, keywords=2)
    out = summarizer.summarize_table(table(kind), title=title)
    assert isinstance(out, pyarrow.Table) and out.validate(full=True) is None
    assert out.column("id").to_pylist() == list(range(len(TEXTS)))
    for row, text, head in zip(out.to_pylist(), TEXTS, TITLES):
        if text is None:
            assert row["error"] == "missing-field: the text is null"
            assert row["language"] is None and row["summary"] == row["keywords"] == []
            continue
        article = epitome.Article(text, title=head if title else None, kind="record")
        expected = summarizer.summarize(article).to_dict()
        assert row["error"] is None
        for name in ("language", "title", "words", "sentences", "summary", "keywords", "warnings"):
            assert row[name] == expected[name], name


def test_anything_that_speaks_arrow():
    class Foreign:
        def __arrow_c_stream__(self, requested_schema=None):
            return table().__arrow_c_stream__(requested_schema)

    summarizer = epitome.Summarizer()
    expected = summarizer.summarize_table(table(), threads=1)
    assert summarizer.summarize_table(Foreign()) == expected
    reader = pyarrow.RecordBatchReader.from_batches(table().schema, table().to_batches(max_chunksize=3))
    out = summarizer.summarize_table(reader, threads=3)
    assert out.combine_chunks() == expected.combine_chunks() and out.column("id").num_chunks == 7
    assert summarizer.summarize_table(table().slice(4, 9)).to_pylist() == expected.to_pylist()[4:13]
    for library in ("polars", "pandas"):
        try:
            frame = __import__(library).DataFrame({"text": ["Bees swarm."], "id": ["a"]})
        except ImportError:
            continue
        assert summarizer.summarize_table(frame).column("id").to_pylist() == ["a"]


def test_tables_without_rows_or_ids():
    summarizer = epitome.Summarizer()
    out = summarizer.summarize_table(table().slice(0, 0))
    assert out.num_rows == 0 and out.schema == summarizer.summarize_table(table()).schema
    assert "id" not in summarizer.summarize_table(table(), id=None).column_names


def test_tables_that_are_refused():
    summarizer = epitome.Summarizer()
    with pytest.raises(epitome.MissingFieldError, match="no column 'body'.*it has: text, id, title"):
        summarizer.summarize_table(table(), text="body")
    with pytest.raises(epitome.MissingFieldError):
        summarizer.summarize_table(table().slice(0, 0), id="url")
    with pytest.raises(epitome.WrongTypeError, match="column 'id' is of type Int64"):
        summarizer.summarize_table(table(), text="id")
    with pytest.raises(epitome.WrongTypeError, match="table is of type list"):
        summarizer.summarize_table([1])


def test_bad_rows_have_errors_and_the_others_go_on():
    # The last is not UTF-8, which engines that write Arrow do not always check.
    given = pyarrow.array([b"Bees swarm.", b"bees " * 30, b"Bees\xffsleep."], pyarrow.binary())
    for kind in (pyarrow.string(), pyarrow.large_string()):
        texts = given.cast(pyarrow.binary() if kind == pyarrow.string() else pyarrow.large_binary()).view(kind)
        rows = pyarrow.table({"text": texts, "title": texts})
        out = epitome.Summarizer().summarize_table(rows, id=None, max_article_bytes=100)
        assert out.column("error").to_pylist() == [
            None,
            "too-large: the text has more than 100 bytes",
            "malformed: the text is not UTF-8 from byte 4 on",
        ]
        out = epitome.Summarizer().summarize_table(rows, id=None, title="title")
        assert out.column("error").to_pylist()[2] == "malformed: the title is not UTF-8 from byte 4 on"


def test_numbers_are_signed():
    out = epitome.Summarizer().summarize_table(table())
    assert out.schema.field("words").type == pyarrow.int64()
    assert out.schema.field("summary").type.value_type.field("start").type == pyarrow.int64()


@pytest.mark.parametrize("title", [None, "title"])
def test_statistics_of_a_table(title):
    articles = [
        epitome.Article(text, title=head if title else None, kind="record")
        for text, head in zip(TEXTS, TITLES)
        if text is not None
    ]
    expected = epitome.CorpusStatistics.fit(articles)
    assert sum(expected.documents.values()) == 15
    for threads in (1, 3):
        assert epitome.CorpusStatistics.fit_table(table(), title=title, threads=threads) == expected
    assert epitome.CorpusStatistics.fit_table(table(), language="en") != expected
    assert epitome.CorpusStatistics.fit_table(table().slice(0, 0)) == epitome.CorpusStatistics()
    with pytest.raises(epitome.MissingFieldError, match="no column 'body'"):
        epitome.CorpusStatistics.fit_table(table().slice(0, 0), "body")


def test_duckdb():
    duckdb = pytest.importorskip("duckdb")
    given = table()
    summarizer = epitome.Summarizer()
    assert summarizer.summarize_table(duckdb.sql("from given")) == summarizer.summarize_table(given)
