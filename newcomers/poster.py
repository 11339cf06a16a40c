"""The poster of a way in: one QR code, and in each language of the site what it is for."""

from io import BytesIO

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.isolation import filled
from core.languages import language_codes
from core.typesetting.services import Recipe
from events.printing import drawings
from events.printing.sides import Side, address_for_all, written_in
from newcomers.models import WayIn


def address_of(way_in: WayIn) -> str:
    """Where the link and the QR code lead: whoever opens it gets their own language."""
    return address_for_all(reverse("way_in", args=[way_in.token]))


def code_for_page(way_in: WayIn) -> SafeString:
    """The QR code as a page shows it: as large as there is room for, with its quiet zone."""
    out = BytesIO()
    code = segno.make_qr(address_of(way_in), error="m")
    code.save(out, kind="svg", border=2, xmldecl=False, svgns=False, omitsize=True)
    return mark_safe(out.getvalue().decode())  # noqa: S308  our own drawing, of our own address


def poster_of(way_in: WayIn) -> Recipe:
    """An A4 sheet for a notice board. Everything in it is public."""
    place = way_in.municipality
    languages = sorted(language_codes(), key=lambda code: code != place.language)
    sides = [_side(way_in, language) for language in languages if _is_shown(language, place.language)]
    values = {
        "title": sides[0]["heading"],
        "language": place.language,
        "rtl": False,
        "name": way_in.name,
        "logo": drawings.logo(),
        "qr": drawings.qr_code(address_of(way_in)),
        "address": address_of(way_in).removeprefix("https://").removeprefix("http://"),
        "sides": sides,
    }
    return Recipe("way_in.typ", "pdf", values)


def _is_shown(language: str, norwegian: str) -> bool:
    """One Norwegian is enough: who reads one of them reads the other."""
    return language == norwegian or language not in ("nb", "nn")


def _side(way_in: WayIn, language: str) -> Side:
    with written_in(language) as side:
        return side | {
            "heading": filled(_("New in %(name)s?"), name=way_in.municipality.name),
            "words": _("Scan the code. The municipality welcomes you, in your language. It is free."),
        }
