"""The portal's front page, its menu, and the lists behind them: what each actor finds, and how long it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.models import User
from events.models import Event, EventText
from events.moderation.services import hand_in
from home.portal import Card, front_page, menu, reader_of
from organisations.models import Municipality
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db


def cards_of(user: User) -> list[Card]:
    return front_page(reader_of(user, now=timezone.now()))


def titles(user: User) -> list[str]:
    with override("en"):
        return [str(card.title) for card in cards_of(user)]


def in_menu(user: User, **where: Municipality) -> list[tuple[str, str]]:
    with override("en"):
        return [(card.title, card.url) for card in menu(user, **where)]


def rows_of(response) -> list[tuple[str, list[str]]]:
    return [(row.name, [card.url for card in cards]) for row, _where, cards in response.context["rows"]]


MEMBERS = ["Your activities", "Your opening hours"]
EDITORS = [
    "Take in activities",
    "Approve activities",
    "Approve opening hours",
    "Messages to those who come",
    "Edit pages",
    "Organisations and the people in them",
    "Places to meet",
    "School holidays",
    "Templates for organisations",
    "Organisations that want to join",
    "Nobody answers for them",
    "Welcome packages",
    "Is it on?",
]


def test_each_actor_finds_just_their_own(editor, host, organiser, adviser, outsider):
    """Editor, host and organiser are at home in Herøy; the outsider is editor somewhere else."""
    assert titles(organiser) == [
        *MEMBERS,
        "People",
        "Who takes part: Frivilligsentralen Møtestedet",
        "Take in activities",
    ]
    assert titles(editor) == EDITORS
    assert titles(host) == ["Welcome newcomers", "Who takes part"]
    assert titles(adviser) == ["Who takes part"]


def test_editor_sees_how_much_waits_in_the_own_municipality(editor, outsider, organiser, organisation):
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    hand_in(event=event, user=organiser, now=timezone.now())
    with override("en"):
        texts = [card.text for card in cards_of(editor) if card.icon == "check"]
    assert texts == ["1 activity waits.", "Nothing is planned in the next 48 hours."]
    assert list(Event.objects.moderated_by(editor).waiting()) == [event]
    assert not Event.objects.moderated_by(outsider).waiting().exists()


def test_user_without_a_role_is_told_whom_to_ask(client):
    client.force_login(factories.a_user())
    response = client.get("/en/portal/")
    assert (response.context["first"], response.context["own"], response.context["groups"]) == ([], None, [])
    assert b"to add your e-mail address" in response.content


def test_logging_out_comes_after_what_there_is_to_do(client, organiser):
    client.force_login(organiser)
    page = client.get("/en/portal/").content.decode()
    assert page.index("Your activities") < page.index("Log out")


def test_two_municipalities_of_one_name_stand_apart(client):
    user = factories.a_user()
    for number in ("1818", "1515"):
        grant_role(user=user, role=Role.HOST, municipality=factories.a_municipality(number))
    client.force_login(user)
    groups = client.get("/en/portal/").context["groups"]
    assert [(heading, len(cards)) for heading, cards in groups] == [
        ("Herøy", 1),
        ("Herøy", 1),
        ("Figures", 1),
    ]


@pytest.mark.parametrize("number", [4, 40])
def test_many_organisations_and_municipalities_are_one_card_each(client, number):
    """An administrator's front page had a card for every one of them."""
    user = factories.a_user()
    for index in range(number):
        factories.a_member(factories.an_organisation(f"Lag {index:02}"), user=user)
        place = factories.a_municipality(f"20{index:02}", name=f"Kommune {index:02}")
        grant_role(user=user, role=Role.HOST, municipality=place)
    groups = {"Your municipalities", "Who takes part"}
    assert {*MEMBERS, *groups} <= set(titles(user))
    assert len(titles(user)) == len(set(titles(user)))
    client.force_login(user)
    page = client.get("/en/portal/").content.decode()
    assert page.count('<bdi lang="nb">Lag ') == 3
    assert page.count("Publish an activity") == 1
    assert reverse("portal_organisations") in page
    assert reverse("portal_municipalities") in page
    first = client.get("/en/portal/organisations/")
    assert len(first.context["rows"]) == min(number, 25)
    second = client.get("/en/portal/organisations/?page=2")
    if number > 25:
        shown = [name for name, _urls in rows_of(first) + rows_of(second)]
        assert shown == [f"Lag {index:02}" for index in range(number)]


def test_publishing_asks_which_organisation_only_where_there_are_several(client, organiser, organisation):
    client.force_login(organiser)
    own = client.get("/en/portal/").context["own"]
    assert (own.publish_url, own.number) == (f"/en/portal/events/start/{organisation.pk}/", 1)
    factories.a_member(factories.an_organisation("Sjakklubben"), user=organiser)
    own = client.get("/en/portal/").context["own"]
    assert (own.publish_url, own.number) == ("/en/portal/organisations/", 2)


def test_what_waits_stands_before_the_dates_and_these_before_publishing(client, organiser, organisation):
    now = timezone.now()
    tonight = factories.an_occurrence(
        factories.an_event("Kveldens kafé", organisation=organisation), starts_at=now + timedelta(minutes=1)
    )
    factories.a_signup(tonight, status="requested", email="", phone="90000000", firm_since=None)
    later = factories.an_event("Sytreff", organisation=organisation, admission="sign_up")
    factories.a_signup(factories.an_occurrence(later, starts_at=now + timedelta(days=2)), adults=3)
    factories.an_occurrence(factories.an_event("En annens", organisation=factories.an_organisation("Andre")))
    client.force_login(organiser)
    response = client.get("/en/portal/")
    dates = response.context["dates"]
    assert [row.text.title for row in dates.today] == ["Kveldens kafé"]
    assert [(row.text.title, row.heads.signed_up) for row in dates.later] == [("Sytreff", 3)]
    page = response.content.decode()
    order = ["This waits for you", 'id="today"', 'id="later"', "Publish an activity", 'id="own"', "Log out"]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert reverse("portal_date_cancel", args=[tonight.public_id]) in page


@pytest.mark.parametrize("number", [1, 3])
def test_front_page_of_an_organiser_asks_so_many_questions(client, number, django_assert_num_queries):
    user = factories.a_user()
    for index in range(number):
        own = factories.an_organisation(f"Lag {index}")
        factories.a_member(own, user=user)
        for hours in (0, 30):
            date = factories.an_occurrence(
                factories.an_event(organisation=own, admission="sign_up"),
                starts_at=timezone.now() + timedelta(hours=hours, minutes=1),
            )
            factories.a_signup(date)
            factories.a_signup(date, status="requested", email="", phone="90000000", firm_since=None)
    client.force_login(user)
    client.get("/en/portal/")
    # It was 41: what nobody waits for is asked in one statement, and whom it is about in two.
    with django_assert_num_queries(18):
        client.get("/en/portal/")


@pytest.mark.parametrize(("actor", "questions"), [("editor", 10), ("chief", 11), ("nobody", 5)])
@pytest.mark.parametrize("number", [1, 3])
def test_front_page_of_others_asks_so_many_questions(
    client, editor, organiser, organisation, actor, questions, number, django_assert_num_queries
):
    for index in range(number):
        event = factories.an_event(f"Kafé {index}", live=False, organisation=organisation)
        factories.a_series(event)
        hand_in(event=event, user=organiser, now=timezone.now())
    others = {"chief": {"is_superuser": True}, "nobody": {}}
    client.force_login(editor if actor == "editor" else factories.a_user(**others[actor]))
    client.get("/en/portal/")
    with django_assert_num_queries(questions):
        client.get("/en/portal/")


def test_superuser_of_41_municipalities_has_a_page_of_a_few_screens(client, organisation):
    """An administrator's portal was 126,431 px tall: a card for each municipality, organisation and date."""
    for index in range(41):
        place = factories.a_municipality(f"20{index:02}", name=f"Kommune {index:02}")
        factories.an_occurrence(
            factories.an_event(organisation=factories.an_organisation(municipality=place))
        )
    user = factories.a_user("Åse Administrator", is_superuser=True)
    client.force_login(user)
    response = client.get("/en/portal/")
    assert len(cards_of(user)) < 16
    assert (response.context["dates"].today, response.context["own"]) == ([], None)


def test_what_the_municipality_sends_back_waits_for_the_organiser(organiser, organisation):
    factories.an_event(organisation=organisation, live=False, state="changes")
    with override("en"):
        [card] = [card for card in cards_of(organiser) if card.is_first]
    assert (card.title, card.text) == ("Changes asked for", "1 activity waits for you.")


def test_translations_that_are_behind_are_pointed_out(client, organiser, organisation):
    event = factories.an_event("Språkkafé", organisation=organisation)
    factories.an_occurrence(event)
    other = factories.an_event("Sytreff", organisation=organisation)
    factories.an_occurrence(other)
    EventText.objects.create(event=event, language="uk", title="Кафе", state="outdated")
    assert "A translation is behind" in titles(organiser)
    client.force_login(organiser)
    page = client.get("/en/portal/events/?outdated=1")
    assert [row["event"] for row in page.context["rows"]] == [event]


def test_list_of_activities_is_narrowed_to_an_organisation_of_ones_own(client, organiser, organisation):
    mine = factories.an_event(organisation=organisation, live=False)
    second = factories.an_organisation("Sjakklubben")
    factories.a_member(second, user=organiser)
    factories.an_event(organisation=second, live=False)
    other = factories.an_organisation("Andre")
    client.force_login(organiser)

    def shown(value: object) -> list[Event]:
        response = client.get("/en/portal/events/", {"organisation": value})
        return [row["event"] for row in response.context["rows"]]

    assert shown(organisation.pk) == [mine]
    for nonsense in (other.pk, "x", "", "9" * 30, "²"):
        assert len(shown(nonsense)) == 2


def test_list_of_organisations_holds_ones_own_and_is_found_without_norwegian_letters(client, organisation):
    user = factories.a_user()
    mine = [factories.an_organisation(name) for name in ("Zorba", "Ærfuglen", "Ålborg danselag", "Åsgård")]
    for one in mine:
        factories.a_member(one, user=user)
    client.force_login(user)
    found = rows_of(client.get("/nb/portal/organisations/"))
    assert [name for name, _urls in found] == ["Zorba", "Ærfuglen", "Ålborg danselag", "Åsgård"]
    assert [urls for _name, urls in found] == [
        [f"/nb/portal/events/start/{one.pk}/", f"/nb/portal/organisations/{one.pk}/"] for one in mine
    ]
    assert [name for name, _urls in rows_of(client.get("/nb/portal/organisations/?q=asg"))] == ["Åsgård"]
    assert rows_of(client.get("/nb/portal/organisations/", {"q": organisation.name})) == []
    english = rows_of(client.get("/en/portal/organisations/"))
    assert [name for name, _urls in english] == ["Ærfuglen", "Ålborg danselag", "Åsgård", "Zorba"]


def test_list_of_municipalities_gives_each_its_own_pages(client):
    """Host in one, translator in the other: no newcomers there."""
    user = factories.a_user()
    here, there = factories.a_municipality(), factories.a_municipality("1515", name="Zorba")
    factories.a_municipality("1820", name="Alstahaug")
    grant_role(user=user, role=Role.HOST, municipality=here)
    grant_role(user=user, role=Role.TRANSLATOR, municipality=there)
    client.force_login(user)
    assert rows_of(client.get("/en/portal/municipalities/")) == [
        ("Herøy", ["/en/portal/desk/1818/"]),
        ("Zorba", ["/en/portal/packages/1515/"]),
    ]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 40])
def test_a_page_that_is_not_there_is_the_nearest_one(client, organiser, page):
    client.force_login(organiser)
    assert len(client.get("/en/portal/organisations/", {"page": page}).context["rows"]) == 1


@pytest.mark.parametrize("name", ["portal", "portal_organisations", "portal_municipalities"])
def test_portal_asks_for_log_in(client, name):
    assert "/account/login/" in client.get(reverse(name))["Location"]


def test_menu_stays_in_the_municipality_of_the_page(heroy):
    user, other = factories.a_user(), factories.a_municipality("1515")
    for place in (heroy, other):
        grant_role(user=user, role=Role.HOST, municipality=place)
    assert in_menu(user) == [
        ("Your municipalities", "/en/portal/municipalities/"),
        ("Who takes part", "/en/portal/figures/"),
    ]
    assert in_menu(user, place=other) == [
        ("Welcome newcomers", "/en/portal/desk/1515/"),
        ("Newcomers", "/en/portal/newcomers/1515/"),
        ("Welcome packages", "/en/portal/packages/1515/"),
        ("What has been sent", "/en/portal/desk/1515/sendings/"),
        ("Settings", "/en/portal/desk/1515/settings/"),
        ("Who takes part", "/en/portal/figures/"),
    ]


def test_menu_of_a_page_says_where_one_is(client, host):
    client.force_login(host)
    page = client.get("/en/portal/packages/1818/").content.decode()
    assert page.count('aria-current="page"') == 1
    marked = page.split('aria-current="page"')[1].split("</a>")[0]
    assert "Welcome packages" in marked


def test_who_has_telephoned_stands_on_the_organisers_front_page_and_nobody_elses(
    organisation, organiser, editor, outsider
):
    date = factories.an_occurrence(factories.an_event(organisation=organisation, admission="sign_up"))
    other = factories.an_occurrence(factories.an_event(organisation=organisation, admission="sign_up"))
    for phone in ("90000000", "90000001"):
        factories.a_signup(date, status="requested", email="", phone=phone, firm_since=None)
    factories.a_signup(other)
    with override("en"):
        [card] = [card for card in cards_of(organiser) if card.url.endswith("/signups/")]
        assert card.url == reverse("portal_signups", args=[date.public_id])
        assert card.text.endswith("2 people wait for an answer.")
    for somebody in (editor, outsider):
        assert not [card for card in cards_of(somebody) if "signups" in card.url]


def test_county_editor_finds_the_way_to_the_sections_that_the_county_shares(client, heroy, host):
    editor = factories.a_user("Fylke Eksempel")
    grant_role(user=editor, role=Role.COUNTY_EDITOR, region=heroy.county)
    client.force_login(editor)
    address = reverse("section_list", args=[heroy.county.slug])
    assert address in client.get(reverse("portal")).content.decode()
    assert client.get(address).status_code == 200
    client.force_login(host)
    assert address not in client.get(reverse("portal")).content.decode()
