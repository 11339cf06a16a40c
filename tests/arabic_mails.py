"""One mail of each kind, all to people who read Arabic, and what stands in them."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.models import User
from core.privacy import asking as my_data
from events.besides import afterwards, going, meeting, reminders
from events.besides.models import WantsToBeMet
from events.confirming import closed, silence
from events.confirming import services as confirming
from events.confirming.choices import Why
from events.confirming.models import SignOfLife
from events.dates import services as dates
from events.exchange.models import Source
from events.exchange.taking_in import telling
from events.follows import kinds as follows
from events.follows import reminders as follow_reminders
from events.follows import services as follow_services
from events.follows.writing.services import write_to_all
from events.models import Event, Occurrence, QueueMail
from events.moderation.editors import tell_once_a_day
from events.moderation.reporting import report
from events.moderation.services import approve, ask_for_changes, hand_in, take_down
from events.partners import services as partners
from events.signups import access, news
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
from newcomers.participation import mails as figure_mails
from newcomers.person import Person
from newcomers.tallies.models import Edition
from newcomers.welcome.models import AskedLater
from newcomers.welcome.services import start_campaign
from newcomers.welcome.steps import later
from newcomers.welcome.trial import send_test
from organisations.joining import services as joining
from organisations.joining import yearly
from organisations.joining.models import YearlyQuestion
from organisations.mails import queue_invitation
from organisations.models import Invitation, Membership, Municipality
from organisations.people import services as people
from organisations.people.handing_over import hand_over_welcoming
from organisations.people.staff import invite
from organisations.services import invite_member
from organisations.tenancy.grants import grant_role
from organisations.tenancy.substitutes import end_substitute, name_substitute
from tests import factories

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=2)
TITLE, ORGANISATION, NAME = "Hva mangler i Herøy?", "Røde Kors (Herøy)", "Kari E."
PARTNER = "Sanitetsforeningen (2)"
VENUE, PHONE, REASON, HOST = "Bygdehuset (2. etasje)", "75 00 00 20", "Snø på veien!", "Ingrid Havblikk"
CALENDAR = "Terminliste? (koret)"
OF_A_SIGNUP = (CONFIRMATION, REMINDER, CANCELLED, RELEASED)
OF_A_LIST = (WAITING, PROMOTED, OFFERED, MOVED, PARTY)
OF_A_FOLLOW = ("follow_first", "follow_reminder", "follow_still", "follow_dates_changed")


def mails_of_each_kind(heroy: Municipality, *, editor: User, host: User) -> dict[str, mail.EmailMessage]:
    """By their templates' names."""
    with time_machine.travel(NOW, tick=False):
        return {
            **of_signups(heroy),
            **of_closed(heroy),
            **of_besides(heroy),
            **of_asking(heroy),
            **of_questions(heroy),
            **of_follows(heroy),
            **of_standing_places(heroy),
            **of_work(heroy, editor),
            **of_joining(heroy),
            **of_calendars(heroy),
            **of_log_in(),
            **of_welcome(heroy, host),
            **of_partners(heroy),
            **of_figures(heroy, host),
        }


def sent(now: datetime = NOW) -> mail.EmailMessage:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    [letter] = mail.outbox
    return letter


def an_arabic_user(name: str):
    user = factories.a_user(name)
    user.language = "ar"
    user.save()
    return user


def a_date(heroy, organisation):
    venue = factories.a_venue(VENUE, municipality=heroy)
    event = factories.an_event(
        TITLE,
        organisation=organisation,
        venue=venue,
        admission="sign_up",
        online_url="https://meet.example/a/",
    )
    return factories.an_occurrence(event, starts_at=SOON)


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


def of_editors(organisation, organiser, editor) -> dict[str, mail.EmailMessage]:
    now = timezone.now()
    editor.language = "ar"
    editor.save()
    event = factories.an_event(TITLE, live=False, organisation=organisation)
    factories.a_series(event)
    hand_in(event=event, user=organiser, now=now)
    made = {"waits": sent()}
    report(event=event, why="wrong", words="Det er stengt", now=now)
    made["reported"] = sent()
    QueueMail.objects.create(user=editor, how="daily")
    tell_once_a_day(now=now)
    made["queue"] = sent()
    take_down(event=event, user=editor, why="Takk, og hei!", acting_as="editor", now=now)
    return made | {"take_down": sent()}


def of_work(heroy, editor) -> dict[str, mail.EmailMessage]:
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy)
    organiser = factories.a_member(organisation, user=an_arabic_user("Ola"))
    made = {}
    for decide in (approve, ask_for_changes):
        event = factories.an_event(TITLE, live=False, organisation=organisation)
        factories.a_series(event)
        hand_in(event=event, user=organiser, now=timezone.now())
        decide(event=event, user=editor, why="Takk, og hei!", now=timezone.now())
        made[decide.__name__] = sent()
    made |= of_editors(organisation, organiser, editor)
    invitation = Invitation.objects.create(
        organisation=organisation,
        user=an_arabic_user("Ny"),
        invited_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    queue_invitation(invitation=invitation, now=NOW)
    made["invitation"] = sent()
    an_arabic_user("Kollega")
    for name in ("invited", "staff"):
        who = {"email": User.objects.latest("pk").email, "by": organiser, "now": NOW}
        if name == "invited":
            invite_member(organisation=organisation, by_organisation=True, **who)
        else:
            invite(place=heroy, roles=["host", "editor"], **who)
        made[name] = sent()
    made |= of_hosts(heroy)
    date = factories.an_occurrence(event, starts_at=SOON)
    factories.a_member(organisation, user=an_arabic_user("Eier"), role="owner")
    access.ask(occurrence=date, user=editor, why="Klage", now=NOW)
    made["access_asked"] = sent()
    return made


def of_hosts(heroy) -> dict[str, mail.EmailMessage]:
    """A host is away, is back early, and leaves."""
    host, colleague = an_arabic_user("Vert"), an_arabic_user("Vikar")
    grant_role(user=host, role="host", municipality=heroy)
    days = {"first_day": NOW.date(), "last_day": NOW.date() + timedelta(days=7)}
    row, _is_new = name_substitute(place=heroy, absent=host, email=colleague.email, now=NOW, **days)
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: NOW)
    found = {letter.to[0]: letter for letter in mail.outbox}
    made = {"substitute": found[colleague.email], "substituted": found[host.email]}
    end_substitute(substitution=row, by=host, now=NOW)
    made["substitute_ended"] = sent()
    grant_role(user=colleague, role="editor", municipality=heroy)
    hand_over_welcoming(place=heroy, giver=host, taker=colleague, now=NOW)
    return made | {"handed_over": sent()}


def of_joining(heroy) -> dict[str, mail.EmailMessage]:
    """What who asks to publish is told, and the municipality; and the question of once a year."""
    given = {"orgnr": "", "kind": "other", "about": "Strikker", "applicant": NAME, "language": "ar"}
    application = joining.apply(
        municipality=heroy, name=ORGANISATION, email="amal@example.org", now=NOW, **given
    )
    made = {"join_confirm": sent()}
    colleague = an_arabic_user("Redaktør")
    grant_role(user=colleague, role="editor", municipality=heroy)
    joining.confirm(application=application, now=NOW)
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: NOW)
    [made["join_waiting"]] = [letter for letter in mail.outbox if letter.to == [colleague.email]]
    joining.decline(application=application, user=colleague, why="Takk, og hei!", now=NOW)
    made["join_decision"] = sent()
    club = factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE)
    factories.a_member(club, user=an_arabic_user("Eier"), role=Membership.MemberRole.OWNER)
    long_ago = NOW - timedelta(days=400)
    YearlyQuestion.objects.create(organisation=club, since=long_ago, seen_at=long_ago)
    yearly.ask(now=NOW)
    return {**made, "yearly": sent()}


def of_partners(heroy) -> dict[str, mail.EmailMessage]:
    """Two organisations that arrange something together; and somebody who is let go."""
    mine, theirs = (factories.an_organisation(name, municipality=heroy) for name in (ORGANISATION, PARTNER))
    asks = factories.a_member(mine, user=an_arabic_user("Ola"))
    answers = factories.a_member(theirs, user=an_arabic_user("Eier"), role=Membership.MemberRole.OWNER)
    event = factories.an_event(TITLE, organisation=mine)
    request = partners.ask(event=event, organisation=theirs, user=asks, now=NOW)
    made = {"partner_asked": sent()}
    partners.answer(request=request, yes=True, user=answers, now=NOW)
    made["partner_answered"] = sent()
    leaver = factories.a_member(theirs, user=an_arabic_user("Slutter"))
    people.remove(membership=leaver.memberships.get(), by=answers, now=NOW)
    return made | {"ended": sent()}


def of_calendars(heroy) -> dict[str, mail.EmailMessage]:
    club = factories.an_organisation(ORGANISATION, municipality=heroy)
    factories.a_member(club, user=an_arabic_user("Eier"))
    given = {"address": "https://example.org/a.ics", "created_at": NOW, "kind": "subscription"}
    source = Source.objects.create(organisation=club, name=CALENDAR, failures=10, state="stopped", **given)
    telling.is_away(source=source, now=NOW)
    source.save()
    away = sent()
    source.state, source.failures = "active", 0
    telling.works_again(source=source, now=NOW)
    source.save()
    return {"calendar_away": away, "calendar_back": sent()}


def of_log_in() -> dict[str, mail.EmailMessage]:
    user = an_arabic_user("Innlogget")
    made = {}
    for name, address in (("code", user.email), ("unknown", "ukjent@example.org")):
        Client().post("/ar/account/login/", {"login": address})
        made[name] = sent()
    return made


def of_figures(heroy, host) -> dict[str, mail.EmailMessage]:
    User.objects.filter(pk=host.pk).update(language="ar")
    Edition.objects.create(month=NOW.date().replace(year=2026, month=12, day=1), made_at=NOW)
    figure_mails.tell(now=NOW)
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: NOW)
    # Whoever has become a host in the other letters has one too.
    [letter] = [each for each in mail.outbox if each.to == [host.email]]
    return {"figures": letter}


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
