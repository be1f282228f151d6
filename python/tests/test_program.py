"""What Python gives is what the program gives, field by field, for every article of corpus/."""

import pytest

import epitome
from conftest import CORPUS, ROOT, in_chars


@pytest.fixture(scope="module")
def articles():
    import os

    before = os.getcwd()
    os.chdir(ROOT)
    try:
        return epitome.read("corpus", skip_errors=True)
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], {}),
        (["--words", "60", "--keywords", "4"], {"words": 60, "keywords": 4}),
        (["--ratio", "0.2", "--method", "lexrank"], {"ratio": 0.2, "method": "lexrank"}),
        (["--chars", "300", "--order", "score", "--explain"], {"chars": 300, "order": "score", "explain": True}),
        (["--language", "en", "--keyword-method", "yake"], {"language": "en", "keyword_method": "yake"}),
        (["--query", "water", "--sentences", "1"], {"query": "water", "sentences": 1}),
    ],
)
def test_corpus(records, articles, arguments, options):
    expected = records("summarize", "corpus", "--statistics", "builtin", "--format", "jsonl", "--with-text", *arguments)
    results = epitome.Summarizer(**options).summarize_many(articles)
    assert len(results) == len(expected) >= 40
    assert any(not article.text.isascii() for article in articles)
    for result, record in zip(results, expected):
        assert result.to_dict() == in_chars(record)
        assert list(result.to_dict()) == list(record)


def test_statistics_fitted_in_python_are_the_program_s(records, articles, tmp_path, binary):
    import subprocess

    path = tmp_path / "program.stats"
    subprocess.run([binary, "fit", "corpus", "-o", path], cwd=ROOT, check=False, capture_output=True)
    fitted = epitome.CorpusStatistics.fit(articles)
    assert fitted.to_bytes() == path.read_bytes()
    assert epitome.CorpusStatistics.load(path) == fitted
    results = epitome.Summarizer(statistics=fitted).summarize_many(articles)
    expected = records("summarize", "corpus", "--statistics", path, "--format", "jsonl", "--with-text")
    assert [result.to_dict() for result in results] == [in_chars(record) for record in expected]


def test_a_str_is_a_text_file(records):
    path = CORPUS / "en" / "wheat-exchange.txt"
    (record,) = records("summarize", path, "--statistics", "builtin", "--format", "jsonl", "--with-text")
    result = epitome.Summarizer().summarize(record["text"]).to_dict()
    for place in ("id", "source"):
        result[place] = record[place]
    assert result == in_chars(record)


def test_keywords_alone(records, wheat):
    (record,) = records("keywords", CORPUS / "en" / "wheat-exchange.txt", "--statistics", "builtin", "--format", "jsonl")
    assert [keyword.to_dict() for keyword in epitome.extract_keywords(wheat)] == record["keywords"]


def test_one_version(binary):
    import subprocess
    from importlib.metadata import version

    told = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    assert told.split() == ["epitome", epitome.__version__]
    assert version("epitome-text") == epitome.__version__
