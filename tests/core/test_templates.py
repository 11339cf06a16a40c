"""Templates can be read as a diff: one tag to a line, and lines that fit on a screen."""

import statistics
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# `make format` indents; where a line is broken is a person's choice, so the median is held and not each line.
LONGEST_MEDIAN = 110


@pytest.mark.parametrize("suffix", [".html", ".mjml", ".txt"])
def test_median_of_the_longest_lines_fits_on_a_screen(suffix):
    longest = [
        max((len(line) for line in path.read_text(encoding="utf-8").splitlines()), default=0)
        for path in TEMPLATES.rglob(f"*{suffix}")
    ]
    assert len(longest) > 10
    assert statistics.median(longest) <= LONGEST_MEDIAN


def test_every_tag_is_one_that_django_reads():
    """A tag that goes over two lines is none to Django, and stands in the page as it is written."""
    broken = [
        f"{path.relative_to(TEMPLATES)}:{token.lineno}: {token.contents[:60]!r}"
        for suffix in ("html", "mjml", "txt")
        for path in sorted(TEMPLATES.rglob(f"*.{suffix}"))
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize()
        if token.token_type == TokenType.TEXT and ("{%" in token.contents or "{{" in token.contents)
    ]
    assert broken == []
