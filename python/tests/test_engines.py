"""Ray and Dask: the lines of docs/scale.md."""

import pytest

import epitome

pyarrow = pytest.importorskip("pyarrow")

ARTICLES = pyarrow.table(
    {"id": list(range(20)), "text": ["Bees swarm 🐝. Bees sleep.", None, "", "Wolves came back. They took sheep."] * 5}
)
SUMMARIZER = epitome.Summarizer(sentences=1)
EXPECTED = SUMMARIZER.summarize_table(ARTICLES).to_pylist()


def test_ray(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))  # it writes a token there
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        articles = ray.data.from_arrow(ARTICLES).repartition(3)
        results = articles.map_batches(SUMMARIZER.summarize_table, batch_format="pyarrow", fn_kwargs={"threads": 1})
        rows = sorted(results.take_all(), key=lambda row: row["id"])
    finally:
        ray.shutdown()
    assert rows == EXPECTED


def test_dask():
    bag = pytest.importorskip("dask.bag")
    parts = bag.from_sequence([ARTICLES.slice(at, 5) for at in range(0, 20, 5)], npartitions=4)
    fitted = parts.map(epitome.CorpusStatistics.fit_table).fold(epitome.CorpusStatistics.merge).compute()
    assert fitted == epitome.CorpusStatistics.fit_table(ARTICLES)
    results = parts.map(SUMMARIZER.summarize_table, threads=1).compute()
    assert pyarrow.concat_tables(results).to_pylist() == EXPECTED
