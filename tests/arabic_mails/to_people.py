"""To people who take part, and to those who look after what they take part in."""

from datetime import timedelta

from django.core import mail
from django.test import Client

from core.mail.outbox.models import OutboxMessage
from core.privacy import asking as my_data
from events.besides import afterwards, going, meeting, reminders
from events.besides.models import WantsToBeMet
from events.confirming import closed, silence
from events.confirming import services as confirming
from events.confirming.choices import Why
from events.confirming.models import SignOfLife
from events.dates import services as dates
from events.follows import kinds as follows
from events.follows import reminders as follow_reminders
from events.follows import services as follow_services
from events.follows.writing.services import write_to_all
from events.lending import services as lending
from events.lending.models import Thing
from events.lending.wanting import Want
from events.models import Event, Occurrence
from events.signups import news
from events.signups.kinds import (
    CANCELLED,
    CONFIRMATION,
    MOVED,
    OFFERED,
    PARTY,
    PROMOTED,
    RELEASED,
    REMINDER,
    WAITING,
)
from events.signups.letters import About
from events.signups.mails import message
from events.signups.services import sign_up
from events.standing import services as standing
from newcomers import asking
from newcomers.person import Person
from newcomers.welcome.models import AskedLater
from newcomers.welcome.services import start_campaign
from newcomers.welcome.steps import later
from newcomers.welcome.trial import send_test
from organisations.models import Membership
from tests import factories
from tests.arabic_mails.shared import (
    HOST,
    NAME,
    NOW,
    ORGANISATION,
    PHONE,
    REASON,
    SOON,
    TITLE,
    VENUE,
    a_date,
    an_arabic_user,
    sent,
)

OF_A_SIGNUP = (CONFIRMATION, REMINDER, CANCELLED, RELEASED)
OF_A_LIST = (WAITING, PROMOTED, OFFERED, MOVED, PARTY)
OF_A_FOLLOW = ("follow_first", "follow_reminder", "follow_still", "follow_dates_changed")


def of_signups(heroy) -> dict[str, mail.EmailMessage]:
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE)
    owner = factories.a_member(organisation, user=an_arabic_user("Eier"), role=Membership.MemberRole.OWNER)
    date = a_date(heroy, organisation)
    signup = factories.a_signup(date, name=NAME, language="ar", adults=2, created_at=NOW - timedelta(hours=1))
    made = {kind: message(kind=kind, signup=signup, now=NOW) for kind in OF_A_SIGNUP}
    signup.waits_since, signup.offered_until = NOW, NOW + timedelta(hours=3)
    about = About(left=date, party={"adults": 2, "children_6_12": 1})
    made |= {kind: message(kind=kind, signup=signup, now=NOW, about=about) for kind in OF_A_LIST}
    people = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0}
    sign_up(
        occurrence_id=date.pk, name="Amal", email="", phone="900 00 000", language="ar", now=NOW, **people
    )
    requested = sent()
    assert requested.to == [owner.email]
    dates.postpone_date(occurrence=date, user=None, now=NOW, reason=REASON)
    return {**made, "requested": requested, "dates_changed": sent(NOW + news.TOLD_AFTER)}


def of_besides(heroy) -> dict[str, mail.EmailMessage]:
    """Who meets people, whether enough come, thanks, and a second invitation."""
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE)
    factories.a_member(organisation, user=an_arabic_user("Leder"), role=Membership.MemberRole.OWNER)
    date = a_date(heroy, organisation)
    Event.objects.filter(pk=date.event_id).update(goes_from=3)
    volunteer = factories.a_responsible(date.event, NAME, language="ar")
    meeting.ask(responsible=volunteer, now=NOW)
    made = {"greeter_asked": sent()}
    meeting.answer(responsible=volunteer, yes=True, now=NOW)
    signup = factories.a_signup(date, name=NAME, language="ar", created_at=NOW)
    WantsToBeMet.objects.create(signup=signup, expires_at=date.ends_at)
    before = date.starts_at - timedelta(hours=20)
    reminders.queue_due(now=before)
    made["to_meet"] = sent(before)
    going.ask_organisers(now=before)
    made["too_few"] = sent(before)
    going.decide(occurrence=Occurrence.objects.get(pk=date.pk), now=before)
    made["it_goes"] = sent(before)
    after = date.ends_at + timedelta(days=1)
    factories.an_occurrence(date.event, starts_at=after + timedelta(days=6))
    afterwards.queue_due(now=after)
    made["thanks"] = sent(after)
    other = a_date(heroy, factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE))
    missed = factories.a_signup(other, name=NAME, language="ar", created_at=NOW)
    afterwards.did_not_come([missed.pk], now=after - timedelta(hours=8))
    return {**made, "missed": sent(after)}


def of_lending(heroy) -> dict[str, mail.EmailMessage]:
    """What somebody has asked to borrow is taken off the list."""
    date = a_date(heroy, factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE))
    Event.objects.filter(pk=date.event_id).update(equipment_to_borrow=True)
    organisation = date.organisation
    lending.add_things(organisation=organisation, kind="ski_boots", sizes=["38"], words="", number=1)
    signup = factories.a_signup(Occurrence.objects.get(pk=date.pk), name=NAME, language="ar", created_at=NOW)
    lending.ask_for(signup=signup, wants=[Want("ski_boots", "38")], now=NOW)
    lending.remove_thing(thing=Thing.objects.get(), now=NOW)
    return {"not_to_be_had": sent()}


def of_closed(heroy) -> dict[str, mail.EmailMessage]:
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy)
    factories.a_member(organisation, user=an_arabic_user("Vakt"))
    date = factories.an_occurrence(factories.an_event(TITLE, organisation=organisation), starts_at=NOW)
    closed.say_closed(occurrence=date, now=NOW)
    return {"found_closed": sent(NOW + closed.TIME_TO_UNDO)}


def of_follows(heroy) -> dict[str, mail.EmailMessage]:
    """What somebody who just comes is told: in the order of a life."""
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE)
    event = factories.an_event(
        TITLE, organisation=organisation, venue=factories.a_venue(VENUE, municipality=heroy)
    )
    date = factories.an_occurrence(event, starts_at=SOON)
    given = {"every_date": True, "language": "ar", "reminds": True}
    made = follow_services.follow(occurrence_id=date.pk, email="amal@example.org", now=NOW, **given)
    letters = {"follow_first": sent()}
    follow = follow_services.say_yes(follow=made.follow, now=NOW)
    morning = SOON - timedelta(hours=20)
    follow_reminders.queue_due(now=morning)
    letters["follow_reminder"] = sent(morning)
    follow.expires_at = NOW + timedelta(days=3)
    follow.save()
    follow_services.ask_still(now=NOW)
    letters["follow_still"] = sent()
    write_to_all(occurrence=date, user=None, words=REASON, language="nb", now=NOW)
    letters["follow_written"] = sent()
    dates.postpone_date(occurrence=date, user=None, now=NOW, reason=REASON)
    letters["follow_dates_changed"] = sent(NOW + news.TOLD_AFTER)
    assert {row.kind for row in OutboxMessage.objects.filter(recipient=follows.recipient_of(follow))} == {
        follows.FIRST,
        follows.REMINDER,
        follows.STILL,
        follows.DATES_CHANGED,
        follows.WRITTEN,
    }
    return letters


def of_asking(heroy) -> dict[str, mail.EmailMessage]:
    person = Person(email="amal@example.org", name=NAME, language="ar")
    asking.ask(municipality=heroy, person=person, page_language="ar", now=NOW)
    return {"asked_to_be_welcomed": sent()}


def of_standing_places(heroy) -> dict[str, mail.EmailMessage]:
    organisation = factories.an_organisation("Kulturkontoret 2", municipality=heroy)
    place = factories.a_standing_place(
        "Hva mangler? (Herøy)",
        organisation=organisation,
        contact_email="kari@example.org",
        contact_language="ar",
        confirmed_at=NOW - timedelta(days=200),
    )
    assert standing.ask_whether_right(now=NOW) == 1
    still_right = sent()
    standing.send_back(place=place, comment=REASON, now=NOW)
    return {"still_right": still_right, "decision": sent()}


def of_questions(heroy) -> dict[str, mail.EmailMessage]:
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE)
    date = a_date(heroy, organisation)
    before = factories.an_occurrence(date.event, starts_at=NOW - timedelta(days=7))
    factories.a_headcount(before, source="answered")
    factories.a_responsible(date.event, NAME, language="ar")
    confirming.ask(occurrence=date, why=Why.HOLIDAY, now=NOW)
    made = {"question": sent()}
    life = SignOfLife.objects.create(series=date.series, silent_dates=4, hidden_at=NOW)
    silence.tell([life], NOW)
    return {**made, "hidden": sent()}


def of_log_in() -> dict[str, mail.EmailMessage]:
    user = an_arabic_user("Innlogget")
    made = {}
    for name, address in (("code", user.email), ("unknown", "ukjent@example.org")):
        Client().post("/ar/account/login/", {"login": address})
        made[name] = sent()
    return made


def of_welcome(heroy, host) -> dict[str, mail.EmailMessage]:
    contact = factories.a_contact(HOST, municipality=heroy, phone=PHONE, email="a@heroy.example")
    step = factories.a_step(
        language="ar",
        municipality=heroy,
        subject="أهلاً وسهلاً",
        body=[
            (
                "contacts",
                {
                    "heading": "اسألنا",
                    "contacts": [{"contact": contact, "helps_with": "كل ما تريد معرفته."}],
                },
            ),
            ("next_events", {"heading": "قريبًا", "count": 3}),
        ],
    )
    factories.an_occurrence(factories.an_event(TITLE, municipality=heroy), starts_at=SOON)
    factories.a_newcomer(municipality=heroy, name=NAME, language="ar", created_at=NOW)
    start_campaign(step=step, user=host, now=NOW)
    made = {"package": sent()}
    send_test(step=step, user=host, language="ar", now=NOW)
    made["test"] = sent()
    person = factories.a_newcomer("later@example.org", municipality=heroy, language="ar", created_at=NOW)
    asked = later.agree(newcomer=person, now=NOW)
    AskedLater.objects.filter(pk=asked.pk).update(ask_on=NOW.date())
    later.ask_due(now=NOW)
    made["still_here_later"] = sent()
    my_data.send_link(to="later@example.org", language="ar", now=NOW)
    return made | {"my_data": sent()}
