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
    if kind == Question.CONTACT:
        return Words(
            gettext("Would you like that a host gets in touch with you?"),
            gettext("Yes, please"),
            gettext("No, thank you"),
        )
    return None


def words_of_later() -> Words:
    """The question whether somebody may be asked once more, in the active language."""
    return Words(
        gettext("May we ask you once more, four years after you came?"),
        gettext("Yes, you may ask me"),
        gettext("No, thank you"),
    )
