"""To be told of a date that one just comes to: who can, once, for how long, and nobody is pestered."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from core.mail.outbox.models import OutboxMessage
from core.privacy.erasures import do_again
from core.privacy.purge import purge_expired
from core.sms.incoming import stopped
from events.dates import services as dates
from events.dates.people import heads_by_date, people_touched
from events.follows import services
from events.follows.erasing import erase, follows_of
from events.follows.exceptions import HasEnded, IsCancelled, IsPostponed, IsSensitive, NotPublic, TakesSignups
from events.follows.kinds import FIRST
from events.follows.models import Follow
from events.models import Occurrence
from tests import factories
from tests.events.follows.conftest import NOW, text_of
from tests.proving import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def date() -> Occurrence:
    return factories.an_occurrence(starts_at=NOW + 3 * DAY)


def follow(date: Occurrence, email: str = "amal@example.org", **fields) -> services.Followed:
    given = {"every_date": False, "language": "en", "reminds": False, "now": NOW, **fields}
    return services.follow(occurrence_id=date.pk, email="" if "phone" in fields else email, **given)


def test_follow_waits_for_the_button_and_ends_the_day_after_its_date(date):
    made = follow(date).follow
    assert not made.is_confirmed
    assert made.expires_at == date.ends_at + DAY
    services.say_yes(follow=made, now=NOW)
    made.refresh_from_db()
    assert made.confirmed_at == NOW
    assert made.expires_at == date.ends_at + DAY


def test_follow_that_nobody_confirms_ends_after_a_week_and_one_of_every_date_after_three_months(date):
    later = factories.an_occurrence(date.event, starts_at=NOW + 40 * DAY)
    assert follow(later).follow.expires_at == NOW + 7 * DAY
    every = follow(date, every_date=True).follow
    assert every.expires_at == NOW + 7 * DAY
    services.say_yes(follow=every, now=NOW)
    every.refresh_from_db()
    assert (every.expires_at.year, every.expires_at.month, every.expires_at.day) == (2027, 4, 2)


def test_follow_by_telephone_is_confirmed_at_once(date):
    made = follow(date, phone="900 00 000").follow
    assert made.is_confirmed
    assert made.phone == "+4790000000"
    again = follow(date, phone="+47 90 00 00 00", reminds=True)
    assert (again.created, again.follow.pk) == (False, made.pk)
    assert OutboxMessage.objects.filter(kind=FIRST).count() == 1


def test_repeat_finds_what_is_there_and_writes_again_only_after_a_while(date):
    first = follow(date, email="Amal@Example.org")
    again = follow(date, reminds=True, now=NOW + timedelta(minutes=1))
    assert (first.created, again.created, again.follow.pk) == (True, False, first.follow.pk)
    assert again.follow.reminds
    OutboxMessage.objects.update(state="sent", ended_at=NOW)
    follow(date, now=NOW + timedelta(minutes=9))
    assert OutboxMessage.objects.count() == 1
    follow(date, now=NOW + timedelta(minutes=11))
    assert OutboxMessage.objects.count() == 2


def test_what_is_confirmed_nobody_changes_by_typing_the_address(date):
    made = factories.a_follow(date, email="amal@example.org", language="ar", reminds=True, created_at=NOW)
    follow(date, language="nb", reminds=False, now=NOW + timedelta(hours=1))
    made.refresh_from_db()
    assert (made.language, made.reminds, made.is_confirmed) == ("ar", True, True)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one():
    date = factories.an_occurrence(starts_at=NOW + 3 * DAY)
    made = at_once(lambda number: follow(date), range(20))
    assert sorted(each.created for each in made) == [False] * 19 + [True]
    assert Follow.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_public": False}, NotPublic),
        ({"status": "cancelled"}, IsCancelled),
        ({"status": "postponed"}, IsPostponed),
        ({"ends_at": NOW, "starts_at": NOW - DAY}, HasEnded),
    ],
)
def test_what_does_not_take_place_is_not_followed(date, change, refusal):
    Occurrence.objects.filter(pk=date.pk).update(**change)
    for every_date in (False, True):
        with pytest.raises(refusal):
            follow(date, every_date=every_date)
    assert not Follow.objects.exists()


def test_what_one_signs_up_for_and_what_tells_a_faith_is_not_followed():
    for fields, refusal in (
        ({"admission": "sign_up"}, TakesSignups),
        ({"category": "tro-livssyn"}, IsSensitive),
    ):
        date = factories.an_occurrence(factories.an_event(**fields), starts_at=NOW + DAY)
        with pytest.raises(refusal):
            follow(date, phone="90000000")
    assert not Follow.objects.exists()


def test_follows_end_when_the_activity_becomes_one_about_faith(date):
    factories.a_follow(date)
    type(date.event).objects.filter(pk=date.event_id).update(category="tro-livssyn")
    assert services.end_sensitive() == 1
    assert not Follow.objects.exists()


def test_stop_ends_everything_of_the_number_and_nothing_else(date):
    other = factories.an_occurrence(starts_at=NOW + 2 * DAY)
    follow(date, phone="90000000")
    follow(other, phone="+4790000000", every_date=True)
    left = follow(date, phone="90000001").follow
    stopped.send(sender=None, number="+4790000000", now=NOW)
    assert list(Follow.objects.all()) == [left]
    assert [row.recipient for row in OutboxMessage.objects.all()] == [f"follow:{left.pk}"]
    stopped.send(sender=None, number="+4790000000", now=NOW)


def test_end_follows_the_date_and_is_deleted_by_the_nightly_job(date):
    made = factories.a_follow(date, created_at=NOW)
    every = factories.a_follow(date, every_date=True, created_at=NOW)
    dates.move_date(occurrence=date, starts_at=date.starts_at + 10 * DAY, user=None, now=NOW)
    made.refresh_from_db()
    date.refresh_from_db()
    assert made.expires_at == date.ends_at + DAY
    purge_expired(now=date.ends_at + DAY - timedelta(seconds=1))
    assert Follow.objects.count() == 2
    purge_expired(now=date.ends_at + DAY)
    assert list(Follow.objects.all()) == [every]
    assert not OutboxMessage.objects.filter(recipient=f"follow:{made.pk}").exists()


def test_who_ended_it_does_not_come_back_with_a_backup(date):
    kept, gone = factories.a_follow(date, created_at=NOW), factories.a_follow(date, created_at=NOW)
    fields = {each.attname: getattr(gone, each.attname) for each in Follow._meta.concrete_fields}
    services.stop(follow=gone)
    Follow(**fields).save(force_insert=True)
    assert do_again(now=NOW)["follow"] == 1
    assert list(Follow.objects.all()) == [kept]
    erase(follows_of(kept.email.upper()))
    assert not Follow.objects.exists()


def test_who_follows_every_date_is_asked_once_and_a_yes_lasts_three_more_months(smtp_server, deliver, date):
    factories.an_occurrence(date.event, starts_at=NOW + 200 * DAY)
    made = factories.a_follow(date, every_date=True, created_at=NOW, language="en")
    ended = factories.a_follow(
        every_date=True, occurrence=factories.an_occurrence(starts_at=NOW + DAY), created_at=NOW
    )
    assert services.ask_still(now=made.expires_at - 8 * DAY) == 0
    late = made.expires_at - 6 * DAY
    # At night it waits for the morning.
    night = late.replace(hour=22)
    assert services.ask_still(now=night) == 1
    deliver(night)
    assert smtp_server.messages == []
    deliver(night + timedelta(hours=10))
    services.ask_still(now=night + timedelta(hours=11))
    deliver(night + timedelta(hours=11))
    [raw] = smtp_server.messages
    assert "Do you still want that?" in text_of(raw)
    services.say_yes(follow=made, now=late)
    made.refresh_from_db()
    assert made.expires_at > late + 85 * DAY
    purge_expired(now=late + 30 * DAY)
    assert list(Follow.objects.all()) == [made]
    assert not Follow.objects.filter(pk=ended.pk).exists()


def test_organisers_see_a_number_each_person_once(date, django_assert_num_queries):
    later = factories.an_occurrence(date.event, starts_at=NOW + 10 * DAY)
    factories.a_follow(date, email="both@example.org")
    factories.a_follow(date, email="both@example.org", every_date=True)
    factories.a_follow(date, phone="+4790000000")
    factories.a_follow(date, confirmed_at=None)
    factories.a_follow(later, every_date=True)
    factories.a_follow(factories.an_occurrence())
    with django_assert_num_queries(3):
        heads = heads_by_date([date.pk, later.pk])
    assert {pk: each.following for pk, each in heads.items()} == {date.pk: 3, later.pk: 2}
    assert people_touched([date.pk]).following == 3
    assert people_touched([date.pk, later.pk]).following == 3


def test_setting_says_how_long(date):
    assert settings.FOLLOW_RETENTION_MONTHS == 3
    with time_machine.travel(NOW):
        assert factories.a_follow(date, every_date=True).expires_at.month == 4
