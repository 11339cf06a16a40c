"""What one language promises, all promise: the same hours and numbers in the demonstration."""

import re

import pytest

from demo.places import WRITTEN

# Arabic writes the years of school in words.
IN_WORDS = {"الصف الخامس": "5", "الصف الثامن": "8"}
CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\b")


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Numbers and times of day, sorted: "kl. 9–15" is "9:00–15:00"."""
    for words, digits in IN_WORDS.items():
        text = text.replace(words, digits)
    bare = re.sub(r"(?<=\d)[\s,\u00a0](?=\d{3})", "", re.sub("<[^>]*>", " ", text))
    return sorted({(int(hour), int(minute or 0)) for hour, minute in CLOCK.findall(bare)})


@pytest.mark.parametrize("place", WRITTEN, ids=lambda place: place.kommunenummer)
def test_hours_of_the_host_are_the_same_in_every_language(place):
    hours = {language: numbers_in(text.host_hours) for language, text in place.texts.items()}
    assert {str(found) for found in hours.values()} == {str(hours["nb"])}


@pytest.mark.parametrize("place", WRITTEN, ids=lambda place: place.kommunenummer)
def test_activities_promise_the_same_numbers_in_every_language(place):
    differ = [
        (language, title, source_title)
        for activity in place.activities
        for source_title, source in [next(iter(activity.texts.values()))]
        for language, (title, description) in activity.texts.items()
        if numbers_in(f"{title} {description}") != numbers_in(f"{source_title} {source}")
    ]
    assert differ == []
