"""Rich text in a plain box, for a page without scripts and for any telephone: what is typed is what is kept.

    An empty line begins a paragraph.  - a line of a list   1. a numbered line
    **bold**   *italic*   [words](https://address)

Nothing that is typed is HTML: it is escaped first.
"""

import re
from html import escape, unescape

from bs4 import BeautifulSoup, NavigableString, Tag

from newcomers.welcome.content.richtext import cleaned

BULLET, NUMBER = re.compile(r"[-•*]\s+(?=\S)"), re.compile(r"\d{1,2}[.)]\s+(?=\S)")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
BOLD, ITALIC = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), re.compile(r"\*(?=\S)([^*]+?)(?<=\S)\*")
# A link to a page of Wagtail's: the number stays with it.
WITHIN = re.compile(r"(page|document):(\d+)")


def as_typed(html: str) -> str:
    """HTML (rich text as it is stored) as somebody would type it."""
    soup = BeautifulSoup(cleaned(html), "html.parser")
    return "\n\n".join(text for child in soup.children if (text := _block(child).strip()))


def _block(node: object) -> str:
    if isinstance(node, Tag) and node.name in ("ul", "ol"):
        marks = (f"{number}. " if node.name == "ol" else "- " for number in range(1, 100))
        items = node.find_all("li", recursive=False)
        return "\n".join(mark + _inline(item).strip() for mark, item in zip(marks, items, strict=False))
    return _inline(node)


def _inline(node: object) -> str:
    if isinstance(node, NavigableString):
        return re.sub(r"\s+", " ", str(node))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    inner = "".join(_inline(child) for child in node.children)
    if node.name == "b" and inner.strip():
        return f"**{inner.strip()}**"
    if node.name == "i" and inner.strip():
        return f"*{inner.strip()}*"
    if node.name == "a":
        kind, number = node.get("linktype"), node.get("id")
        address = f"{kind}:{number}" if kind else node.get("href")
        return f"[{inner}]({address})"
    return inner


def as_html(typed: str) -> str:
    """What was typed, as rich text that can be stored."""
    return cleaned("".join(_paragraph(part) for part in re.split(r"\n\s*\n", typed.replace("\r\n", "\n"))))


def _paragraph(text: str) -> str:
    """A paragraph, or lists where its lines are marked as such."""
    made: list[str] = []
    words: list[str] = []
    rows: list[str] = []
    tag = ""

    def end() -> None:
        if words:
            made.append(f"<p>{'<br/>'.join(words)}</p>")
        if rows:
            made.append(f"<{tag}>{''.join(f'<li>{row}</li>' for row in rows)}</{tag}>")
        words.clear()
        rows.clear()

    for line in filter(None, (each.strip() for each in text.split("\n"))):
        kind = "ul" if BULLET.match(line) else "ol" if NUMBER.match(line) else ""
        if kind != tag:
            end()
        tag = kind
        pattern = BULLET if kind == "ul" else NUMBER
        (rows if kind else words).append(_marked(pattern.sub("", line, count=1) if kind else line))
    end()
    return "".join(made)


def _marked(line: str) -> str:
    html = LINK.sub(_link, escape(line, quote=False))
    return ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", html))


def _link(match: re.Match[str]) -> str:
    within = WITHIN.fullmatch(match[2])
    if within:
        return f'<a linktype="{within[1]}" id="{within[2]}">{match[1]}</a>'
    return f'<a href="{escape(unescape(match[2]))}">{match[1]}</a>'
