from os import PathLike
from typing import Any, Iterable, Literal, Sequence, TypedDict, Union, final, overload

import pyarrow  # type: ignore

from ._errors import EpitomeError as EpitomeError
from ._errors import InvalidOptionError as InvalidOptionError
from ._errors import InvalidStatisticsError as InvalidStatisticsError
from ._errors import MalformedError as MalformedError
from ._errors import MissingFieldError as MissingFieldError
from ._errors import TooLargeError as TooLargeError
from ._errors import UnreadableError as UnreadableError
from ._errors import UnwritableError as UnwritableError
from ._errors import WrongTypeError as WrongTypeError

__version__: str
METHODS: tuple[str, ...]
KEYWORD_METHODS: tuple[str, ...]
LANGUAGES: tuple[str, ...]

Text = Union[str, "Article"]
Statistics = Union["CorpusStatistics", Literal["builtin", "none"], None]

@final
class Article:
    def __new__(
        cls,
        text: str,
        *,
        title: str | None = None,
        id: str = "",
        language: str | None = None,
        kind: Literal["page", "record", "body"] | None = None,
    ) -> Article: ...
    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def standfirst(self) -> str | None: ...
    @property
    def byline(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def places(self) -> list[str]: ...
    @property
    def language(self) -> str | None: ...
    @property
    def warnings(self) -> list[str]: ...
    @property
    def text(self) -> str: ...
    @property
    def paragraphs(self) -> list[tuple[int, int]]: ...

@final
class Sentence:
    def __new__(
        cls,
        text: str,
        start: int,
        end: int,
        sentence: int,
        score: float,
        explanation: dict[str, Any] | None = None,
    ) -> Sentence: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def sentence(self) -> int: ...
    @property
    def score(self) -> float: ...
    @property
    def explanation(self) -> dict[str, Any] | None: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Keyword:
    def __new__(cls, text: str, score: float, count: int, explanation: dict[str, Any] | None = None) -> Keyword: ...
    @property
    def text(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def count(self) -> int: ...
    @property
    def explanation(self) -> dict[str, Any] | None: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Summary:
    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def standfirst(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def places(self) -> list[str]: ...
    @property
    def words(self) -> int: ...
    @property
    def sentences(self) -> int: ...
    @property
    def summary(self) -> list[Sentence]: ...
    @property
    def keywords(self) -> list[Keyword]: ...
    @property
    def warnings(self) -> list[str]: ...
    @property
    def article_text(self) -> str: ...
    @property
    def text(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Summarizer:
    def __new__(
        cls,
        sentences: int | None = None,
        keywords: int = 10,
        language: str = "auto",
        statistics: Statistics = None,
        method: str | None = None,
        *,
        words: int | None = None,
        chars: int | None = None,
        ratio: float | None = None,
        keyword_method: str | None = None,
        query: str | None = None,
        order: Literal["document", "score"] = "document",
        redundancy: float = 0.7,
        diversity: float | None = None,
        explain: bool = False,
        stop_words: Sequence[str] | None = None,
        replace_stop_words: bool = False,
    ) -> Summarizer: ...
    def summarize(self, text: Text, *, title: str | None = None) -> Summary: ...
    def summarize_table(
        self,
        table: Any,
        text: str = "text",
        id: str | None = "id",
        title: str | None = None,
        *,
        threads: int = 0,
        max_article_bytes: int = ...,
    ) -> pyarrow.Table: ...
    def summarize_many(self, texts: Iterable[Text] | Any, *, threads: int = 0) -> list[Summary]: ...

@final
class CorpusStatistics:
    def __new__(cls) -> CorpusStatistics: ...
    @staticmethod
    def fit(texts: Iterable[Text] | Any, *, language: str = "auto", threads: int = 0) -> CorpusStatistics: ...
    @staticmethod
    def fit_table(
        table: Any,
        text: str = "text",
        title: str | None = None,
        *,
        language: str = "auto",
        threads: int = 0,
        max_article_bytes: int = ...,
    ) -> CorpusStatistics: ...
    @staticmethod
    def builtin() -> CorpusStatistics: ...
    @staticmethod
    def load(path: str | PathLike[str]) -> CorpusStatistics: ...
    @staticmethod
    def from_bytes(bytes: bytes) -> CorpusStatistics: ...
    def save(self, path: str | PathLike[str]) -> None: ...
    def to_bytes(self) -> bytes: ...
    def merge(self, other: CorpusStatistics) -> CorpusStatistics: ...
    def pruned(self, *, min_df: int = 1, max_terms: int | None = None) -> CorpusStatistics: ...
    @property
    def documents(self) -> dict[str, int]: ...
    def doc_freq(self, language: str, term: str) -> int: ...

class Score(TypedDict):
    precision: float
    recall: float
    f1: float

class Rouge(TypedDict):
    rouge1: Score
    rouge2: Score
    rougeLsum: Score

def extract_keywords(
    text: Text,
    n: int = 10,
    *,
    language: str = "auto",
    statistics: Statistics = None,
    method: str | None = None,
) -> list[Keyword]: ...
def read(
    *paths: str | PathLike[str],
    format: str = "auto",
    id_field: str = "id",
    title_field: str = "title",
    text_field: str = "text",
    max_article_bytes: int = ...,
    skip_errors: bool = False,
) -> list[Article]: ...
@overload  # a str is an iterable of str; the first of the two wins
def rouge(  # type: ignore[overload-overlap]
    candidates: str | Summary,
    references: str | Sequence[str],
    *,
    language: str = "en",
) -> Rouge: ...
@overload
def rouge(
    candidates: Iterable[str | Summary | Sequence[str]],
    references: Iterable[str | Sequence[str]],
    *,
    language: str = "en",
) -> list[Rouge]: ...
