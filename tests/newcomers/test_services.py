from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from core.models import Purge
from core.privacy.purge import purge_expired
from newcomers.models import Newcomer
from newcomers.person import Person
from newcomers.services import add_newcomer, erase_newcomer, import_newcomers, unsubscribe
from tests import factories
from tests.proving import at_once, rounds

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_row(number: int = 2, email: str = "olena@example.org", **fields) -> Person:
    values = {"name": "Olena", "language": "uk", "arrived_month": date(2026, 10, 1)} | fields
    return Person(email=email, **values)


def test_import_keeps_only_what_is_asked_for_and_for_thirteen_months(heroy):
    result = import_newcomers(municipality=heroy, rows=[a_row()], now=NOW)
    newcomer = Newcomer.objects.get()
    assert result.created == 1
    assert (newcomer.name, newcomer.email, newcomer.language, newcomer.arrived_month) == (
        "Olena",
        "olena@example.org",
        "uk",
        date(2026, 10, 1),
    )
    assert newcomer.expires_at == datetime(2027, 12, 22, 12, tzinfo=UTC)


def test_import_of_the_same_list_adds_nobody_twice(heroy):
    rows = [a_row(2), a_row(3, "per@example.org")]
    import_newcomers(municipality=heroy, rows=rows, now=NOW)
    shouting = [a_row(2, "OLENA@Example.org", language="en"), a_row(3, "new@example.org")]
    result = import_newcomers(municipality=heroy, rows=shouting, now=NOW)
    assert (result.created, len(result.already)) == (1, 1)
    assert Newcomer.objects.count() == 3
    assert Newcomer.objects.get(email="olena@example.org").language == "uk"


def test_import_does_not_know_the_people_of_other_municipalities(heroy):
    elsewhere = factories.a_municipality("1804", "Bodø")
    factories.a_newcomer("olena@example.org", municipality=elsewhere)
    assert import_newcomers(municipality=heroy, rows=[a_row()], now=NOW).created == 1


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_import_of_one_list_by_two_people_at_once_adds_nobody_twice():
    heroy = factories.a_municipality()

    def upload(rows):
        return import_newcomers(municipality=heroy, rows=rows, now=NOW).created

    for number in range(1, rounds(short=1, whole=50) + 1):
        rows = [a_row(row, f"p{number}-{row}@example.org") for row in range(50)]
        assert sum(at_once(upload, [rows] * 4)) == 50
        assert Newcomer.objects.count() == 50 * number


def test_add_newcomer_returns_the_one_who_is_here(heroy):
    first, is_new = add_newcomer(
        municipality=heroy, person=Person(email="a@example.org", language="ar"), now=NOW
    )
    again, is_new_again = add_newcomer(
        municipality=heroy, person=Person(email="A@example.org", language="en"), now=NOW
    )
    assert (is_new, is_new_again) == (True, False)
    assert (again, again.language) == (first, "ar")


def test_unsubscribe_keeps_the_first_time(heroy):
    newcomer = factories.a_newcomer()
    unsubscribe(newcomer=newcomer, now=NOW)
    unsubscribe(newcomer=newcomer, now=NOW + timedelta(days=1))
    newcomer.refresh_from_db()
    assert newcomer.unsubscribed_at == NOW
    assert not Newcomer.objects.reachable().exists()


def test_erase_leaves_no_row(heroy):
    erase_newcomer(newcomer=factories.a_newcomer())
    assert not Newcomer.objects.exists()


def test_purge_ends_newcomers_whose_time_is_up_and_says_how_many(heroy):
    now = timezone.now()
    factories.a_newcomer(expires_at=now - timedelta(seconds=1))
    staying = factories.a_newcomer(expires_at=now + timedelta(days=1))
    purge_expired(now=now)
    assert list(Newcomer.objects.all()) == [staying]
    assert Purge.objects.get(model="newcomers.Newcomer").count == 1


def test_what_a_person_believes_is_never_kept(heroy):
    person = Person(email="a@example.org", language="en", interests=("tro-livssyn",))
    with pytest.raises(IntegrityError, match="newcomer_faith_is_never_kept"):
        add_newcomer(municipality=heroy, person=person, now=NOW)


@pytest.mark.parametrize(
    "spelt",
    ["OLE@blåbær.no", "ole@xn--blbr-roah.no", " ole@BLÅBÆR.no\n", "ole@XN--BLBR-ROAH.no"],
)
def test_one_mailbox_is_one_person_however_it_is_spelt(heroy, spelt):
    first, _is_new = add_newcomer(municipality=heroy, person=a_row(email="ole@blåbær.no"), now=NOW)
    assert import_newcomers(municipality=heroy, rows=[a_row(email=spelt)], now=NOW).created == 0
    assert add_newcomer(municipality=heroy, person=a_row(email=spelt), now=NOW) == (first, False)
