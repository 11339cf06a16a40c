"""The public directory of a municipality's voluntary sector, and an organisation's public page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.models import Organisation, OrganisationText
from tests import factories

pytestmark = pytest.mark.django_db


def the_list(client, reader="nb", **query):
    address = reverse("organisation_directory", args=["heroy-nordland"])
    return client.get(address.replace("/nb/", f"/{reader}/"), query)


def names(response) -> list[str]:
    return [row.organisation.name for row in response.context["rows"]]


@pytest.fixture
def choir(heroy):
    return factories.an_organisation("Øyas kor", icnpo=["1100"], village="Dønna", about="Vi synger sammen.")


@pytest.fixture
def club(heroy):
    return factories.an_organisation("Idrettslaget", icnpo=["1200"], kind="association", village="Herøy")


def test_it_is_in_the_order_of_the_alphabet(client, choir, club):
    assert names(the_list(client)) == ["Idrettslaget", "Øyas kor"]


def test_it_is_chosen_by_category_area_kind_and_name(client, choir, club):
    library = factories.an_organisation("Biblioteket", kind="library")
    assert names(the_list(client, category="1")) == ["Idrettslaget", "Øyas kor"]
    assert names(the_list(client, area="Dønna")) == [choir.name]
    assert names(the_list(client, kind="library")) == [library.name]
    assert names(the_list(client, q="oyas")) == [choir.name]
    assert names(the_list(client, kind="library", area="Dønna")) == []


def test_it_is_chosen_by_the_language_that_is_spoken_at_what_is_coming(client, choir, club):
    event = factories.an_event(organisation=choir, spoken_languages=["no", "uk"])
    factories.an_occurrence(event)
    page = the_list(client, language="uk")
    assert names(page) == [choir.name]
    [row] = page.context["rows"]
    assert (row.activities, row.languages) == (1, ["ukrainsk"])


def test_numbers_beside_the_choices_are_those_of_what_is_left(client, choir, club):
    page = the_list(client, area="Dønna")
    [areas] = [menu for menu in page.context["menus"] if menu.name == "area"]
    assert {option.value: option.number for option in areas.options} == {"Dønna": 1, "Herøy": 1}


@pytest.mark.parametrize(
    "rubbish", [{"page": "x"}, {"category": "' OR 1"}, {"kind": "\u202e"}, {"q": "x" * 5000}]
)
def test_rubbish_finds_nothing_or_everything(client, choir, rubbish):
    assert the_list(client, **rubbish).status_code == 200


def test_hidden_one_is_in_no_list_no_search_no_calendar_and_has_no_page(client, choir):
    Organisation.objects.filter(pk=choir.pk).update(hidden_at=timezone.now())
    assert names(the_list(client)) == []
    for route in ("organisation_page", "organisation_calendar"):
        assert client.get(reverse(route, args=["heroy-nordland", choir.slug])).status_code == 404


def test_one_of_elsewhere_that_is_active_here_is_here(client, heroy):
    elsewhere = factories.a_municipality("1820", "Alstahaug")
    factories.an_organisation("Nabolaget", municipality=elsewhere).active_in.add(heroy)
    factories.an_organisation("Andres lag", municipality=elsewhere)
    assert names(the_list(client)) == ["Nabolaget"]


def test_six_questions_and_sixty_kilobytes_however_many(client, choir, django_assert_max_num_queries):
    the_list(client)
    heroy = choir.municipality
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Lag {number}",
            slug=f"lag-{number}",
            municipality=heroy,
            village=f"Bygd {number % 20}",
            about="En lang tekst om det vi gjør. " * 30,
            icnpo=["1100", "4100"],
        )
        for number in range(300)
    )
    with django_assert_max_num_queries(6):
        page = the_list(client)
    assert len(page.content) < 60_000
    assert page.context["page"].paginator.count == 301


def test_reader_gets_what_it_does_in_their_language(client, choir):
    OrganisationText.objects.create(organisation=choir, language="uk", about="Ми співаємо разом.")
    assert "Ми співаємо разом." in the_list(client, reader="uk").content.decode()


def page_of(client, organisation) -> str:
    address = reverse("organisation_page", args=[organisation.municipality.slug, organisation.slug])
    return client.get(address).content.decode()


def test_page_says_what_happens_when_one_comes_and_what_is_above_and_under_it(client, choir):
    choir.first_visit = "Ring på døra til venstre."
    choir.parent = factories.an_organisation("Korforbundet")
    choir.save()
    branch = factories.an_organisation("Barnekoret", parent=choir)
    hidden = factories.an_organisation("Gammelkoret", parent=choir, hidden_at=timezone.now())
    page = page_of(client, choir)
    for words in ("Ring på døra til venstre.", "Korforbundet", branch.name):
        assert words in page
    assert hidden.name not in page


def test_groups_have_their_activities_and_their_contact(client, choir):
    event = factories.an_event(
        "Prøve", organisation=choir, group="Mannskoret", contact_name="Ola N.", contact_phone="+4790000009"
    )
    factories.an_occurrence(event)
    other = factories.an_occurrence(factories.an_event("Fest", organisation=choir))
    other.starts_at += timedelta(days=3)
    address = reverse("organisation_page", args=[choir.municipality.slug, choir.slug])
    groups = client.get(address).context["groups"]
    assert [(group.name, len(group.cards), group.contact_name) for group in groups] == [
        ("", 1, ""),
        ("Mannskoret", 1, "Ola N."),
    ]
    assert "900 00 009" in page_of(client, choir).replace("\xa0", " ")
