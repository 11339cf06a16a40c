"""Reading a page as a browser does: how its template is broken into lines is nobody's concern."""

import re


def squeezed(page: str) -> str:
    """`page` with one space for any white space, and none beside or inside the brackets of a tag."""
    return re.sub(r"\s*(<|>)\s*", r"\1", re.sub(r"\s+", " ", page))
