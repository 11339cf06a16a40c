"""Whose data and whose work stand in the site, and on what terms. The data-sources page is made from this."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CC_BY_4 = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
CC_BY_3 = ("CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/")
MIT = ("MIT", "https://opensource.org/license/mit")
OFL = ("SIL OFL 1.1", "https://openfontlicense.org/")
ZERO_BSD = ("0BSD", "https://opensource.org/license/0bsd")


@dataclass(frozen=True)
class Source:
    """`name` and `url` of the work, what it is used for, and its licence as (name, address)."""

    name: str
    url: str
    used_for: str | Promise
    licence: tuple[str, str]
    # What its name is written in.
    language: str = "en"


DATA = (
    Source(
        "Statistisk sentralbyrå, Klass 131",
        "https://www.ssb.no/klass/klassifikasjoner/131",
        _("The numbers and official names of the municipalities."),
        CC_BY_4,
        language="nb",
    ),
    Source(
        "Statistisk sentralbyrå, folkemengde 1. januar 2024",
        "https://www.ssb.no/befolkning/folketall/statistikk/befolkning",
        _("How many people live in each municipality."),
        CC_BY_4,
        language="nb",
    ),
    Source(
        "Kartverket",
        "https://www.kartverket.no/",
        _("The boundaries that the places of the municipalities were checked against."),
        CC_BY_4,
        language="nb",
    ),
    # The link to this address is a condition of the licence.
    Source(
        "Postnummerdata frå Erik Bolstad",
        "http://www.erikbolstad.no/postnummer/",
        _("Where the administrative centres, the towns and the postcodes are."),
        CC_BY_3,
        language="nn",
    ),
    Source(
        "Posten og Bring, postnummer i Noreg",
        "https://www.bring.no/tjenester/adressetjenester/postnummer",
        _("The postcodes and the names of the postal places."),
        CC_BY_3,
        language="nn",
    ),
    Source(
        "Meteorologisk institutt, farevarsler (MetAlerts)",
        "https://api.met.no/weatherapi/metalerts/2.0/documentation",
        _("Warnings of the weather. We show the orange and the red ones, in words of our own."),
        CC_BY_4,
        language="nb",
    ),
    Source(
        "aprestmo/norway-geodata",
        "https://github.com/aprestmo/norway-geodata",
        _("Administrative centres and written standards of the municipalities."),
        MIT,
    ),
)
DESIGN = (
    Source("Designsystemet", "https://designsystemet.no/", _("The form of buttons, fields and tables."), MIT),
    Source("Inter", "https://rsms.me/inter/", _("The letters of Latin and Cyrillic text."), OFL),
    Source("Vazirmatn", "https://github.com/rastikerdar/vazirmatn", _("The letters of Arabic text."), OFL),
    Source("htmx", "https://htmx.org/", _("Search results while you type."), ZERO_BSD),
)
