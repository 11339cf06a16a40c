"""What stands for a date where its link is shared: title, words, and a picture made for it (Open Graph)."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from core.formats import in_a_row
from core.languages import direction
from core.typesetting.services import Recipe
from events.facts import category_icon
from events.models import Occurrence
from events.printing import drawings
from events.printing.sides import INKS, color_of, status_of, titled, when_of, where_of

# Enough of the digest to tell two pictures of one date apart.
SHORT = 16


@dataclass(frozen=True)
class Preview:
    """`picture` is the whole address of a picture of 1200 by 630 pixels."""

    title: str
    description: str
    picture: str


def preview_of(occurrence: Occurrence) -> Preview:
    """In the active language. Asks the database nothing: the picture is made when somebody looks at it."""
    title: str = titled(occurrence)["title"]
    status = status_of(occurrence)
    return Preview(
        title=f"{status}: {title}" if status else title,
        description=in_a_row(when_of(occurrence), where_of(occurrence), occurrence.organisation.name),
        picture=f"{settings.BASE_URL}{picture_path(occurrence)}",
    )


def picture_path(occurrence: Occurrence) -> str:
    """Its name has a digest of what it shows: a date that is moved has another picture.

    Worked out once for a row that was read: its page names the picture twice.
    """
    known: dict[str, str] = vars(occurrence).setdefault("_picture_paths", {})
    language = get_language() or "nb"
    if language not in known:
        args = [occurrence.municipality.slug, occurrence.public_id, picture_digest(occurrence)]
        known[language] = reverse("event_picture", args=args)
    return known[language]


def picture_digest(occurrence: Occurrence) -> str:
    return picture_recipe(occurrence).digest[:SHORT]


def picture_recipe(occurrence: Occurrence) -> Recipe:
    """In the active language."""
    language = get_language() or "nb"
    color = color_of(occurrence.category)
    values = titled(occurrence) | {
        "language": language,
        "rtl": direction(language) == "rtl",
        "color": color,
        "icon": drawings.icon(category_icon(occurrence.category), *INKS[color]),
        "logo": drawings.logo(),
        "category": occurrence.get_category_display(),
        "when": when_of(occurrence),
        "where": occurrence.venue.name if occurrence.venue else where_of(occurrence),
        "municipality": occurrence.municipality.name,
        "status": status_of(occurrence),
    }
    return Recipe("picture.typ", "png", values)
