"""What is taken in, and what a second import does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from events.dates.services import cancel_date
from events.exchange.candidates import Candidate, ReadSource
from events.exchange.models import Source, TakenIn, Upload
from events.exchange.tables.reading import read_table
from events.exchange.taking_in import services
from events.exchange.taking_in.services import begin, call_off_gone, take_in
from events.exchange.taking_in.storing import file_source, store_candidates, store_table
from events.exchange.taking_in.tasks import take_in_rest
from events.exchange.taking_in.understanding import Understanding
from events.models import Event, Occurrence
from events.publishing import Words, update_event
from tests import factories

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
HEAD = "Aktivitet;Dato;Tid;Sted;Pris;Beskrivelse\n"
CAFE = "Språkkafé;hver tirsdag;16-17.30;Herøy folkebibliotek;Gratis;Kaffe og vaffel\n"
FILM = "Filmkveld;20.02.2026;18-20;Herøy folkebibliotek;20 kr;\n"


@pytest.fixture
def library(heroy):
    return factories.a_venue()


def a_file(organisation, user, text: str, *, name: str = "plan.csv", now: datetime = NOW) -> Upload:
    source = file_source(organisation=organisation, name=name, user=user, now=now)
    return store_table(source=source, table=read_table(text.encode(), name=name), user=user, now=now)


def look(upload: Upload, user, now: datetime = NOW):
    understanding = Understanding(upload, user=user, now=now)
    return understanding, understanding.offers(upload.rows.all())


def took_in(upload: Upload, user, now: datetime = NOW) -> list[list[object]]:
    begin(upload=upload, now=now)
    assert take_in(upload=upload, user=user, now=now) == 0
    return [each for row in upload.rows.all() for each in row.outcome]


def everything() -> list[object]:
    """All that anybody could see to have changed."""
    dates = Occurrence.objects.order_by("pk")
    events = Event.objects.order_by("pk")
    return [
        [(each.pk, each.updated_at, each.latest_revision_id) for each in events],
        [
            (each.pk, each.starts_at, each.sequence, each.restated, each.changed_at, each.status)
            for each in dates
        ],
    ]


def test_a_table_becomes_activities_that_wait_as_others_do(organisation, organiser, library):
    upload = a_file(organisation, organiser, HEAD + CAFE + FILM)
    assert [what for what, _title, _event in took_in(upload, organiser)] == ["waits", "waits"]
    cafe, film = Event.objects.order_by("pk")
    assert (cafe.title, cafe.venue, cafe.category, cafe.live) == ("Språkkafé", library, "sprakkafe", False)
    assert cafe.series.get().recurrence == "RRULE:FREQ=WEEKLY;INTERVAL=1"
    assert film.price_nok == 20
    assert film.occurrences.get().starts_at == datetime(2026, 2, 20, 17, tzinfo=UTC)


def test_a_trusted_organisation_publishes_at_once(organisation, organiser, library):
    organisation.is_trusted = True
    organisation.save()
    assert took_in(a_file(organisation, organiser, HEAD + FILM), organiser)[0][0] == "made"
    assert Event.objects.get().live


def test_a_second_import_changes_nothing_at_all(organisation, organiser, library):
    organisation.is_trusted = True
    organisation.save()
    took_in(a_file(organisation, organiser, HEAD + CAFE + FILM), organiser)
    before = everything()
    later = NOW + timedelta(days=9)
    again = a_file(organisation, organiser, HEAD + FILM + CAFE, name="plan (2).csv", now=later)
    _understanding, offers = look(again, organiser, later)
    assert [offer.state for offer in offers] == ["same", "same"]
    assert took_in(again, organiser, later) == []
    assert everything() == before
    assert TakenIn.objects.count() == 2


def test_pressed_twice_is_once(organisation, organiser, library):
    upload = a_file(organisation, organiser, HEAD + FILM)
    took_in(upload, organiser)
    assert not begin(upload=upload, now=NOW)
    assert take_in(upload=upload, user=organiser, now=NOW) == 0
    assert Event.objects.count() == 1


def test_the_same_list_twice_at_once_is_taken_in_once(organisation, organiser, library):
    """Both were looked through before either was taken in."""
    twins = HEAD + FILM + FILM.replace("20 kr", "40 kr")
    one, other = (a_file(organisation, organiser, twins, name=name) for name in ("a.csv", "b.csv"))
    (mine, my_offers), (theirs, their_offers) = look(one, organiser), look(other, organiser)
    for offer in my_offers:
        services._take(offer, mine, NOW)
    for offer in their_offers:
        services._take(offer, theirs, NOW)
    # Two rows of one list that look alike are two for all that.
    assert Event.objects.count() == 2
    assert list(other.rows.values_list("outcome", flat=True)) == [[], []]
    # What is changed, likewise.
    changed = HEAD + FILM.replace("20 kr", "30 kr")
    one, other = (a_file(organisation, organiser, changed, name=name) for name in ("c.csv", "d.csv"))
    (mine, [my_offer]), (theirs, [their_offer]) = look(one, organiser), look(other, organiser)
    services._take(my_offer, mine, NOW + timedelta(minutes=1))
    services._take(their_offer, theirs, NOW + timedelta(minutes=1))
    assert [upload.rows.get().outcome[:1] != [] for upload in (one, other)] == [True, False]


def test_a_row_that_nobody_thought_of_stops_no_other_row_and_no_other_list(
    organisation, organiser, library, client
):
    choir = CAFE.replace("Språkkafé", "Kor")
    upload = a_file(organisation, organiser, HEAD + choir + CAFE)
    row = upload.rows.first()
    # Nobody can choose this on the page: the database says no to it.
    row.typed = {"category": "no such kind"}
    row.save()
    knitting = CAFE.replace("Språkkafé", "Strikk")
    other = a_file(organisation, organiser, HEAD + knitting, name="b.csv")
    for each in (upload, other):
        begin(upload=each, now=NOW)
    take_in_rest()
    assert sorted(event.title for event in Event.objects.all()) == ["Språkkafé", "Strikk"]
    assert upload.rows.first().outcome == [["failed", "Kor", 0]]
    client.force_login(organiser)
    report = client.get(reverse("portal_taking_in_report", args=[upload.public_id])).content.decode()
    assert "kunne ikke hentes inn" in report


@pytest.mark.parametrize(
    ("column", "text", "field"),
    [("Alder", "Barn 12-8", "audience"), ("Lenke", f"https://e.example/{'x' * 200}", "online_url")],
)
def test_what_the_activity_cannot_keep_is_asked_about(organisation, organiser, library, column, text, field):
    table = f"Aktivitet;Dato;Tid;Sted;{column}\nFilmkveld;20.02.2026;18-20;Herøy folkebibliotek;{text}\n"
    upload = a_file(organisation, organiser, table)
    _understanding, [offer] = look(upload, organiser)
    assert [problem.field for problem in offer.problems] == [field]
    upload.rows.update(typed={"looked": "1", "audience": "children"})
    _understanding, [offer] = look(upload, organiser)
    assert offer.problems == []
    assert [each[0] for each in took_in(upload, organiser)] == ["waits"]
    assert (Event.objects.get().online_url, Event.objects.get().age_to) == ("", None)


def test_a_text_that_says_no_places_says_no_number(organisation, organiser, library):
    upload = a_file(organisation, organiser, HEAD + FILM.replace("20 kr;", "20 kr;Maks 0 plasser"))
    assert [each[0] for each in took_in(upload, organiser)] == ["waits"]
    assert Event.objects.get().capacity is None


def test_what_the_source_changes_is_taken_over_unless_it_was_written_here(organisation, organiser, library):
    took_in(a_file(organisation, organiser, HEAD + FILM), organiser)
    event = Event.objects.get()
    update_event(
        event=event,
        user=organiser,
        words=Words("nb", "Filmkveld", "Vi viser Flåklypa."),
        facts={},
        hand_in=True,
        now=NOW,
    )
    changed = "Filmkveld;21.02.2026;18-20;Herøy folkebibliotek;30 kr;Vi viser noe annet\n"
    upload = a_file(organisation, organiser, HEAD + changed)
    _understanding, [offer] = look(upload, organiser)
    assert (offer.state, set(offer.changes), offer.kept) == (
        "changed",
        {"price_nok", "when"},
        ["description"],
    )
    took_in(upload, organiser)
    newest = Event.objects.get().get_latest_revision_as_object()
    assert (newest.price_nok, newest.source_text.description) == (30, "Vi viser Flåklypa.")
    assert Occurrence.objects.get().starts_at == datetime(2026, 2, 21, 17, tzinfo=UTC)
    # It still counts as written here, the next time too.
    third = changed.replace("noe annet", "noe tredje")
    _understanding, [offer] = look(a_file(organisation, organiser, HEAD + third), organiser)
    assert (offer.changes, offer.kept) == ([], ["description"])


def test_a_title_that_says_cancelled_is_proposed_as_that_and_told_once(organisation, organiser, library):
    took_in(a_file(organisation, organiser, HEAD + FILM), organiser)
    off = FILM.replace("Filmkveld", "Filmkveld – AVLYST")
    upload = a_file(organisation, organiser, HEAD + off)
    _understanding, [offer] = look(upload, organiser)
    assert (offer.state, offer.changes, offer.first.proposal) == ("changed", ["cancelled"], "cancelled")
    assert [each[0] for each in took_in(upload, organiser)] == ["cancelled"]
    assert Occurrence.objects.get().is_cancelled
    before = everything()
    took_in(a_file(organisation, organiser, HEAD + off), organiser)
    assert everything() == before


def test_what_is_cancelled_before_it_was_here_is_not_made(organisation, organiser, library):
    upload = a_file(organisation, organiser, HEAD + FILM.replace("Filmkveld", "AVLYST: Filmkveld"))
    assert took_in(upload, organiser) == []
    assert not Event.objects.exists()


def test_what_disappears_is_proposed_for_cancelling_and_only_that(organisation, organiser, library):
    took_in(a_file(organisation, organiser, HEAD + CAFE + FILM), organiser)
    understanding, _offers = look(a_file(organisation, organiser, HEAD + CAFE), organiser)
    [gone] = understanding.known.gone(NOW)
    assert gone.event.title == "Filmkveld"
    assert Occurrence.objects.filter(status="cancelled").count() == 0
    assert call_off_gone(rows=[gone], user=organiser, now=NOW) == [["cancelled", "Filmkveld", gone.event_id]]
    assert call_off_gone(rows=[gone], user=organiser, now=NOW) == []
    # Another list of the same organisation says nothing of this one.
    other, _offers = look(
        a_file(organisation, organiser, HEAD + FILM.replace("20.02", "27.02"), name="ny.csv"), organiser
    )
    assert other.known.gone(NOW) == []


def a_date(day: int, **values) -> Candidate:
    starts = datetime(2026, 3, day, 17, tzinfo=UTC)
    values.setdefault("source_uid", "cafe@ute")
    values.setdefault("recurrence_id", f"202603{day:02}T170000Z")
    values.setdefault("starts_at", starts)
    values.setdefault("ends_at", values["starts_at"] + timedelta(hours=2))
    values.setdefault("place", "Herøy folkebibliotek")
    values.setdefault("facts", {"category": "sprakkafe"})
    return Candidate(title="Språkkafé", **values)


def a_calendar(organisation, user, *dates: Candidate, now: datetime = NOW) -> Upload:
    source, _made = Source.objects.get_or_create(
        organisation=organisation,
        kind="subscription",
        address="https://kalender.example/a.ics",
        defaults={"name": "Kalender", "created_at": now},
    )
    return store_candidates(source=source, read=ReadSource(dates), user=user, now=now)


def test_dates_of_one_uid_are_one_activity(organisation, organiser, library):
    odd = a_date(17, starts_at=datetime(2026, 3, 17, 18, tzinfo=UTC))
    took_in(
        a_calendar(organisation, organiser, a_date(3), a_date(10), odd, a_date(24, cancelled=True)), organiser
    )
    event = Event.objects.get()
    assert [f"{each.starts_at:%d %H}" for each in event.occurrences.all()] == ["03 17", "10 17", "17 18"]
    assert TakenIn.objects.count() == 3


def test_a_calendar_moves_cancels_and_adds_dates_and_the_same_again_is_nothing(
    organisation, organiser, library
):
    took_in(a_calendar(organisation, organiser, a_date(3), a_date(10)), organiser)
    moved = a_date(10, starts_at=datetime(2026, 3, 11, 17, tzinfo=UTC))
    dates = [a_date(3, cancelled=True), moved, a_date(17)]
    took_in(a_calendar(organisation, organiser, *dates), organiser)
    found = [(f"{each.starts_at:%d}", each.status) for each in Event.objects.get().occurrences.all()]
    assert found == [("03", "cancelled"), ("11", "scheduled"), ("17", "scheduled")]
    before = everything()
    upload = a_calendar(organisation, organiser, *dates)
    _understanding, [offer] = look(upload, organiser)
    assert (offer.state, took_in(upload, organiser)) == ("same", [])
    assert everything() == before


@pytest.mark.parametrize("off", [{"cancelled": True}, {"proposal": "postponed"}])
def test_what_is_over_or_called_off_and_nothing_else_is_not_made(organisation, organiser, library, off):
    upload = a_calendar(organisation, organiser, a_date(3), a_date(10, **off), now=NOW)
    after = datetime(2026, 3, 4, tzinfo=UTC)
    _understanding, [offer] = look(upload, organiser, after)
    assert offer.state == "called_off"
    assert took_in(upload, organiser, after) == []


def test_a_new_date_that_is_called_off_is_no_news(organisation, organiser, library):
    took_in(a_calendar(organisation, organiser, a_date(3)), organiser)
    more = a_calendar(organisation, organiser, a_date(3), a_date(10, proposal="cancelled"))
    _understanding, [offer] = look(more, organiser)
    assert offer.state == "same"


def test_dates_are_called_off_with_the_press_or_nothing_has_begun(organisation, organiser, library):
    took_in(a_calendar(organisation, organiser, a_date(3), a_date(10)), organiser)
    upload = a_calendar(organisation, organiser)
    gone = list(TakenIn.objects.values_list("pk", flat=True))
    Upload.objects.filter(pk=upload.pk).update(answers={"gone": gone})
    assert begin(upload=upload, now=NOW)
    assert not begin(upload=upload, now=NOW)
    assert Occurrence.objects.filter(status="cancelled").count() == 2
    assert [what for what, _title, _event in Upload.objects.get(pk=upload.pk).answers["done"]] == [
        "cancelled",
        "cancelled",
    ]


def test_other_uids_at_each_fetch_are_the_same_dates(organisation, organiser, library):
    took_in(a_calendar(organisation, organiser, a_date(3, recurrence_id="")), organiser)
    before = everything()
    upload = a_calendar(organisation, organiser, a_date(3, source_uid="another@ute", recurrence_id=""))
    _understanding, [offer] = look(upload, organiser)
    assert (offer.state, took_in(upload, organiser)) == ("same", [])
    assert everything() == before


def test_a_date_that_was_changed_here_stays(organisation, organiser, library):
    took_in(a_calendar(organisation, organiser, a_date(3), a_date(10)), organiser)
    cancel_date(occurrence=Occurrence.objects.earliest("starts_at"), user=organiser, now=NOW)
    took_in(a_calendar(organisation, organiser, a_date(3), a_date(10)), organiser)
    assert Occurrence.objects.earliest("starts_at").is_cancelled
