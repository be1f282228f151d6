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
