"""Who is the same person: by name and address, or by name and number, however they are typed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.form_fields import TelephoneField
from core.mail.outbox.models import OutboxMessage
from events.signups.exceptions import IsFull
from events.signups.models import Signup
from tests import factories
from tests.events.signups.asking import party

pytestmark = pytest.mark.django_db
ONE_NUMBER = [
    *["+47 901 23 456", "90123456", "90 12 34 56", "0047 90123456", "(+47) 90 12 34 56", "90.12.34.56"],
    *[
        "90\u00a012\u00a034\u00a056",
        "90\u201112\u201134\u201156",
        "\u200b90123456",
        "90\u221212\u221234\u221256",
    ],
    *["٩٠١٢٣٤٥٦", "tel:90123456"],
]
NO_NUMBERS = ["-----", "( ) - +", "1234", "90 12 34 5", "ring meg", "90123456 Kari"]


@pytest.fixture
def date():
    return factories.an_occurrence(factories.an_event(admission="sign_up", capacity=10))


def type_in(client, date, **fields):
    url = reverse("sign_up", args=[date.municipality.slug, date.public_id])
    return client.post(url, {"name": "Kari", "email": "", "phone": "", "adults": "1", **fields})


@pytest.mark.parametrize("typed", ONE_NUMBER)
def test_one_number_is_one_person_however_it_is_typed(client, date, typed):
    party(date, phone="+4790123456", name="Kari")
    assert type_in(client, date, phone=typed).status_code == 302
    assert list(Signup.objects.values_list("phone", flat=True)) == ["+4790123456"]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused(client, date, typed):
    response = type_in(client, date, phone=typed)
    assert response.status_code == 400
    assert "phone" in response.context["form"].errors
    assert not Signup.objects.exists()


def test_numbers_from_elsewhere_and_short_ones_are_taken():
    field = TelephoneField()
    assert [field.clean(typed) for typed in ("+380 44 123 4567", "02800", "116 117")] == [
        *["+380441234567", "02800", "116117"],
    ]


def test_every_column_for_a_number_writes_it_one_way(organisation):
    organisation.phone = "75 05 80 00"
    organisation.save()
    page = factories.a_municipality_page(organisation.municipality, host_phone="0047 75058001")
    assert (organisation.phone, page.host_phone) == ("+4775058000", "+4775058001")


def test_stranger_with_somebodys_number_asks_for_a_place_of_their_own(client, date):
    """Ola is not told that Kari is coming, and has not lost his own request to hers."""
    kari = type_in(client, date, name="Kari", phone="90123456")
    ola = type_in(client, date, name="Ola", phone="90 12 34 56")
    assert ola.headers["Location"] == kari.headers["Location"]
    asked = Signup.objects.requested().values_list("name", "phone")
    assert set(asked) == {("Kari", "+4790123456"), ("Ola", "+4790123456")}


def test_organiser_enters_two_people_of_one_number(client, organiser, organisation):
    date = factories.an_occurrence(factories.an_event(admission="sign_up", organisation=organisation))
    client.force_login(organiser)
    for name in ("Kari", "Ola"):
        sent = {"name": name, "phone": "90123456", "email": "", "language": "nb", "adults": "1"}
        page = client.post(
            reverse("portal_signups", args=[date.public_id]), sent, follow=True
        ).content.decode()
        assert f"{name} er påmeldt." in page
    assert set(Signup.objects.confirmed().values_list("name", flat=True)) == {"Kari", "Ola"}


def test_family_with_one_address_has_places_for_each(date):
    first = party(date, email="familien@example.org", name="Kari Eksempel")
    second = party(date, email="Familien@example.org", name="Ola Eksempel")
    assert (first.created, second.created) == (True, True)
    assert Signup.objects.confirmed().count() == 2


@pytest.mark.parametrize("name", ["KARI EKSEMPEL", " Kari  Eksempel ", "Kari\u000bEksempel"])
def test_the_same_person_again_is_found(date, name):
    party(date, email="kari@example.org", name="Kari Eksempel")
    assert party(date, email="KARI@example.org", name=name).created is False
    assert Signup.objects.count() == 1


def test_database_refuses_the_same_person_twice(date):
    party(date, email="kari@example.org", name="Kari")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.a_signup(date, email="Kari@example.org", name="KARI")


class TestAnotherParty:
    def test_unconfirmed_is_changed_and_told_anew(self, date):
        first = party(date, email="kari@example.org").signup
        OutboxMessage.objects.update(state="sent", sending_at=timezone.now(), ended_at=timezone.now())
        again = party(date, email="kari@example.org", adults=3)
        first.refresh_from_db()
        assert (again.created, again.as_asked, first.party_size) == (False, True, 3)
        assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == ["queued", "sent"]

    def test_confirmed_stays_when_somebody_only_types_the_address(self, client, date):
        party(date, email="kari@example.org", name="Kari", adults=4, by_organiser=True)
        page = type_in(client, date, email="kari@example.org", adults="1")
        assert Signup.objects.get().adults == 4
        assert "Var du påmeldt fra før?" in client.get(page.url).content.decode()

    def test_organiser_changes_it_when_there_is_room(self, date):
        party(date, email="kari@example.org", by_organiser=True)
        result = party(date, email="kari@example.org", adults=10, by_organiser=True)
        assert (result.created, result.as_asked, Signup.objects.get().adults) == (False, True, 10)

    def test_organiser_is_told_what_stands_when_there_is_none(self, client, organiser, organisation):
        event = factories.an_event(admission="sign_up", capacity=3, organisation=organisation)
        date = factories.an_occurrence(event)
        factories.a_signup(date, adults=2)
        factories.a_signup(date, name="Kari", email="kari@example.org")
        client.force_login(organiser)
        sent = {"name": "Kari", "phone": "", "email": "kari@example.org", "language": "nb", "adults": "2"}
        page = client.post(
            reverse("portal_signups", args=[date.public_id]), sent, follow=True
        ).content.decode()
        assert "Påmeldingen gjelder fortsatt 1 voksen." in page
        assert Signup.objects.confirmed().places() == 3

    def test_never_takes_more_places_than_there_are(self, date):
        now = timezone.now()
        party(date, email="kari@example.org", adults=6)
        factories.a_signup(date, email="a@example.org", adults=3)
        with pytest.raises(IsFull):
            party(date, email="kari@example.org", adults=8, now=now)
        assert Signup.objects.confirmed().places() == 9

    def test_takes_places_from_those_that_give_way_and_never_from_itself(self, date):
        old = timezone.now() - timedelta(hours=2)
        party(date, email="kari@example.org", adults=6, now=old)
        party(date, email="a@example.org", name="A", adults=4, now=old)
        Signup.objects.update(mail_left_at=old)
        party(date, email="kari@example.org", adults=8)
        assert list(Signup.objects.confirmed().values_list("email", "adults")) == [("kari@example.org", 8)]


def test_one_way_to_reach_somebody_is_kept(client, date):
    type_in(client, date, email="kari@example.org", phone="900 00 000")
    assert (Signup.objects.get().email, Signup.objects.get().phone) == ("kari@example.org", "")
