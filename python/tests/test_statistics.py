"""Corpus statistics: exact, mergeable, on disk and in a pickle."""

import pickle

import pytest

import epitome

TEXTS = [f"Bee number {number} meets wasp {number % 7}." for number in range(60)]


def test_parts_merge_to_the_whole():
    whole = epitome.CorpusStatistics.fit(TEXTS, language="en")
    left, right = (epitome.CorpusStatistics.fit(part, language="en") for part in (TEXTS[:17], TEXTS[17:]))
    assert left.merge(right) == right.merge(left) == whole != left
    assert left.merge(right).to_bytes() == whole.to_bytes()
    assert whole.documents == {"en": 60} and whole.doc_freq("en", "bee") == 60 and whole.doc_freq("en", "ant") == 0
    assert epitome.CorpusStatistics().merge(whole) == whole
    assert all(epitome.CorpusStatistics.fit(TEXTS, language="en", threads=n) == whole for n in (1, 2, 5))


def test_files_and_pickles(tmp_path):
    fitted = epitome.CorpusStatistics.fit(TEXTS)
    path = tmp_path / "a.stats"
    fitted.save(path)
    fitted.save(str(path))
    assert epitome.CorpusStatistics.load(path) == epitome.CorpusStatistics.load(str(path)) == fitted
    assert pickle.loads(pickle.dumps(fitted)) == fitted
    assert epitome.CorpusStatistics.from_bytes(fitted.to_bytes()) == fitted
    assert "60 documents" in repr(epitome.CorpusStatistics.fit(TEXTS, language="en"))


def test_bad_files(tmp_path):
    with pytest.raises(epitome.UnreadableError, match="nothing.stats") as raised:
        epitome.CorpusStatistics.load(tmp_path / "nothing.stats")
    assert isinstance(raised.value, OSError)
    with pytest.raises(epitome.UnwritableError):
        epitome.CorpusStatistics().save(tmp_path / "no" / "folder.stats")
    path = tmp_path / "bad.stats"
    path.write_bytes(b"nonsense")
    with pytest.raises(epitome.InvalidStatisticsError, match="bad.stats"):
        epitome.CorpusStatistics.load(path)
    with pytest.raises(ValueError, match="cut short"):
        epitome.CorpusStatistics.from_bytes(epitome.CorpusStatistics.fit(TEXTS).to_bytes()[:-1])


def test_pruned():
    fitted = epitome.CorpusStatistics.fit(TEXTS, language="en")
    pruned = fitted.pruned(min_df=50)
    assert pruned.doc_freq("en", "bee") == 60 and pruned.doc_freq("en", "3") == 0
    assert fitted.pruned() == fitted


def test_statistics_change_results(wheat):
    fitted = epitome.CorpusStatistics.fit([wheat] * 20 + ["Peas in a drawer."] * 5, language="en")
    scores = [
        [keyword.score for keyword in epitome.extract_keywords(wheat, method="tf-idf", statistics=statistics)]
        for statistics in (None, "none", fitted)
    ]
    assert scores[0] != scores[1] != scores[2] != scores[0]
    assert scores[0] == [keyword.score for keyword in epitome.extract_keywords(wheat, method="tf-idf", statistics="builtin")]


def test_the_built_in_table():
    assert epitome.CorpusStatistics.builtin().documents["en"] > 1000
