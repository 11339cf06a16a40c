"""An organisation's opening hours in the portal: typed as people write, shown before they are saved."""

from datetime import UTC, date, datetime, time

import pytest

from events.standing import services
from events.standing.choices import State
from events.standing.forms import PlaceForm
from events.standing.hours import Exceptional, Hours, Times, hours_on
from events.standing.models import StandingPlace
from events.standing.reading import as_typed, read_day_of_the_year, read_times
from events.standing.state import open_now
from tests import factories
from tests.markup import texts

pytestmark = pytest.mark.django_db
# A Wednesday, ten in the morning.
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_wednesday(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def at(opens: str, closes: str) -> Times:
    return Times(time.fromisoformat(opens), time.fromisoformat(closes))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("10-16", [("10:00", "16:00")]),
        ("10–16", [("10:00", "16:00")]),
        ("10.00-16.00", [("10:00", "16:00")]),
        ("kl. 10.00–16.00", [("10:00", "16:00")]),
        ("Kl 10:30 - 16", [("10:30", "16:00")]),
        ("1000-1600", [("10:00", "16:00")]),
        ("930-1600", [("09:30", "16:00")]),
        ("10 til 16", [("10:00", "16:00")]),
        ("fra 10 til 16.", [("10:00", "16:00")]),
        ("10-14, 17-20", [("10:00", "14:00"), ("17:00", "20:00")]),
        ("17–20 og 10–14", [("10:00", "14:00"), ("17:00", "20:00")]),
        ("20-01", [("20:00", "01:00")]),
        ("18–24", [("18:00", "00:00")]),
        ("0-24", [("00:00", "00:00")]),
        ("døgnåpent", [("00:00", "00:00")]),
        ("з 10 до 16", [("10:00", "16:00")]),
        ("من ١٠ إلى ١٦", [("10:00", "16:00")]),
        ("stengt", []),
        ("Stengt.", []),
        ("–", []),
        ("", []),
        ("зачинено", []),
        ("مغلق", []),
    ],
)
def test_hours_are_read_as_people_write_them(typed, understood):
    assert list(read_times(typed)) == [at(*pair) for pair in understood]


@pytest.mark.parametrize(
    "typed",
    [
        "10",
        "10-",
        "10-16-18",
        "25-26",
        "10-16, 15-18",
        "10-10",
        "etter avtale",
        "ti til fire",
        "10.75-12",
        "²-3",
        "😀",
    ],
)
def test_what_is_not_clear_is_not_guessed_at(typed):
    with pytest.raises(ValueError, match="."):
        read_times(typed)


def test_hours_are_shown_as_one_would_type_them():
    for typed in ("10–14, 17.30–20", "20–1", "18–24", "0–24"):
        assert as_typed(read_times(typed)) == typed
    assert as_typed(()) == "stengt"


@pytest.mark.parametrize("typed", ["20. juni", "20.06.", "20.6", "June 20"])
def test_a_day_of_the_year(typed):
    if typed == "June 20":
        with pytest.raises(ValueError, match="."):
            read_day_of_the_year(typed, today=NOW.date())
    else:
        assert read_day_of_the_year(typed, today=NOW.date()) == (6, 20)


@pytest.fixture
def typed(organisation) -> dict[str, str]:
    """What somebody types for a new place."""
    return {
        "kind": "library",
        "venue": str(factories.a_venue().pk),
        "day_0": "kl. 10.00–16.00",
        "day_3": "10-14, 17-20",
        "price_nok": "0",
        "open_to_all": "on",
        "level": "none",
        "spoken_languages": ["no", "en"],
        "contact_name": "Kari",
        "contact_email": "kari@example.org",
    }


def yes_to(response) -> str:
    return response.context["fingerprint"]


def test_what_was_understood_is_shown_before_it_is_saved(client, organisation, organiser, typed):
    client.force_login(organiser)
    organisation.is_trusted = True
    organisation.save()
    url = f"/nb/portal/open/new/{organisation.pk}/"
    shown = client.post(url, typed)
    assert shown.status_code == 200
    assert not StandingPlace.objects.exists()
    rows = texts(shown.content.decode(), "[aria-labelledby=understood] tr")
    assert rows[0] == "Mandag 10:00–16:00"
    assert rows[3].startswith("Torsdag 10:00–14:00 og 17:00–20:00")
    # A yes to other hours than those that were shown is none.
    other = client.post(url, typed | {"day_1": "9-12", "yes": yes_to(shown)})
    assert other.status_code == 200
    assert not StandingPlace.objects.exists()
    for _twice in range(2):
        saved = client.post(url, typed | {"yes": yes_to(shown), "form_number": "1" * 32}, follow=True)
        assert saved.status_code == 200
    place = StandingPlace.objects.get()
    assert place.is_public
    assert place.opening_hours.week[0] == (at("10:00", "16:00"),)
    assert client.get(f"/en/heroy-nordland/open/{place.pk}/").status_code == 200


def test_one_that_is_not_trusted_waits_for_the_editor(client, organisation, organiser, editor, typed):
    client.force_login(organiser)
    url = f"/nb/portal/open/new/{organisation.pk}/"
    client.post(url, typed | {"yes": yes_to(client.post(url, typed))})
    place = StandingPlace.objects.get()
    assert (place.state, place.is_public) == (State.WAITING, False)
    assert client.get(f"/en/heroy-nordland/open/{place.pk}/").status_code == 404
    assert client.get(f"/nb/portal/open/{place.pk}/decide/").status_code == 404
    client.force_login(editor)
    assert place.title in client.get("/nb/portal/open/approve/").content.decode()
    client.post(f"/nb/portal/open/{place.pk}/decide/", {"back": "1", "comment": "Skriv hva man kan gjøre."})
    place.refresh_from_db()
    assert (place.state, place.comment) == (State.SENT_BACK, "Skriv hva man kan gjøre.")
    client.force_login(organiser)
    edit = f"/nb/portal/open/{place.pk}/edit/"
    typed |= {"note": "Lån bøker."}
    client.post(edit, typed | {"yes": yes_to(client.post(edit, typed))})
    client.force_login(editor)
    seen = client.get(f"/nb/portal/open/{place.pk}/decide/").context["seen"]
    for _twice in range(2):
        client.post(f"/nb/portal/open/{place.pk}/decide/", {"yes": "1", "seen": seen})
    place.refresh_from_db()
    assert place.is_public


def test_nobody_approves_words_that_they_have_not_seen(client, organisation, editor):
    place = factories.a_standing_place(organisation=organisation, state="waiting", approved_at=None)
    client.force_login(editor)
    url = f"/en/portal/open/{place.pk}/decide/"
    seen = client.get(url).context["seen"]
    place.note = "Something else"
    place.save()
    answer = client.post(url, {"yes": "1", "seen": seen}, follow=True)
    assert "Somebody else has changed this meanwhile" in answer.content.decode()
    assert "Approved" not in answer.content.decode()
    assert StandingPlace.objects.get().state == State.WAITING
    client.post(url, {"yes": "1", "seen": client.get(url).context["seen"]})
    assert StandingPlace.objects.get().is_public


def test_a_yes_to_what_was_sent_back_meanwhile_is_not_called_one(client, organisation, editor):
    place = factories.a_standing_place(organisation=organisation, state="sent_back", approved_at=None)
    client.force_login(editor)
    answer = client.post(f"/en/portal/open/{place.pk}/decide/", {"yes": "1"}, follow=True)
    assert "Approved" not in answer.content.decode()
    assert not StandingPlace.objects.get().is_public


def test_editor_sees_seasons_and_other_days_before_the_yes(client, organisation, editor):
    hours = {
        "week": [[]] * 7,
        "seasons": [{"first": "06-20", "last": "08-20", "week": [[["12:00", "16:00"]], *[[]] * 6]}],
        "exceptions": [{"first": "2026-12-01", "last": "2026-12-01", "times": [], "note": "Vi maler."}],
    }
    place = factories.a_standing_place(organisation=organisation, state="waiting", hours=hours)
    client.force_login(editor)
    page = client.get(f"/nb/portal/open/{place.pk}/decide/").content.decode()
    assert "12:00–16:00" in page
    assert "Vi maler." in page


def test_a_municipality_trusts_for_itself(client, organisation, organiser, typed):
    """Trusted at home, it waits for a yes where it is a guest."""
    elsewhere = factories.a_municipality("1827", "Dønna")
    organisation.is_trusted = True
    organisation.save()
    organisation.active_in.add(elsewhere)
    typed |= {"venue": str(factories.a_venue("Dønnahallen", municipality=elsewhere).pk)}
    client.force_login(organiser)
    url = f"/nb/portal/open/new/{organisation.pk}/"
    client.post(url, typed | {"yes": yes_to(client.post(url, typed))})
    place = StandingPlace.objects.get()
    assert (place.municipality, place.state) == (elsewhere, State.WAITING)
    for do in ("down", "back"):
        client.post(f"/nb/portal/open/{place.pk}/do/", {"do": do})
    assert StandingPlace.objects.get().state == State.WAITING


def test_what_is_taken_down_and_rewritten_waits_when_it_comes_back(client, organisation, organiser, typed):
    place = factories.a_standing_place(organisation=organisation)
    client.force_login(organiser)
    client.post(f"/en/portal/open/{place.pk}/do/", {"do": "down"})
    typed |= {"name": "Kjøp her", "note": "Ingen har sett dette."}
    edit = f"/en/portal/open/{place.pk}/edit/"
    answer = client.post(edit, typed | {"yes": yes_to(client.post(edit, typed))}, follow=True)
    assert "looks at it first" not in answer.content.decode()
    answer = client.post(f"/en/portal/open/{place.pk}/do/", {"do": "back"}, follow=True)
    assert "looks at it first" in answer.content.decode()
    assert "It is back" not in answer.content.decode()
    assert StandingPlace.objects.get().state == State.WAITING


def test_what_was_written_last_of_a_day_counts_after_others_are_added(client, organisation, organiser):
    place = factories.a_standing_place(organisation=organisation)
    client.force_login(organiser)
    for days in (
        {"first": "2026-12-07", "times": "12-14"},
        # Then the whole week is closed, that day with it.
        {"first": "2026-12-07", "last": "2026-12-11"},
        {"first": "2027-01-11"},
    ):
        client.post(f"/nb/portal/open/{place.pk}/days/", days)
    assert hours_on(StandingPlace.objects.get().opening_hours, date(2026, 12, 7)).times == ()
    shown = client.get(f"/nb/portal/open/{place.pk}/").context["exceptions"]
    assert len(shown) == 3


def test_hours_of_a_public_place_change_at_once_and_words_wait(client, organisation, organiser, typed):
    place = factories.a_standing_place(organisation=organisation, contact_email="kari@example.org")
    client.force_login(organiser)
    edit = f"/nb/portal/open/{place.pk}/edit/"
    typed |= {"name": place.name, "venue": str(place.venue_id), "day_0": "8-9"}
    client.post(edit, typed | {"yes": yes_to(client.post(edit, typed))})
    place = StandingPlace.objects.get()
    assert place.is_public
    assert place.opening_hours.week[0] == (at("08:00", "09:00"),)
    typed["name"] = "Et annet navn"
    client.post(edit, typed | {"yes": yes_to(client.post(edit, typed))})
    assert StandingPlace.objects.get().state == State.WAITING


def test_who_saves_second_sees_both(client, organisation, organiser, typed):
    place = factories.a_standing_place(organisation=organisation)
    client.force_login(organiser)
    edit = f"/nb/portal/open/{place.pk}/edit/"
    version = client.get(edit).context["form"].reread.version
    StandingPlace.objects.update(price_nok=20)
    answer = client.post(edit, typed | {"read_version": version})
    assert answer.status_code == 409
    assert StandingPlace.objects.get().price_nok == 20


def test_nonsense_is_named_and_nothing_is_lost(client, organisation, organiser, typed):
    client.force_login(organiser)
    answer = client.post(
        f"/en/portal/open/new/{organisation.pk}/", typed | {"day_4": "etter avtale", "season_first": "påske"}
    )
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert list(errors["day_4"]) == [
        "We did not understand “etter avtale”. Write for example 10–16, 10–14, 17–20 or stengt."
    ]
    assert set(errors) == {"day_4", "season_first", "season_last"}
    assert 'value="kl. 10.00–16.00"' in answer.content.decode()


def test_a_season_is_kept_as_it_was_said(organisation, typed):
    typed |= {"season_first": "20. juni", "season_last": "20.08", "season_1": "12-16"}
    form = PlaceForm(typed, organisation=organisation, today=NOW.date())
    assert form.is_valid(), form.errors
    [season] = form.hours.seasons
    assert (season.first, season.last, season.week[1]) == ((6, 20), (8, 20), (at("12:00", "16:00"),))


def test_closed_tomorrow_in_three_taps(client, organisation, organiser):
    place = factories.a_standing_place(organisation=organisation)
    client.force_login(organiser)
    page = client.get(f"/nb/portal/open/{place.pk}/").content.decode()
    assert f'href="/nb/portal/open/{place.pk}/days/?day=2026-11-26"' in page
    form = client.get(f"/nb/portal/open/{place.pk}/days/?day=2026-11-26").context["form"]
    for _twice in range(2):
        client.post(
            f"/nb/portal/open/{place.pk}/days/", {"first": form["first"].value(), "note": "Vi maler."}
        )
    [exception] = StandingPlace.objects.get().opening_hours.exceptions
    assert (exception.first, exception.times, exception.note) == (date(2026, 11, 26), (), "Vi maler.")
    public = client.get(f"/en/heroy-nordland/open/{place.pk}/").content.decode()
    assert "Thursday" in public
    assert "Vi maler." in public
    which = client.get(f"/nb/portal/open/{place.pk}/").context["exceptions"][0][0]
    for _twice in range(2):
        client.post(f"/nb/portal/open/{place.pk}/days/remove/", {"which": which})
    assert StandingPlace.objects.get().opening_hours.exceptions == ()


def test_an_evening_that_goes_on_past_midnight_is_not_over(organisation):
    late = Exceptional(NOW.date(), NOW.date(), (at("20:00", "02:00"),), "Konsert")
    place = factories.a_standing_place(organisation=organisation, hours=Hours(exceptions=(late,)).as_json())
    night = NOW.replace(hour=23, minute=30)
    closed = Exceptional(date(2026, 12, 1), date(2026, 12, 1))
    changed = services.add_exception(place=place, exception=closed, now=night)
    assert open_now(changed.opening_hours, night)


@pytest.mark.parametrize(
    "typed_days",
    [
        {"first": "2026-11-20"},
        {"first": "2026-12-01", "last": "2026-11-30"},
        {"first": "2031-01-01"},
        {"first": "2026-12-01", "last": "9999-12-31"},
        {"first": "x"},
        {"note": "x"},
        {"first": "2026-12-01", "times": "kanskje"},
        {"first": "2026-12-01", "note": "x" * 200},
    ],
)
def test_days_that_cannot_be_are_said(client, organisation, organiser, typed_days):
    place = factories.a_standing_place(organisation=organisation)
    client.force_login(organiser)
    assert client.post(f"/nb/portal/open/{place.pk}/days/", typed_days).status_code == 400
    assert StandingPlace.objects.get().opening_hours.exceptions == ()


def test_taken_down_and_brought_back(client, organisation, organiser):
    place = factories.a_standing_place(organisation=organisation)
    client.force_login(organiser)
    for do, public in (("down", False), ("down", False), ("back", True), ("nonsense", True), ("right", True)):
        client.post(f"/nb/portal/open/{place.pk}/do/", {"do": do})
        place.refresh_from_db()
        assert place.is_public is public
        assert client.get(f"/nb/heroy-nordland/open/{place.pk}/").status_code == (200 if public else 404)


@pytest.mark.parametrize("path", ["", "edit/", "days/", "decide/"])
def test_another_organisations_number_is_nowhere(client, outsider, path):
    place = factories.a_standing_place(state="waiting")
    client.force_login(outsider)
    assert client.get(f"/nb/portal/open/{place.pk}/{path}").status_code == 404
    assert (
        client.post(f"/nb/portal/open/{place.pk}/{path or 'do/'}", {"do": "down", "yes": "1"}).status_code
        == 404
    )
    place.refresh_from_db()
    assert place.state == State.WAITING
    assert place.title not in client.get("/nb/portal/open/").content.decode()
    assert place.title not in client.get("/nb/portal/open/approve/").content.decode()


def test_traits_follow_the_venue(organisation):
    place = factories.a_standing_place(organisation=organisation)
    place.venue.step_free = "no"
    place.venue.save()
    place.refresh_from_db()
    assert "step_free" not in place.traits
