"""A result as HTML for notebooks. Every string that comes from an article is escaped."""

from __future__ import annotations

from html import escape

#: Characters of an article that are shown; the summary's sentences are shown wherever they stand.
_SHOWN = 5000

_MARK = "background:#ffe9a8;color:#222;padding:0 .1em;border-radius:.2em"
_BAR = "display:inline-block;height:.7em;background:#5b8db8;border-radius:.15em"


def of_summary(result) -> str:
    """The article with the summary's sentences marked, and the keywords as bars."""
    facts = [escape(result.language), f"{result.words} words", f"{result.sentences} sentences"]
    facts += [escape(fact) for fact in ([result.published] if result.published else []) + list(result.places)]
    parts = ['<div style="max-width:50em;line-height:1.5">']
    if result.title:
        parts.append(f"<h4 style='margin:.3em 0' dir='auto'>{escape(result.title)}</h4>")
    parts.append(f"<p style='margin:.3em 0;opacity:.7'>{' · '.join(facts)}</p>")
    parts += [f"<p style='margin:.3em 0'>⚠ {escape(warning)}</p>" for warning in result.warnings]
    parts.append(f"<div style='white-space:pre-wrap' dir='auto'>{_marked(result)}</div>")
    if result.keywords:
        parts.append(_bars(result.keywords))
    parts.append("</div>")
    return "".join(parts)


def _marked(result) -> str:
    text, at, out = result.article_text, 0, []
    for sentence in sorted(result.summary, key=lambda sentence: sentence.start):
        out.append(_between(text[at : sentence.start], at))
        tip = f"score {sentence.score:.3f}"
        out.append(f"<mark style='{_MARK}' title='{tip}'>{escape(text[sentence.start : sentence.end])}</mark>")
        at = sentence.end
    out.append(_between(text[at:], at))
    return "".join(out)


def _between(piece: str, at: int) -> str:
    """What stands between two marked sentences, cut where the article is long."""
    room = max(_SHOWN - at, 200)
    if len(piece) <= room:
        return escape(piece)
    return f"{escape(piece[: room // 2])} […] {escape(piece[len(piece) - room // 2 :])}"


def _bars(keywords) -> str:
    most = max((keyword.score for keyword in keywords), default=0.0)
    rows = []
    for keyword in keywords:
        share = min(max(keyword.score / most, 0.0), 1.0) if most > 0 else 0.0
        bar = f"<span style='{_BAR};width:{share * 12:.2f}em'></span>"
        rows.append(
            f"<tr><td style='text-align:left' dir='auto'>{escape(keyword.text)}</td>"
            f"<td style='text-align:left'>{bar}</td><td>{keyword.count}×</td></tr>"
        )
    return f"<table>{''.join(rows)}</table>"
