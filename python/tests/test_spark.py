"""Spark on a real cluster: a master and two workers on this machine, 2,000 articles in 16 partitions, compared with the program.

Skipped where Java 17, pyspark or pandas is missing; the reason says which.
"""

import json
import os
import random
import signal
import subprocess
import threading
import time

import pytest

import cluster
import epitome
from conftest import CORPUS, ROOT, in_chars

reason = cluster.missing()
if reason:
    pytest.skip(f"no Spark: {reason}", allow_module_level=True)

import pyarrow
import pyarrow.parquet
from pyspark.sql import SparkSession
from pyspark.sql.functions import expr
from pyspark.sql.pandas.types import from_arrow_schema

from epitome import spark as epitome_spark

ARTICLES, PARTITIONS = 2000, 16
OPTIONS = {"words": 60, "keywords": 7}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    nodes = cluster.Cluster(tmp_path_factory.mktemp("spark"))
    yield nodes
    nodes.stop()


@pytest.fixture(scope="module")
def session(nodes):
    options = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "700m",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        # A file is a partition, however small.
        "spark.sql.files.openCostInBytes": str(128 << 20),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in nodes.environment.items():
            patch.setenv(name, value)
        builder = SparkSession.builder.master(nodes.url).appName("epitome tests")
        for name, value in options.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def records():
    """Records of corpus/ and, where they are, of the evaluation sets: paragraphs of two articles each, mixed anew."""
    sources = [article.text for article in epitome.read(CORPUS, skip_errors=True)]
    for path in sorted((ROOT.parent / "shared" / "data" / "summaries").glob("*.jsonl")):
        sources += [article.text for article in epitome.read(path)[:50]]
    dice = random.Random(7)
    for number in range(ARTICLES):
        paragraphs = "\n\n".join(dice.sample(sources, 2)).split("\n\n")
        text = "\n\n".join(dice.sample(paragraphs, min(len(paragraphs), 6)))
        title = " ".join(text.split()[:5]) if number % 3 == 0 else None
        yield {"id": f"a{number}", "text": text[:4000] if number % 100 != 99 else None, "title": title}


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """The records as a file for the program, and as a folder of Parquet files for Spark."""
    folder = tmp_path_factory.mktemp("given")
    rows = list(records())
    with open(folder / "given.jsonl", "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    (folder / "given").mkdir()
    for part in range(PARTITIONS):
        table = pyarrow.Table.from_pylist(rows[part::PARTITIONS])
        pyarrow.parquet.write_table(table, folder / "given" / f"{part}.parquet")
    return folder


@pytest.fixture(scope="module")
def program(binary, given):
    """What the program makes of them: the statistics, the results and the keywords."""

    def run(*arguments):
        done = subprocess.run([binary, *map(str, arguments)], cwd=given, capture_output=True, text=True)
        assert done.returncode == 1, done.stderr  # some articles have no text

    run("fit", "given.jsonl", "--min-df", 3, "-o", "given.stats")
    statistics = ["--statistics", "given.stats", "--with-text", "given.jsonl"]
    run("summarize", "--words", 60, "--keywords", 7, *statistics, "-o", "results.jsonl")
    run("keywords", "--keywords", 5, "--keyword-method", "tf-idf", *statistics, "-o", "keywords.jsonl")

    def lines(name):
        with open(given / name, encoding="utf-8") as results:
            return {record["id"]: in_chars(record) for record in map(json.loads, results)}

    return (given / "given.stats").read_bytes(), lines("results.jsonl"), lines("keywords.jsonl")


@pytest.fixture
def articles(session, given):
    frame = session.read.parquet(str(given / "given"))
    assert frame.rdd.getNumPartitions() == PARTITIONS
    return frame


def slowly(frame):
    """The same, but each partition takes a while."""

    def wait(batches):
        time.sleep(0.5)
        yield from batches

    return frame.mapInArrow(wait, frame.schema)


def assert_same(folder, expected, names):
    """All rows once, and each as the program has it."""
    rows = pyarrow.parquet.read_table(folder).to_pylist()
    assert sorted(row["id"] for row in rows) == sorted(f"a{number}" for number in range(ARTICLES))
    for row in rows:
        if row["id"] in expected:
            assert row["error"] is None
            assert {name: row[name] for name in names} == {name: expected[row["id"]][name] for name in names}
        else:
            assert row["error"] == "missing-field: the text is null" and not row["summary"] and not row["keywords"]
    assert sum(row["error"] is None for row in rows) == len(expected) == ARTICLES * 99 // 100


RESULTS = ["language", "title", "words", "sentences", "summary", "keywords", "warnings"]


def test_the_program_s_results(articles, program, tmp_path):
    statistics, results, keywords = program
    with pytest.warns(UserWarning, match="20 of 2000 rows were left out"):
        fitted = epitome_spark.fit(articles, title="title", min_df=3)
    assert fitted.to_bytes() == statistics
    found = epitome_spark.summarize(articles, title="title", statistics=fitted, **OPTIONS)
    found.write.parquet(str(tmp_path / "results"))
    assert_same(tmp_path / "results", results, RESULTS)
    found = epitome_spark.keywords(articles, title="title", n=5, method="tf-idf", statistics=fitted)
    assert found.columns == ["id", "language", "keywords", "warnings", "error"]
    rows = {row["id"]: row.asDict(recursive=True) for row in found.collect()}
    assert len(rows) == ARTICLES
    assert all(rows[id]["keywords"] == record["keywords"] for id, record in keywords.items())


def killing(session, nodes, job):
    """Runs a job and kills an executor when a quarter of a stage is done; returns what the job gave."""
    tracker, outcome = session.sparkContext.statusTracker(), []

    def run():
        try:
            outcome.append(job())
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    stage = None
    while stage is None and thread.is_alive():
        for active in tracker.getActiveStageIds():
            info = tracker.getStageInfo(active)
            if info and info.numTasks == PARTITIONS and PARTITIONS // 4 <= info.numCompletedTasks < PARTITIONS // 2:
                stage = active
        time.sleep(0.02)
    victim, other = nodes.executors()
    os.kill(victim, signal.SIGKILL)
    thread.join()
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    assert stage is not None and tracker.getStageInfo(stage).numFailedTasks > 0
    nodes.wait(lambda: len(nodes.executors()) == 2, "no executor takes the place of the killed one")
    assert victim not in nodes.executors() and other in nodes.executors()
    return outcome[0]


def test_an_executor_is_killed_in_the_middle(session, nodes, articles, program, tmp_path):
    statistics, results, _ = program
    with pytest.warns(UserWarning, match="20 of 2000 rows were left out"):
        fitted = killing(session, nodes, lambda: epitome_spark.fit(slowly(articles), title="title", min_df=3))
    assert fitted.to_bytes() == statistics
    found = epitome_spark.summarize(slowly(articles), title="title", statistics=fitted, **OPTIONS)
    killing(session, nodes, lambda: found.write.parquet(str(tmp_path / "results")))
    assert_same(tmp_path / "results", results, RESULTS)


def test_bad_rows_are_errors_and_the_others_go_on(session):
    texts = ["Bees swarm. Bees sleep.", None, "", "\x00", "long " * 500, "عاد الذئب إلى الوادي. 🐝"]
    frame = session.createDataFrame(list(enumerate(texts)), "`the.id` int, text string").repartition(3)
    broken = session.range(90, 91).select(expr("cast(id as int) as `the.id`"), expr("cast(x'4265FF' as string) as text"))
    frame = frame.union(broken)
    rows = epitome_spark.summarize(frame, id="the.id", max_article_bytes=1000, sentences=1).collect()
    assert {row["the.id"]: row["error"] for row in rows} == {
        0: None,
        1: "missing-field: the text is null",
        2: None,
        3: None,
        4: "too-large: the text has more than 1000 bytes",
        5: None,
        90: "malformed: the text is not UTF-8 from byte 2 on",
    }
    assert {row["the.id"] for row in epitome_spark.keywords(frame, id="the.id").collect()} == {0, 1, 2, 3, 4, 5, 90}
    with pytest.warns(UserWarning, match="3 of 7 rows were left out"):
        fitted = epitome_spark.fit(frame, language="en", max_article_bytes=1000)
    whole = epitome.CorpusStatistics.fit([epitome.Article(texts[at], kind="record") for at in (0, 2, 3, 5)], language="en")
    assert fitted == whole


def test_no_rows_and_no_id(session):
    empty = session.createDataFrame([], "text string, id timestamp")
    assert epitome_spark.fit(empty) == epitome.CorpusStatistics()
    results = epitome_spark.summarize(empty)
    assert results.count() == 0 and results.schema["id"].dataType.simpleString() == "timestamp"
    assert epitome_spark.summarize(empty, id=None).columns[0] == "language"
    assert epitome_spark.keywords(empty, id=None).columns == ["language", "keywords", "warnings", "error"]


def test_the_schema_is_that_of_summarize_table(session):
    frame = session.createDataFrame([], "text string, id bigint")
    table = epitome.Summarizer().summarize_table(pyarrow.table({"id": [1], "text": ["Bees."]}))
    declared, actual = epitome_spark.summarize(frame).schema, from_arrow_schema(table.schema)
    assert declared.simpleString() == actual.simpleString()


def test_nothing_is_asked_of_the_cluster_for_what_is_refused(session):
    frame = session.createDataFrame([("Bees swarm.", 1)], "text string, id int")
    tracker = session.sparkContext.statusTracker()
    before = tracker.getJobIdsForGroup()
    with pytest.raises(epitome.InvalidOptionError, match="ratio 7"):
        epitome_spark.summarize(frame, ratio=7.0)
    with pytest.raises(TypeError, match="sentencs"):
        epitome_spark.summarize(frame, sentencs=2)
    with pytest.raises(epitome.InvalidOptionError, match="unknown language 'xx'"):
        epitome_spark.fit(frame, language="xx")
    with pytest.raises(epitome.InvalidOptionError, match="unknown keyword method"):
        epitome_spark.keywords(frame, method="best")
    with pytest.raises(epitome.MissingFieldError, match="no column 'body'.*it has: text, id"):
        epitome_spark.fit(frame, "body")
    with pytest.raises(epitome.MissingFieldError, match="no column 'Id'"):
        epitome_spark.summarize(frame, id="Id")
    with pytest.raises(epitome.WrongTypeError, match="column 'id' is of type int"):
        epitome_spark.summarize(frame, text="id", id=None)
    with pytest.raises(epitome.InvalidOptionError, match="rename"):
        epitome_spark.summarize(frame.withColumnRenamed("id", "Words"), id="Words")
    assert tracker.getJobIdsForGroup() == before
