"""What the library raises, one class a kind; each is also the built-in exception that a caller would expect."""


class EpitomeError(Exception):
    """Something that the library refused or could not do.

    ``kind`` is its kind as records have it (``"invalid-option"``), ``message`` names the place and the value, ``hint``
    says what is accepted or what to try, or is ``None``.
    """

    kind: str = "error"

    def __init__(self, message: str, hint: "str | None" = None):
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message} ({self.hint})"


class UnreadableError(EpitomeError, OSError):
    """A file or directory cannot be read."""

    kind = "unreadable"


class UnwritableError(EpitomeError, OSError):
    """A file cannot be written."""

    kind = "unwritable"


class MalformedError(EpitomeError, ValueError):
    """The input is not of the format that it should be."""

    kind = "malformed"


class MissingFieldError(EpitomeError, LookupError):
    """A record or table lacks a field that is needed."""

    kind = "missing-field"


class WrongTypeError(EpitomeError, TypeError):
    """A field, column or item has another type than it should have."""

    kind = "wrong-type"


class TooLargeError(EpitomeError, ValueError):
    """An article is larger than the limit."""

    kind = "too-large"


class InvalidOptionError(EpitomeError, ValueError):
    """An option has a value that is not accepted."""

    kind = "invalid-option"


class InvalidStatisticsError(EpitomeError, ValueError):
    """A statistics file is damaged, foreign or of another version."""

    kind = "invalid-statistics"


_KINDS = {cls.kind: cls for cls in EpitomeError.__subclasses__()}


def of_kind(kind: str, message: str, hint: "str | None") -> EpitomeError:
    """The exception for an error of this kind; called by the native module."""
    return _KINDS.get(kind, EpitomeError)(message, hint)
