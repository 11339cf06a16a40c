"""Rich text as plain text, for the text part of a mail: paragraphs, lists and where the links go."""

import re
from html.parser import HTMLParser

from core.isolation import left_to_right

BLOCKS = {"p", "ul", "ol", "h2", "h3", "h4", "div"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.hrefs.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.hrefs:
            href = self.hrefs.pop()
            if href.startswith("tel:"):
                self.parts.append(f" ({left_to_right(href.removeprefix('tel:'))})")
            elif href:
                self.parts.append(f" ({href.removeprefix('mailto:')})")
        elif tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def plain_text(html: str) -> str:
    """The words of `html` (trusted rich text): paragraphs with an empty line between, links as "word
    (address)"."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
