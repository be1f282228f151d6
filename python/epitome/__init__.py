"""Extractive summaries and keywords for one article or millions, in many languages, without a neural network.

>>> import epitome
>>> result = epitome.Summarizer(sentences=1, keywords=3).summarize("Wolves came back. They took sheep. It rained.")
>>> len(result.summary)
1

Offsets (``start``, ``end``) are in characters of the str that was given. Every function is deterministic, releases the GIL
while it works, and raises an ``EpitomeError``.
"""

from ._errors import (
    EpitomeError,
    InvalidOptionError,
    InvalidStatisticsError,
    MalformedError,
    MissingFieldError,
    TooLargeError,
    UnreadableError,
    UnwritableError,
    WrongTypeError,
)
from ._native import (
    KEYWORD_METHODS,
    LANGUAGES,
    METHODS,
    Article,
    CorpusStatistics,
    Keyword,
    Sentence,
    Summarizer,
    Summary,
    __version__,
    extract_keywords,
    read,
    rouge,
)

__all__ = [
    "KEYWORD_METHODS",
    "LANGUAGES",
    "METHODS",
    "Article",
    "CorpusStatistics",
    "EpitomeError",
    "InvalidOptionError",
    "InvalidStatisticsError",
    "Keyword",
    "MalformedError",
    "MissingFieldError",
    "Sentence",
    "Summarizer",
    "Summary",
    "TooLargeError",
    "UnreadableError",
    "UnwritableError",
    "WrongTypeError",
    "extract_keywords",
    "read",
    "rouge",
]
