"""A krets has its local clubs under it: the register's list, of which an editor chooses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.joining import branches
from organisations.joining.models import RegisterList
from organisations.models import Organisation
from tests import factories
from tests.register_server import KRETS, NUMBER, Registers, a_number, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def krets(heroy, registers: Registers) -> Organisation:
    """Five clubs are under it in the register: the knitting circle too, and one in another municipality."""
    for step in range(3):
        number = a_number(82000000 + step * 10)
        registers.units[number] = a_unit(number, f"LAG {step}", overordnetEnhet=KRETS)
    far = {"kommune": "ALSTAHAUG", "kommunenummer": "1820"}
    number = a_number(83000000)
    registers.units[number] = a_unit(number, "FJERNT LAG", overordnetEnhet=KRETS, forretningsadresse=far)
    registers.units[NUMBER]["overordnetEnhet"] = KRETS
    return factories.an_organisation("Nordland krets", municipality=heroy, orgnr=KRETS)


def test_editor_chooses_from_the_registers_list(client, editor, krets, registers: Registers):
    here = factories.an_organisation("Strikkelaget", municipality=krets.municipality, orgnr=NUMBER)
    client.force_login(editor)
    url = reverse("portal_branches", args=[krets.pk])
    client.post(url, {"fetch": "1"})
    assert 'http-equiv="refresh"' in client.get(url).content.decode()
    branches.fetch_due(now=timezone.now())
    page = client.get(url).content.decode()
    assert "Lag 0" in page
    # Another municipality's club is not this editor's, and nobody's home is read.
    assert "Fjernt Lag" not in page
    assert "emmelig" not in str(RegisterList.objects.get().rows)
    far = a_number(83000000)
    client.post(url, {"orgnr": [NUMBER, a_number(82000000), far]})
    names = Organisation.objects.filter(parent=krets).order_by("name").values_list("name", flat=True)
    assert list(names) == ["Lag 0", "Strikkelaget"]
    here.refresh_from_db()
    made = Organisation.objects.get(name="Lag 0")
    assert (made.email, made.phone, made.website) == ("", "", "")
    client.post(url, {"orgnr": [NUMBER, a_number(82000000), far]})
    assert Organisation.objects.filter(parent=krets).count() == 2


def test_register_that_is_away_is_asked_again(client, editor, krets, registers: Registers):
    registers.status, registers.retry_after = 429, "30"
    branches.want(organisation=krets, now=timezone.now())
    branches.fetch_due(now=timezone.now())
    row = RegisterList.objects.get()
    assert (row.state, row.due_at > timezone.now()) == ("later", True)
    client.force_login(editor)
    page = client.get(reverse("portal_branches", args=[krets.pk])).content.decode()
    assert "http-equiv" not in page


def test_outsider_asks_for_nothing(client, outsider, krets):
    client.force_login(outsider)
    assert client.post(reverse("portal_branches", args=[krets.pk]), {"fetch": "1"}).status_code == 404
    assert not RegisterList.objects.exists()


def test_what_is_at_home_elsewhere_is_left(client, editor, krets, registers: Registers):
    """The register has it here, and its own municipality has it there."""
    far = factories.a_municipality("1820", "Alstahaug")
    there = factories.an_organisation("Strikkelaget", municipality=far, orgnr=NUMBER)
    branches.want(organisation=krets, now=timezone.now())
    branches.fetch_due(now=timezone.now())
    client.force_login(editor)
    client.post(reverse("portal_branches", args=[krets.pk]), {"orgnr": [NUMBER]})
    there.refresh_from_db()
    assert there.parent is None
