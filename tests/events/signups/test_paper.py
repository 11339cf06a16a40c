"""The list for the door on paper: who comes, for its own organisers alone, and kept nowhere."""

import io

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from core.typesetting.models import MadeFile
from events.models import Occurrence
from events.signups.paper import LINES, door_recipe
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def date(organisation) -> Occurrence:
    date = factories.an_occurrence(
        factories.an_event("Tur", organisation=organisation, admission="sign_up"),
    )
    for name in ("Åse", "Olena", "Amal"):
        factories.a_signup(date, name=name, adults=2, children_6_12=1)
    factories.a_signup(date, name="Borte", status="cancelled", cancelled_at=date.starts_at)
    factories.a_signup(date, name="Spør", status="requested", email="", phone="90000000", firm_since=None)
    return date


def test_it_names_who_comes_by_name_with_the_sizes_of_their_parties(date, settings):
    with override("nb"):
        values = door_recipe(date).values
    assert [row["name"] for row in values["rows"]] == ["Amal", "Olena", "Åse"]
    assert values["rows"][0]["party"] == "2 voksne og 1 barn fra 6 til 12 år"
    assert values["expected"] == "9 personer er ventet."
    assert values["lines"] == LINES
    assert f"senest {settings.SIGNUP_RETENTION_DAYS} dager" in values["kept"]


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_it_is_made_for_its_organisers_and_kept_nowhere(client, organiser, outsider, date, language):
    url = f"/{language}/portal/dates/{date.public_id}/list.pdf"
    client.force_login(organiser)
    response = client.get(url)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    assert "Olena" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert not MadeFile.objects.exists()
    client.force_login(outsider)
    assert client.get(url).status_code == 404
