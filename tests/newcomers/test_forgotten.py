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
    row = ForgottenAddress.objects.get()
    assert "olena" not in str(vars(row))
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
