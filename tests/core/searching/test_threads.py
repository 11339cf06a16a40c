"""A web process has several threads, and several people search at once."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.searching import words

THREADS = 8
TEXT = Path(__file__).resolve().parents[3] / "docs" / "architecture.md"


def test_stems_are_the_same_however_many_search_at_once():
    """Snowball's stemmers keep what they are at in themselves: two threads in one made a 500 of a search."""
    every = sorted(set(words.words_of(TEXT.read_text(encoding="utf-8"))))
    stem = words.stems.__wrapped__
    alone = [stem(word) for word in every]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            together = list(pool.map(lambda _number: [stem(word) for word in every], range(THREADS)))
    finally:
        sys.setswitchinterval(usual)
    assert together == [alone] * THREADS
