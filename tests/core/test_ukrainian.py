"""Ukrainian declines: what is put into a sentence stands where its form is right; and one sign is one."""

import re

from tests.core.test_terms import texts_of

# A day, a date and a language come in the nominative: "з четвер, 26 листопада", "мовою Norsk (nynorsk)".
UNDECLINED = (
    "day|last_day|first|last|date|dates|was|will_be|next|weekday|wanted|shown|given|language|languages"
)
BEFORE = "з|із|зі|до|від|у|в|на|за|о|об|про|по|після|перед|для|без|мовою|мови|мовами|днем|дня"
DECLINED = re.compile(rf"(?<!\w)({BEFORE}) [«“(]?(<bdi[^>]*>)?%\(({UNDECLINED})\)s", re.IGNORECASE)
APOSTROPHES = re.compile(r"(?<=\w)['\u02bc`](?=\w)")
TO_A_MAN_ALONE = re.compile(r"(?<!\w)ви (\w+(?:ів|ав|ов|ив)|\w+(?:ла|ло))(?!\w)", re.IGNORECASE)


def found(pattern: re.Pattern[str]) -> list[str]:
    return [text.words for text in texts_of("uk") if pattern.search(text.words)]


def test_no_day_and_no_language_stands_where_it_has_to_be_declined():
    assert found(DECLINED) == []


def test_the_apostrophe_is_one():
    assert found(APOSTROPHES) == []


def test_nobody_is_spoken_to_as_a_man_or_a_woman():
    """«Ви записалися», never «Ви записався»."""
    assert found(TO_A_MAN_ALONE) == []
