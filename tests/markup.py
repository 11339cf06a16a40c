"""Reading a page as a browser does: how its template is broken into lines is nobody's concern."""

import re

from bs4 import BeautifulSoup


def squeezed(page: str) -> str:
    """`page` with one space for any white space, and none beside or inside the brackets of a tag."""
    return re.sub(r"\s*(<|>)\s*", r"\1", re.sub(r"\s+", " ", page))


def language_of(html: str, words: str) -> tuple[str, str]:
    """The language and direction of the nearest element around `words` that is marked with a language."""
    text = BeautifulSoup(html, "html.parser").find(string=lambda found: words in found)
    assert text, f"the page does not say {words!r}"
    marked = next(parent for parent in text.parents if parent.get("lang"))
    return marked["lang"], marked.get("dir", "")


def texts(html: str, selector: str) -> list[str]:
    """The words of each element that `selector` finds, on one line. Select by role, id or place."""
    return [
        " ".join(found.get_text(" ").split()) for found in BeautifulSoup(html, "html.parser").select(selector)
    ]
