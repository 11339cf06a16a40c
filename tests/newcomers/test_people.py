"""Who is the same person, however they are written; and what the database refuses."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from newcomers.choices import AddressFault
from newcomers.criteria import Criteria
from newcomers.models import ForgottenAddress, Newcomer
from newcomers.person import Person
from newcomers.services import (
    AddressTaken,
    add_newcomer,
    correct,
    correct_address,
    erase_everywhere,
    erase_newcomer,
    everywhere,
    import_newcomers,
    set_address_aside,
    undo_import,
)
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def add(municipality, **said):
    return add_newcomer(municipality=municipality, person=Person(language="uk", **said), now=NOW)


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ({"email": "a@example.org"}, {"email": "A@Example.org\u200b"}, True),
        ({"phone": "412 34 567"}, {"phone": "+47 41 23 45 67"}, True),
        ({"phone": "412 34 567"}, {"phone": "0047 41234567", "email": "a@example.org"}, True),
        ({"phone": "412 34 567", "email": "a@example.org"}, {"phone": "٤١٢٣٤٥٦٧"}, True),
        # A couple who share a number have an address each.
        (
            {"phone": "41234567", "email": "a@example.org"},
            {"phone": "41234567", "email": "b@example.org"},
            False,
        ),
        ({"name": "Nguyễn Văn An"}, {"name": "NGUYEN VAN AN"}, True),
        ({"name": "Ola", "arrived_month": OCTOBER}, {"name": "Ola"}, False),
        ({"name": "Ola"}, {"name": "Ola", "phone": "41234567"}, False),
    ],
)
def test_one_person_is_one_person_however_they_write_it(heroy, first, second, is_same):
    here, _new = add(heroy, **first)
    again, is_new = add(heroy, **second)
    assert (is_new, again == here) == (not is_same, is_same)


def test_what_the_database_refuses(heroy):
    factories.a_newcomer("a@example.org", municipality=heroy, phone="+4741234567")
    for fields in (
        {"email": "A@example.org"},
        {"email": "b@example.org", "language": ""},
        {"email": "b@example.org", "situations": ["rich"]},
        {"email": "b@example.org", "address_fault": "full"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.a_newcomer(municipality=heroy, **fields)
    person = Person(phone="41234568", language="so")
    Newcomer.of(person, municipality=heroy, now=NOW, until=NOW).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Newcomer.of(person, municipality=heroy, now=NOW, until=NOW).save()


def test_list_of_people_without_addresses_adds_each_once_and_can_be_undone(heroy):
    rows = [
        Person(name="Saba", language="ti", arrived_month=OCTOBER),
        Person(name="Saba", language="ti", arrived_month=OCTOBER),
        Person(phone="412 34 567", language="so", children_0_5=2),
        Person(phone="+4741234567", language="so"),
    ]
    batch = uuid4()
    assert import_newcomers(municipality=heroy, rows=rows, now=NOW, batch=batch).created == 2
    again = import_newcomers(municipality=heroy, rows=rows, now=NOW, batch=uuid4())
    assert (again.created, len(again.already)) == (0, 2)
    assert Newcomer.objects.get(phone="+4741234567").children == 2
    Newcomer.objects.filter(name="Saba").update(told_at=NOW)
    assert undo_import(municipality=heroy, batch=batch, most=9, now=NOW) == 1
    assert [person.name for person in Newcomer.objects.all()] == ["Saba"]


@pytest.mark.parametrize("said", [{"phone": "41234567"}, {"name": "Saba Test"}, {"email": "s@example.org"}])
def test_who_erased_themselves_is_not_brought_back_by_the_next_list(heroy, said):
    person, _new = add(heroy, **said)
    erase_newcomer(newcomer=person, asked_at=NOW)
    rows = [Person(language="ti", **said)]
    result = import_newcomers(municipality=heroy, rows=rows, now=NOW)
    assert (result.created, result.left_out) == (0, 1)
    assert add(heroy, **said)[1], "the host has asked them"
    assert not ForgottenAddress.objects.exists()


def test_address_that_is_set_aside_is_so_everywhere_until_it_is_corrected(heroy):
    elsewhere = factories.a_municipality("1804", "Bodø")
    here = factories.a_newcomer("a@gmial.com", municipality=heroy)
    factories.a_newcomer("A@gmial.com", municipality=elsewhere)
    assert set_address_aside(email="a@GMIAL.com", why=AddressFault.NO_SERVER, now=NOW) == 2
    assert set_address_aside(email="a@gmial.com", why=AddressFault.FULL, now=NOW) == 0
    assert Newcomer.objects.set_aside().count() == 2
    here.refresh_from_db()
    assert (here.address_fault, here.address_fault_at) == ("no_server", NOW)
    correct_address(newcomer=here, email="a@gmail.com")
    assert list(Newcomer.objects.with_email()) == [here]


def test_correcting_into_somebody_else_changes_nothing(heroy):
    factories.a_newcomer("b@example.org", municipality=heroy)
    here = factories.a_newcomer("a@example.org", municipality=heroy)
    with pytest.raises(AddressTaken):
        correct(newcomer=here, person=Person(email="b@example.org", language="uk"))
    here.refresh_from_db()
    assert here.email == "a@example.org"


def test_person_who_asks_is_erased_in_every_municipality_and_a_host_erases_only_here(heroy):
    elsewhere = factories.a_municipality("1804", "Bodø")
    for place in (heroy, elsewhere):
        factories.a_newcomer("a@example.org", municipality=place)
        factories.a_newcomer("b@example.org", municipality=place)
    erase_newcomer(newcomer=Newcomer.objects.get(email="b@example.org", municipality=heroy))
    assert Newcomer.objects.filter(email="b@example.org").count() == 1
    assert erase_everywhere(address="A@example.org", asked_at=NOW) == 2
    assert erase_everywhere(address="", asked_at=NOW) == 0
    assert not Newcomer.objects.filter(email="a@example.org").exists()
    for place in (heroy, elsewhere):
        marks = ["a@example.org", "b@example.org"]
        assert list(ForgottenAddress.objects.of(place, marks)) == ["a@example.org"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("irina", True),
        ("Ірина", True),
        ("KOVAL", True),
        ("koval irina", True),
        ("koval oleh", False),
        ("irina@", True),
        ("412 34 567", True),
        ("+47 41234", True),
        ("٤١٢٣", True),
        ("99", False),
        ("%", True),
    ],
)
def test_people_are_found_in_any_script(heroy, text, found):
    add(heroy, name="Ірина Коваль", email="irina@example.org", phone="41234567")
    assert Newcomer.objects.found_by(text).exists() is found


def test_search_knows_a_corrected_name(heroy):
    person, _new = add(heroy, name="Feil", email="a@example.org")
    correct(newcomer=person, person=Person(name="Åse Øy", email="a@example.org", language="nb"))
    assert Newcomer.objects.found_by("ase oy").get().sorted_as == "}se |y"


def test_selection_means_whom_it_says(heroy):
    family, _new = add(heroy, name="A", arrived_month=OCTOBER, children_0_5=1)
    student, _new = add(heroy, name="B", situations=("student", "single"), interests=("mat",))
    worker, _new = add(heroy, name="C", situations=("work",))

    def chosen(**criteria):
        return set(Newcomer.objects.matching(Criteria(**criteria)))

    assert chosen() == {family, student, worker}
    assert chosen(families=True) == {family}
    assert chosen(situations=("student", "work")) == {student, worker}
    assert chosen(interests=("mat",), situations=("work",)) == set()
    assert chosen(months=(OCTOBER,)) == {family}
    assert chosen(languages=("so",)) == set()


@pytest.mark.parametrize("people", [Newcomer.objects.at_address, everywhere])
def test_whoever_has_an_address_is_found_by_an_index(heroy, people):
    factories.a_newcomer("Ola@Example.org", municipality=heroy)
    assert [person.email for person in people("ola@EXAMPLE.org")] == ["Ola@Example.org"]
    with connection.cursor() as cursor, transaction.atomic():
        # Of the few rows of a test the planner would read them all.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        assert "newcomer_email_unique" in people("ola@example.org").order_by().explain()
