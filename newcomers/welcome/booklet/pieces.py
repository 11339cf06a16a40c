"""Small values that several of the booklet's templates are given: a text, an address, a number, a picture."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from core.formats import in_words, telephone, telephone_digits
from core.languages import NORWEGIAN
from core.world_languages import language_name_in
from events.printing import drawings
from newcomers.welcome.booklet.pictures import Picture
from newcomers.welcome.booklet.rich import nodes_of
from newcomers.welcome.booklet.tongues import Text, nothing, text, tongue
from newcomers.welcome.booklet.words import known_as, spoken
from newcomers.welcome.content.rendering import with_whole_addresses

Values = dict[str, Any]


def text_value(value: Mapping[str, str] | None) -> Text:
    """A text of resolved content as the template takes it."""
    if not value or not value["text"].strip():
        return nothing()
    return text(value["text"].strip(), value["language"])


def rich_value(value: Mapping[str, str] | None) -> Values:
    nodes = nodes_of(with_whole_addresses(value["html"])) if value else []
    return {"nodes": nodes, **tongue(value["language"] if value else "nb")}


def _shown(url: str) -> str:
    """An address as it is read and typed: without what every browser adds."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").removesuffix("/")


def code_value(url: str) -> Values:
    return {"url": url, "address": _shown(url), "qr": drawings.qr_code(url)}


def link_value(url: str) -> Values:
    """What a PDF lets a reader follow, this site's own paths whole; any other is nothing."""
    whole = f"{settings.BASE_URL.rstrip('/')}{url}" if url.startswith("/") else url
    followed = whole if whole.startswith(("https://", "http://")) else ""
    return {"url": followed, "shown": _shown(followed)}


def telephone_value(number: str) -> Values:
    if not number:
        return {"phone": "", "tel": ""}
    return {"phone": telephone(number), "tel": f"tel:{telephone_digits(number)}"}


def picture_value(picture: Picture | None, alt: str) -> Values | None:
    if picture is None:
        return None
    return {"svg": picture.svg, "width": picture.width, "height": picture.height, "alt": alt}


def names_of(codes: Iterable[str], language: str) -> str:
    """Languages in words of `language`: whoever speaks either Norwegian speaks Norwegian."""
    spoken_ones = dict.fromkeys("no" if code in NORWEGIAN else code for code in codes)
    with spoken(language):
        return in_words(language_name_in(code, known_as(language)) for code in spoken_ones)


def contact_value(contact: Mapping[str, Any]) -> Values:
    """Whom to ask, on a card."""
    return {
        "name": contact["name"],
        "helps_with": text_value(contact.get("helps_with")),
        "email": contact.get("email", ""),
        **telephone_value(contact.get("phone", "")),
    }
