"""What kinds of activity, languages and audiences are called."""

from django.utils.translation import gettext as _

from core.formats import language_in_words
from events.choices import Audience, Category
from newcomers.tallies.choices import SEVERAL, UNKNOWN, By


def part_name(by: str, part: str) -> str:
    """The name of one part in the reader's language."""
    if by == By.CATEGORY:
        return str(Category(part).label) if part in Category.values else part
    if by == By.AUDIENCE:
        return str(Audience(part).label) if part in Audience.values else part
    if part == SEVERAL:
        return _("Several languages")
    if part == UNKNOWN:
        return _("Nobody has said which")
    return language_in_words(part)
