"""Rich text as the template takes it: paragraphs and lists of runs. Never Typst's own source."""

from collections.abc import Iterator
from typing import TypedDict

from bs4 import BeautifulSoup, NavigableString, Tag

BOLD, ITALIC = {"b", "strong"}, {"i", "em"}
LISTS = {"ul", "ol"}
# What is not text of the page at all.
UNSEEN = {"script", "style", "template"}
# Addresses that a reader of a PDF may follow.
FOLLOWED = ("https://", "http://", "mailto:", "tel:")


class Run(TypedDict):
    """Words of one look. A line break is a run of its own, "\\n"."""

    text: str
    bold: bool
    italic: bool
    url: str


def nodes_of(html: str) -> list[dict]:
    """`html` as [{"kind": "p", "runs": [Run]}, {"kind": "ul" or "ol", "items": [[Run]]}]; no empty ones."""
    nodes: list[dict] = []
    loose: list[Run] = []
    for child in BeautifulSoup(html, "html.parser").children:
        if isinstance(child, Tag) and child.name in {"p", "div", "h2", "h3", "h4", *LISTS}:
            _end(loose, nodes)
            nodes.extend(_block(child))
        else:
            loose.extend(_runs(child))
    _end(loose, nodes)
    return nodes


def _block(tag: Tag) -> Iterator[dict]:
    if tag.name not in LISTS:
        runs = _whole(list(_inside(tag)))
        if runs:
            yield {"kind": "p", "runs": runs}
        return
    items = [_whole(list(_inside(item))) for item in tag.find_all("li", recursive=False)]
    if any(items):
        yield {"kind": tag.name, "items": [item for item in items if item]}


def _end(loose: list[Run], nodes: list[dict]) -> None:
    """Text that stands in no paragraph is one."""
    if runs := _whole(loose):
        nodes.append({"kind": "p", "runs": runs})
    loose.clear()


def _whole(runs: list[Run]) -> list[Run]:
    """Without what is empty at both ends; nothing where nothing can be read."""
    while runs and not runs[0]["text"].strip():
        runs = runs[1:]
    while runs and not runs[-1]["text"].strip():
        runs = runs[:-1]
    return runs


def _inside(tag: Tag, *, bold: bool = False, italic: bool = False, url: str = "") -> Iterator[Run]:
    for child in tag.children:
        yield from _runs(child, bold=bold, italic=italic, url=url)


def _runs(child: object, *, bold: bool = False, italic: bool = False, url: str = "") -> Iterator[Run]:
    if isinstance(child, Tag):
        if child.name == "br":
            yield Run(text="\n", bold=False, italic=False, url="")
        elif child.name not in UNSEEN:
            yield from _inside(
                child,
                bold=bold or child.name in BOLD,
                italic=italic or child.name in ITALIC,
                url=_followed(child) or url,
            )
    elif type(child) is NavigableString:
        words = " ".join(_kept_ends(child))
        if words:
            yield Run(text=words, bold=bold, italic=italic, url=url)


def _kept_ends(text: str) -> list[str]:
    """The words of `text`, with an empty one where it begins or ends with a space. Hard spaces stay."""
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ").split(" ")


def _followed(tag: Tag) -> str:
    url = str(tag.get("href", "")) if tag.name == "a" else ""
    return url if url.startswith(FOLLOWED) else ""
