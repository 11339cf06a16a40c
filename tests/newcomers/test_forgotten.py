"""Who erased themselves is not brought back by the next list, and is told truly what remains."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.privacy.purge import purge_expired
from newcomers.models import ForgottenAddress, Newcomer
from newcomers.reading.kept import File
from newcomers.reading.lists import read_people
from newcomers.services import erase_newcomer, import_newcomers
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "e-post\nolena@example.org\nola@example.org\n"


def bring(municipality, text: str = LIST, now=None):
    rows = [
        replace(row.person, language="nb")
        for row in read_people(File(text.encode()), writes="nb", today=date(2026, 11, 1)).rows
    ]
    return import_newcomers(municipality=municipality, rows=rows, now=now or timezone.now())


def erased(email: str = "olena@example.org", now=None) -> None:
    erase_newcomer(newcomer=factories.a_newcomer(email), asked_at=now or timezone.now())


def test_next_months_list_does_not_bring_them_back(heroy):
    erased()
    result = bring(heroy, LIST.replace("olena", "OLENA\u200b"))
    assert (result.created, result.left_out, result.already) == (1, 1, [])
    assert [person.email for person in Newcomer.objects.all()] == ["ola@example.org"]


def test_host_is_told_how_many_and_not_who(client, host, heroy):
    erased()
    client.force_login(host)

    file = SimpleUploadedFile("liste.csv", LIST.encode())
    page = client.post("/nb/portal/newcomers/1818/import/", {"file": file}, follow=True).content.decode()
    assert "Utelatt fordi de har bedt om å bli glemt her: 1." in page
    assert "olena@example.org" not in page


def test_another_municipality_is_not_asked(heroy):
    erased()
    elsewhere = factories.a_municipality("1820", "Alstahaug")
    assert bring(elsewhere).created == 2


def test_deleted_by_the_host_is_no_wish_of_the_persons(heroy):
    erase_newcomer(newcomer=factories.a_newcomer("olena@example.org"))
    assert bring(heroy).created == 2


def test_nothing_that_can_be_read_is_kept_and_it_ends(heroy, settings):
    now = timezone.now()
    erased(now=now)
    *_others, row = rows = list(ForgottenAddress.objects.all())
    assert "olena" not in str([vars(each) for each in rows]).lower()
    assert len({each.expires_at for each in rows}) == 1
    assert row.expires_at == now + relativedelta(months=settings.FORGOTTEN_RETENTION_MONTHS)
    purge_expired(now=row.expires_at + timedelta(seconds=1))
    assert bring(heroy).created == 2


def test_the_key_may_change(heroy, settings):
    erased()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-of-fifty-signs-and-more-0123456789-abcdefgh"
    assert bring(heroy).left_out == 1


def test_who_asks_anew_is_typed_in(client, host, heroy):
    erased()
    client.force_login(host)
    url = reverse("newcomer_add", args=["1818"])
    values = {"email": "olena@example.org", "language": "uk"}
    assert client.post(url, values).status_code == 400
    assert not Newcomer.objects.exists()
    assert client.post(url, {**values, "asked_again": "on"}).status_code == 302
    assert (Newcomer.objects.count(), ForgottenAddress.objects.count()) == (1, 0)


SPELLINGS = [
    ("phone", "mobil", "900 12 345"),
    ("phone", "mobil", "0047 90 01 23 45"),
    ("phone", "mobil", "+47-90012345"),
    ("name", "navn;ankomst", "olena  EKSEMPEL;oktober 2026"),
    ("name", "navn;språk", "Olena Eksempel;ukrainsk"),
    ("email", "e-post", "Olena@EXAMPLE.org "),
    ("email", "navn;e-post;mobil", "Noen Andre;olena@example.org;41234567"),
]


@pytest.mark.parametrize(("by", "heading", "row"), SPELLINGS)
def test_however_the_next_list_writes_them(heroy, by, heading, row):
    """By address, number, or the name alone where the list has no more: as lists are, each in its own way."""
    fields = {"phone": "+4790012345", "arrived_month": date(2026, 10, 1)}
    person = factories.a_newcomer("olena@example.org", **fields)
    erase_newcomer(newcomer=person, asked_at=timezone.now())
    result = bring(heroy, f"{heading}\n{row}\n")
    assert (result.created, result.left_out) == (0, 1)


def test_a_namesake_with_an_address_is_welcomed(heroy):
    erased()
    assert bring(heroy, "navn;e-post\nOlena Eksempel;another@example.org\n").created == 1
