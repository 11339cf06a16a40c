"""Texts that a municipality begins with: every step in bokmål, nynorsk and English, and words explained.

They are drafts to be made one's own. In each language the same parts stand in the same order: what is not in
the package's own language is its translation.
"""

from collections.abc import Callable, Mapping
from typing import Any

from newcomers.welcome.choices import StepKind
from newcomers.welcome.content.starting import en, nb, nn

LANGUAGES: Mapping[str, Any] = {"nb": nb, "nn": nn, "en": en}
Parts = list[tuple[str, dict[str, Any]]]
# What can be put into any step, by a name that stays.
EXPLAINERS: tuple[str, ...] = ("dugnad", "lag", "nødnummer", "allemannsretten")
STEPS: tuple[str, ...] = (
    StepKind.ARRIVAL,
    StepKind.MONTH_1,
    StepKind.MONTH_3,
    StepKind.MONTH_6,
    StepKind.MONTH_12,
)


def subject_of(kind: str, language: str, *, place: str) -> str:
    return LANGUAGES[language].SUBJECTS[kind].replace("PLACE", place)


def parts_of(kind: str, language: str, *, place: str, signature: str) -> Parts:
    """The parts of a step, signed by `signature`."""
    words = LANGUAGES[language]
    parts: Parts = [
        (
            "letter",
            {
                "text": words.LETTERS[kind].replace("PLACE", place),
                "signature": signature,
                "role": words.ROLE,
                "picture": None,
            },
        ),
        ("next_events", {"heading": words.NEXT_EVENTS, "count": 3}),
    ]
    return parts + FURTHER[kind](language)


def explainer(name: str, language: str) -> tuple[str, dict[str, Any]]:
    return ("explainer", {"word": name, "explanation": LANGUAGES[language].EXPLAINED[name]})


def _checklist(language: str, name: str) -> tuple[str, dict[str, Any]]:
    heading, items = LANGUAGES[language].CHECKLISTS[name]
    return (
        "checklist",
        {"heading": heading, "items": [{"text": text, "link": link} for text, link in items]},
    )


def _question(kind: str) -> tuple[str, dict[str, Any]]:
    return ("question", {"kind": kind})


FURTHER: Mapping[str, Callable[[str], Parts]] = {
    StepKind.ARRIVAL: lambda code: [
        _checklist(code, "week"),
        _checklist(code, "month"),
        explainer("nødnummer", code),
        explainer("dugnad", code),
        _question("company"),
    ],
    StepKind.MONTH_1: lambda code: [explainer("lag", code), _question("found")],
    StepKind.MONTH_3: lambda code: [explainer("allemannsretten", code), _question("found")],
    StepKind.MONTH_6: lambda code: [_checklist(code, "half_year")],
    StepKind.MONTH_12: lambda code: [_question("still_here")],
}
