"""A web process has several threads, and several people search at once."""

import sys
from concurrent.futures import ThreadPoolExecutor

from core.searching import words
from demo.country.words import SENTENCES

THREADS = 8


def test_stems_are_the_same_however_many_search_at_once():
    """Snowball's stemmers keep what they are at in themselves: two threads in one made a 500 of a search."""
    every = sorted({word for texts in SENTENCES.values() for text in texts for word in words.words_of(text)})
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
