"""The month of a place and of an organisation on one A4, however many dates there are."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from core.typesetting.services import typeset
from events.printing.month import month_of_organisation, month_of_venue
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


def dates(number: int, **fields) -> None:
    event = factories.an_event(
        "Språkkafé for alle som vil snakke norsk, ukrainsk og arabisk i en lang tittel", **fields
    )
    for index in range(number):
        factories.an_occurrence(event, starts_at=NOW + timedelta(hours=11 * index + 1))


@pytest.mark.parametrize(("number", "language"), [(60, "uk"), (0, "nb"), (3, "ar")])
def test_a_month_of_a_venue_is_one_sheet(heroy, number, language):
    venue = factories.a_venue(municipality=heroy)
    dates(number, venue=venue)
    factories.an_occurrence(
        factories.an_event("Et annet sted", venue=factories.a_venue("Storsalen", municipality=heroy)),
        starts_at=NOW + timedelta(days=1),
    )
    recipe = month_of_venue(venue, chosen=language, now=NOW)
    assert recipe.values["total"] == number
    pdf = PdfReader(io.BytesIO(typeset(recipe)))
    assert len(pdf.pages) == 1
    assert venue.name in pdf.pages[0].extract_text().replace("\n", " ")


def test_month_of_an_organisation_is_its_own_and_ends_after_a_month(organisation):
    dates(2, organisation=organisation)
    far = factories.an_event("Om lenge", organisation=organisation)
    factories.an_occurrence(far, starts_at=NOW + timedelta(days=40))
    dates(1, organisation=factories.an_organisation("Andre"))
    assert month_of_organisation(organisation, chosen="nb", now=NOW).values["total"] == 2


def test_pages_order_the_sheet_and_lead_to_it(client, heroy, editor, organisation):
    venue = factories.a_venue(municipality=heroy)
    inside = {"places": f"venues/{venue.pk}/", "organisations": f"organisations/{organisation.pk}/"}
    client.force_login(editor)
    for kind, key in (("places", venue.pk), ("organisations", organisation.slug)):
        url = f"/nb/heroy-nordland/{kind}/{key}/month/"
        for page in (url.removesuffix("month/"), f"/nb/portal/{inside[kind]}"):
            assert f'href="{url}"' in client.get(page).content.decode(), page
        assert b"?language=nb" in client.get(url).content
        assert client.get(f"{url}?language=nb").context["made"]
        assert client.get(url.replace("month/", "month.pdf")).status_code == 302
    assert client.get("/nb/heroy-nordland/places/999999/month/").status_code == 404
