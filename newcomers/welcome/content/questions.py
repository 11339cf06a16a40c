"""The words of the questions that a package asks: ours, in every language of the site."""

from dataclasses import dataclass

from django.utils.translation import gettext

from newcomers.welcome.choices import Question


@dataclass(frozen=True)
class Words:
    question: str
    yes: str
    no: str


def words_of(kind: str) -> Words | None:
    """In the active language; None for a kind that is not known any longer."""
    if kind == Question.FOUND:
        return Words(
            gettext("Have you found something that you like to go to?"),
            gettext("Yes, I have"),
            gettext("No, not yet"),
        )
    if kind == Question.COMPANY:
        return Words(
            gettext("Would you like somebody to come with you the first time?"),
            gettext("Yes, please"),
            gettext("No, thank you"),
        )
    if kind == Question.STILL_HERE:
        return Words(
            gettext("Do you still live here?"), gettext("Yes, I live here"), gettext("No, I have moved")
        )
    return None
