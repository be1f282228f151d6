"""Statistics, summaries and keywords of Spark DataFrames, computed where the rows are.

>>> from epitome import spark
>>> statistics = spark.fit(articles, min_df=3)
>>> spark.summarize(articles, statistics=statistics, sentences=2).write.parquet("results")

Results are those of the program on the same articles, however the rows are parted and whatever executor dies: statistics
are integers that are added, and a row's result depends on that row, the statistics and the options alone. Needs
``pip install 'epitome-text[spark]'`` on the driver and on every executor.

Options and columns are checked before a job begins. A row that cannot be done (its text is null, not UTF-8, or longer than
``max_article_bytes``) does not fail the job: ``summarize`` and ``keywords`` give it an ``error``, ``fit`` leaves it out and
warns of it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, Literal, Union, cast

import pyarrow  # type: ignore
from pyspark.sql import Column, DataFrame
from pyspark.sql.functions import col
from pyspark.sql.types import StringType, StructType

from . import CorpusStatistics, InvalidOptionError, MissingFieldError, Summarizer, WrongTypeError

__all__ = ["fit", "keywords", "summarize"]

Statistics = Union[CorpusStatistics, Literal["builtin", "none"], None]

#: The columns of ``Summarizer.summarize_table`` after the id, as Spark names their types.
_RESULTS = """
    language string, title string, words bigint, sentences bigint,
    summary array<struct<text: string, start: bigint, end: bigint, sentence: bigint, score: double>>,
    keywords array<struct<text: string, score: double, count: bigint>>,
    warnings array<string>, error string
"""

#: Statistics of some rows, on their way to those of all.
_PART = "rows bigint, statistics binary"

#: How many tasks merge the parts, step by step, so that the last has few to merge however many partitions there are.
_MERGERS = (16, 1)

#: The longest text that is worked on, as everywhere else.
_MAX_ARTICLE_BYTES = 64 << 20


def fit(
    df: DataFrame,
    text: str = "text",
    title: str | None = None,
    *,
    language: str = "auto",
    min_df: int = 1,
    max_terms: int | None = None,
    max_article_bytes: int = _MAX_ARTICLE_BYTES,
) -> CorpusStatistics:
    """The statistics of all texts together: those of ``epitome fit``, to the byte.

    Each partition counts, the parts are merged on the executors, and the one table that comes out is pruned there as
    ``CorpusStatistics.pruned`` does it: nothing else reaches the driver. ``title`` names the column of the titles, if any; give
    it here if it is given to ``summarize``.
    """
    CorpusStatistics.fit([], language=language).pruned(min_df=min_df, max_terms=max_terms)  # refuses bad options
    articles = _select(df, text, title)
    titles = None if title is None else "title"

    def count(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        rows, statistics = 0, CorpusStatistics()
        for batch in batches:
            rows += batch.num_rows
            fitted = CorpusStatistics.fit_table(
                batch, title=titles, language=language, threads=1, max_article_bytes=max_article_bytes
            )
            statistics = statistics.merge(fitted)
        yield _part(rows, statistics)

    def merge(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        yield _part(*_merged(batches))

    def finish(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        # Rare terms are dropped when nothing is left to merge, since a part does not know what is rare.
        rows, statistics = _merged(batches)
        yield _part(rows, statistics.pruned(min_df=min_df, max_terms=max_terms))

    parts = articles.mapInArrow(count, _PART)
    for mergers in _MERGERS:
        parts = parts.repartition(mergers).mapInArrow(merge if mergers > 1 else finish, _PART)
    rows, statistics = 0, CorpusStatistics()
    for rows, table in parts.collect():
        statistics = CorpusStatistics.from_bytes(bytes(table))
    left_out = rows - sum(statistics.documents.values())
    if left_out:
        warnings.warn(f"{left_out} of {rows} rows were left out: their text is null, not UTF-8 or too long", stacklevel=2)
    return statistics


def summarize(
    df: DataFrame,
    text: str = "text",
    id: str | None = "id",
    title: str | None = None,
    *,
    statistics: Statistics = None,
    max_article_bytes: int = _MAX_ARTICLE_BYTES,
    **options: Any,
) -> DataFrame:
    """A row for each row: the id column as it was, then the columns of ``Summarizer.summarize_table``.

    ``text``, ``id`` and ``title`` name columns, ``id=None`` and ``title=None`` for none; ``options`` are those of
    ``Summarizer``. One thread works on a task.
    """
    summarizer = Summarizer(statistics=statistics, **options)
    results = cast(StructType, StructType.fromDDL(_RESULTS))
    if id is not None and id.lower() in results.names:
        raise InvalidOptionError(f"the id column has the name of a result, '{id}'", "rename it with withColumnRenamed")
    articles = _select(df, text, title, id)
    ids, titles = None if id is None else "id", None if title is None else "title"

    # Spark broadcasts what a function brings along if it is larger than 1 MB, so it does the statistics.
    def work(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            done = summarizer.summarize_table(
                batch, id=ids, title=titles, threads=1, max_article_bytes=max_article_bytes
            )
            yield from done.to_batches()

    kept = [field for field in articles.schema.fields if field.name == "id"]
    found = articles.mapInArrow(work, StructType(kept + results.fields))
    return found if id is None else found.withColumnRenamed("id", id)


def keywords(
    df: DataFrame,
    text: str = "text",
    id: str | None = "id",
    title: str | None = None,
    *,
    n: int = 10,
    language: str = "auto",
    statistics: Statistics = None,
    method: str | None = None,
    max_article_bytes: int = _MAX_ARTICLE_BYTES,
) -> DataFrame:
    """A row for each row: the id column as it was, then ``language``, ``keywords``, ``warnings`` and ``error``.

    The options are those of ``epitome.extract_keywords``; the others are as for ``summarize``.
    """
    results = summarize(
        df,
        text,
        id,
        title,
        statistics=statistics,
        max_article_bytes=max_article_bytes,
        sentences=0,
        method="lead",  # no sentence is wanted, so the method that costs least does
        keywords=n,
        keyword_method=method,
        language=language,
    )
    ids = [] if id is None else [_column(id)]
    return results.select(*ids, "language", "keywords", "warnings", "error")


def _part(rows: int, statistics: CorpusStatistics) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_pydict({"rows": [rows], "statistics": [statistics.to_bytes()]})


def _merged(batches: Iterator[pyarrow.RecordBatch]) -> tuple[int, CorpusStatistics]:
    rows, statistics = 0, CorpusStatistics()
    for batch in batches:
        for more, table in zip(*batch.columns):
            rows += more.as_py()
            statistics = statistics.merge(CorpusStatistics.from_bytes(table.as_py()))
    return rows, statistics


def _select(df: DataFrame, text: str, title: str | None, id: str | None = None) -> DataFrame:
    """The columns that are wanted and no others, under the names ``id``, ``text`` and ``title``."""
    wanted = {role: name for role, name in (("id", id), ("text", text), ("title", title)) if name is not None}
    for role, name in wanted.items():
        if name not in df.columns:
            hint = f"it has: {', '.join(df.columns)}; id=None and title=None for none"
            raise MissingFieldError(f"the DataFrame has no column '{name}'", hint)
        if role != "id" and not isinstance(df.schema[name].dataType, StringType):
            found = df.schema[name].dataType.simpleString()
            raise WrongTypeError(f"column '{name}' is of type {found}", "accepted: string")
    return df.select(*(_column(name).alias(role) for role, name in wanted.items()))


def _column(name: str) -> Column:
    """The column of this very name, though there be a full stop in it."""
    return col("`" + name.replace("`", "``") + "`")
