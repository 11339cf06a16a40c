"""Finds what a page of a stranger says for programs, in a process of its own (`core.bounded`): no Django.

What goes in is the page as UTF-8, what comes out the contents of its scripts as JSON.
"""

import json
from html.parser import HTMLParser


class _Scripts(HTMLParser):
    """The content of each `<script type="application/ld+json">`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type") or ""
        self.inside = tag == "script" and kind.split(";")[0].strip().lower() == "application/ld+json"
        if self.inside:
            self.found.append([])

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"

    def parse_html_declaration(self, i: int) -> int:
        """A slip in it, as `<![foo]>`, is a comment to browsers, and an error to Python's parser."""
        try:
            return super().parse_html_declaration(i)
        except AssertionError:
            return self.parse_bogus_comment(i)


def read(data: bytes) -> bytes:
    """For `run_bounded`."""
    scripts = _Scripts()
    scripts.feed(data.decode())
    scripts.close()
    return json.dumps(["".join(parts) for parts in scripts.found]).encode()
