"""The first words of a municipality's page, until its editors write their own."""

from typing import NamedTuple

from django.utils.translation import gettext, override


class FirstWords(NamedTuple):
    """A municipality's page in one language. "%(name)s" is its name; `intro` is rich text."""

    greeting: str
    intro: str


def first_words(code: str) -> FirstWords:
    """What a page in language `code` begins with."""
    with override(code):
        greeting = gettext("Welcome to %(name)s")
        intro = gettext(
            "We are glad you are here. On this page you see what is on in %(name)s this week. Many "
            "activities are free, and often you can just come. Each activity says so."
        )
    return FirstWords(greeting, f"<p>{intro}</p>")
