"""Pictures, and a page per municipality."""

import uuid
from pathlib import Path

from django.core.files.images import ImageFile

from core import drawings
from core.models import Picture
from demo import everywhere
from demo.places import WRITTEN
from demo.shapes import Written
from home.models import HomePage
from home.opening import add_municipality_page
from organisations.models import Municipality
from organisations.tenancy.grants import collection_for

PICTURES = Path(__file__).resolve().parent / "pictures"


def make_picture(file_name: str, description: str, municipality: Municipality) -> Picture:
    """A picture of the demonstration's own, with `description` as its alternative text."""
    folder = PICTURES if (PICTURES / file_name).exists() else drawings.FOLDER
    with (folder / file_name).open("rb") as file:
        return Picture.objects.create(
            title=Path(file_name).stem.capitalize(),
            description=description,
            credit="Møteplass",
            collection=collection_for(municipality),
            file=ImageFile(file, name=f"demo-{file_name}"),
        )


def make_municipality_pages(homes: dict[str, HomePage], municipalities: list[Municipality]) -> None:
    """A page for each municipality in each language."""
    written = {place.kommunenummer: place for place in WRITTEN}
    for municipality in municipalities:
        place = written.get(municipality.pk)
        facts = _host_of(place, municipality) if place else _office_of(municipality)
        texts = place.texts if place else everywhere.SHORT
        key = uuid.uuid4()
        for code, home in homes.items():
            text = texts[code]
            add_municipality_page(
                municipality,
                home,
                key,
                greeting=text.greeting,
                intro=text.intro,
                host_role=text.host_role,
                host_hours=text.host_hours,
                host_languages=text.host_languages,
                **facts,
            )


def _host_of(place: Written, municipality: Municipality) -> dict[str, object]:
    return {
        "image": make_picture(place.image, place.image_text, municipality),
        "host_image": make_picture(place.host_image, f"Tegning av {place.host_name}.", municipality),
        "host_name": place.host_name,
        "host_email": place.host_email,
        "host_phone": place.host_phone,
    }


def _office_of(municipality: Municipality) -> dict[str, object]:
    return {
        "host_name": everywhere.HOST_NAME,
        "host_email": f"post@{municipality.slug}.example",
        "host_phone": everywhere.HOST_PHONE,
    }
