"""Made-up registers of organisations for the first look, at /dev/registers/, which know every number.

Only wired up when `DEV_MAILDIR` is set. They answer as Enhetsregisteret and Frivillighetsregisteret do.
"""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse

from organisations.registers.numbers import read_orgnr

NAMES = ["SONGKORET SOLGLØTT", "FJORDBYGDA TURLAG", "HAVNA STRIKKELAG", "ØYAN PENSJONISTFORENING"]
CODES = ["1100", "1300", "14100", "4100"]
BRANCHES = 5


def a_unit(orgnr: str, name: str = "") -> dict[str, Any]:
    where = {
        "kommune": "HERØY",
        "kommunenummer": "1818",
        "adresse": ["c/o Oppdiktet"],
    }
    return {
        "organisasjonsnummer": orgnr,
        "navn": name or NAMES[int(orgnr) % len(NAMES)],
        "organisasjonsform": {"kode": "FLI", "beskrivelse": "Forening/lag/innretning"},
        "hjemmeside": "www.laget.example",
        "epostadresse": "post@laget.example",
        "telefon": "75 00 00 88",
        "forretningsadresse": where,
        "konkurs": False,
        "respons_klasse": "Enhet",
    }


def unit(request: HttpRequest, orgnr: str) -> JsonResponse:
    """One of Enhetsregisteret's."""
    return JsonResponse(a_unit(_known(orgnr)))


def voluntary(request: HttpRequest, orgnr: str) -> JsonResponse:
    """The same organisation in Frivillighetsregisteret."""
    number = _known(orgnr)
    rows = [{"icnpoNummer": CODES[int(number) % len(CODES)], "rekkefoelge": 1}]
    shape = {"respons_klasse": "FrivilligOrganisasjonInnfoert", "icnpoKategorier": rows}
    return JsonResponse({"organisasjonsnummer": number, **shape})


def units(request: HttpRequest) -> JsonResponse:
    """The local clubs under one, two to a page."""
    parent, page = request.GET.get("overordnetEnhet", ""), int(request.GET.get("page", "0")[:3] or 0)
    numbers = _numbers_after(parent)[page * 2 : page * 2 + 2]
    rows = [a_unit(each, f"LOKALLAG {each[-3:]}") | {"overordnetEnhet": parent} for each in numbers]
    links = {}
    if numbers and (page + 1) * 2 < BRANCHES:
        path = f"{reverse('dev_register_units')}?overordnetEnhet={parent}&page={page + 1}"
        links["next"] = {"href": request.build_absolute_uri(path)}
    return JsonResponse({"_embedded": {"enheter": rows}, "_links": links})


def _numbers_after(parent: str) -> list[str]:
    """Some numbers that are right and follow `parent`."""
    found: list[str] = []
    number = int(_known(parent)) + 1
    while len(found) < BRANCHES:
        with suppress(ValueError):
            found.append(read_orgnr(str(number)))
        number += 1
    return found


def _known(orgnr: str) -> str:
    try:
        return read_orgnr(orgnr)
    except ValueError:
        raise Http404 from None
