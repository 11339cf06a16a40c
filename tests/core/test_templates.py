"""Templates can be read as a diff: one tag to a line, and lines that fit on a screen."""

import statistics
from pathlib import Path

import pytest

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
