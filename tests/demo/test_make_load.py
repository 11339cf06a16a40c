"""A country to measure with: as large as asked for, the same each time, and only where there is nothing."""

import hashlib
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from core.languages import language_codes
from core.searching.models import Findable
from demo.country.holds import what_it_holds
from demo.country.making import make_country
from demo.country.words import SENTENCES, SENTENCES_EACH, all_texts
from events.dates.rule import horizon, slots
from events.dates.services import extend_all
from events.discovery.searching_words import EVENT
from events.exchange.models import PublicChange
from events.models import Event, EventText, LogEntry, Occurrence, Series
from events.places import full_dates
from events.signups.models import Signup
from events.traits import traits_of
from home.models import MunicipalityPage
from organisations.models import Membership, Municipality, Organisation, Venue
from tests import factories

DATES, MUNICIPALITIES, SEED = 600, 3, 5


def make(seed: int = SEED, *, dates: int = DATES, said: list[str] | None = None) -> dict[str, int]:
    say = said.append if said is not None else lambda what: None
    return make_country(
        occurrences=dates, municipalities=MUNICIPALITIES, seed=seed, now=timezone.now(), say=say
    )


def schema() -> list[tuple]:
    """Every index, every constraint and every trigger there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint
            UNION ALL SELECT tgenabled::text || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
            ORDER BY 1"""
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_make_load_makes_a_whole_country():
    before, said = schema(), []
    made = make(said=said)
    assert schema() == before
    # Nobody has followed what was not there: of a million dates a million notes would be kept.
    assert not PublicChange.objects.filter(kind=PublicChange.Kind.DATE).exists()
    assert made == {
        "municipalities": MUNICIPALITIES,
        "organisations": Organisation.objects.count(),
        "places": Venue.objects.count(),
        "activities": Event.objects.count(),
        "texts": EventText.objects.count(),
        "dates": DATES,
        "sign-ups": Signup.objects.count(),
        "rows that can be found": Findable.objects.count(),
    }
    assert Occurrence.objects.count() == DATES
    assert "600 of 600 dates" in said
    active = set(Municipality.objects.active().values_list("pk", flat=True))
    assert active == set(Occurrence.objects.values_list("municipality", flat=True))
    assert {number[:2] for number in active} == {"18"}
    pages = Counter(MunicipalityPage.objects.live().values_list("locale__language_code", flat=True))
    assert pages == dict.fromkeys(language_codes(), MUNICIPALITIES)
    assert Membership.objects.filter(role="owner").count() == made["organisations"]
    assert LogEntry.objects.values("event").distinct().count() == made["activities"]
    assert Findable.objects.filter(kind=EVENT).exists()


@pytest.mark.django_db
def test_make_load_makes_the_dates_that_the_rules_give():
    make()
    now = timezone.now()
    assert extend_all(now=now) == 0
    several = 0
    for series in Series.objects.prefetch_related("occurrences", "event__venue"):
        wanted = [(slot.key, slot.starts_at, slot.ends_at) for slot in slots(series, until=horizon(now))]
        dates = sorted(series.occurrences.all(), key=lambda each: each.original_slot)
        assert [(each.original_slot, each.starts_at, each.ends_at) for each in dates] == wanted
        event = series.event
        for each in dates:
            assert each.traits == traits_of(event, event.venue)
            assert (each.is_public, each.was_public) == (event.live, event.live)
            assert (each.event_id, each.organisation_id) == (event.pk, event.organisation_id)
            assert (each.municipality_id, each.venue_id) == (event.municipality_id, event.venue_id)
        several += len(dates) > 1
    assert 0 < several < Series.objects.count()
    coming = Occurrence.objects.listed().upcoming(now).count()
    assert DATES // 2 < coming < DATES


@pytest.mark.django_db
def test_make_load_writes_texts_of_real_length_in_several_languages():
    assert {len(sentences) for sentences in SENTENCES.values()} == {len(SENTENCES["nb"])}
    assert set(SENTENCES) == set(language_codes())
    texts = list(all_texts())
    lengths = [len(text.description.split()) for text in texts]
    assert 70 < sum(lengths) / len(lengths) < 110
    # No sentence stands twice in one text.
    for text in texts[: 5 * len(SENTENCES)]:
        found = [sentence for sentence in SENTENCES[text.language] if sentence in text.description]
        assert len(found) == SENTENCES_EACH
    make()
    assert set(EventText.objects.values_list("language", flat=True)) == set(language_codes())
    assert set(EventText.objects.values_list("state", flat=True)) == {
        "source",
        "human",
        "machine",
        "outdated",
    }
    of_each = Counter(EventText.objects.values_list("event", flat=True))
    assert 2 < sum(of_each.values()) / len(of_each) < 4
    for event in Event.objects.prefetch_related("texts")[:20]:
        event.full_clean(exclude=["state"] if not event.live else None)
        assert event.source_text is not None


@pytest.mark.django_db
def test_make_load_signs_up_no_more_people_than_there_is_room_for():
    make(dates=3_000)
    dates = list(Occurrence.objects.filter(signups__isnull=False).distinct().select_related("event"))
    assert dates
    taken = Signup.objects.taking().places_by_date()
    assert all(taken[date.pk] <= date.event.capacity for date in dates)
    assert {date.is_public for date in dates} == {True}
    assert full_dates(dates, now=timezone.now())
    for signup in Signup.objects.all()[:20]:
        signup.full_clean()
        assert signup.expires_at > timezone.now()


@pytest.mark.django_db
def test_make_load_is_the_same_with_the_same_seed():
    digests = []
    for seed in (SEED, SEED, SEED + 1):
        with transaction.atomic():
            make(seed)
            rows = [
                *Occurrence.objects.order_by("public_id").values_list("public_id", "starts_at", "category"),
                *Signup.objects.order_by("public_id").values_list("public_id", "adults"),
                *EventText.objects.order_by("event", "language").values_list("title", "state"),
                *Venue.objects.order_by("pk").values_list("name", "latitude", "step_free"),
            ]
            digests.append(hashlib.sha256(repr(rows).encode()).hexdigest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.django_db(transaction=True)
def test_make_load_fills_an_empty_database_and_is_served():
    assert what_it_holds() == []
    out = StringIO()
    call_command("make_load", occurrences=600, municipalities=3, seed=SEED, stdout=out)
    assert "600 dates" in out.getvalue().splitlines()[-1]
    client = Client()
    date = Occurrence.objects.listed().filter(starts_at__gt=timezone.now() + timedelta(days=1)).first()
    slug = date.municipality.slug
    for path in ("", "events/", "events/?view=series", f"events/{date.public_id}/"):
        assert client.get(f"/nb/{slug}/{path}").status_code == 200
    assert client.get("/nb/find/?q=språkkafé").status_code == 200
    with pytest.raises(CommandError, match=f"{Organisation.objects.count()} organisations"):
        call_command("make_load")


@pytest.mark.django_db
def test_make_load_leaves_what_is_real_alone():
    factories.an_occurrence()
    factories.a_newcomer()
    with pytest.raises(CommandError) as refused:
        call_command("make_load", occurrences=600, municipalities=3)
    said = str(refused.value)
    assert connection.settings_dict["NAME"] in said
    for what in ("1 organisation", "1 activity", "1 date", "1 place", "1 newcomer", "Nothing was changed"):
        assert what in said
    assert Occurrence.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"municipalities": 400, "occurrences": 600}, "from 1 to 357"),
        ({"municipalities": 0, "occurrences": 600}, "from 1 to 357"),
        ({"municipalities": 3, "occurrences": 2}, "too few"),
    ],
)
def test_make_load_says_what_it_cannot_make(asked, said):
    with pytest.raises(CommandError, match=said):
        call_command("make_load", **asked)
    assert not Organisation.objects.exists()
