"""What an organisation has: members, a venue, activities in each state, calendars, and who comes."""

from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from core.models import User
from events.besides.links import LINKS as GREETERS
from events.besides.models import OwnQuestion
from events.choices import Category, TextState
from events.confirming import links as question_links
from events.confirming import services
from events.confirming.choices import Why
from events.confirming.models import SignOfLife
from events.exchange.models import Source, Upload
from events.follows.links import token_for as follow_token_for
from events.lending.models import Loan, Thing
from events.models import CoOrganiserRequest, Event, EventText, Occurrence, SchoolHoliday, SharedTemplate
from events.moderation.services import hand_in
from events.signups.links import token_for as signup_token_for
from events.signups.models import Signup, SignupAccess
from events.standing.notices import LINKS as STILL_RIGHT_LINKS
from organisations.joining import links as joining_links
from organisations.joining.models import YearlyQuestion
from organisations.models import Invitation, Municipality, Organisation, Venue
from tests import factories
from tests.isolation.sides import Side


def an_organisation(side: Side, municipality: Municipality) -> None:
    """Members, a venue, activities that are public, waiting and drafts, with sign-ups and head counts."""
    now = timezone.now()
    organisation = factories.an_organisation(
        side.open("organisation"),
        municipality=municipality,
        slug=f"lag-{side.name}",
        email=f"lag@{side.name}.example",
    )
    organiser = User.objects.create_user(side.address("organiser"), name=side.hidden("organiser"))
    factories.a_member(organisation, user=organiser)
    venue = factories.a_venue(side.open("venue"), municipality=municipality, address=side.open("address"))
    holiday = SchoolHoliday.objects.create(
        municipality=municipality,
        name=side.hidden("holiday"),
        first_day=date(2027, 10, 4),
        last_day=date(2027, 10, 8),
    )
    side.ids |= {
        "organisation": organisation.pk,
        "organisation_slug": organisation.slug,
        "venue": venue.pk,
        "school_holiday": holiday.pk,
        "membership": organisation.memberships.get(user=organiser).pk,
        "organiser_address": organiser.email,
    }
    live = activities(side, organisation, venue, organiser, now)
    coming = live.occurrences.get(pk=side.ids["date"])
    who_comes(side, coming, now)
    who_answers(side, organisation, coming, now)
    who_joins(side, organisation, coming, now)
    opening_hours(side, organisation, venue)
    templates(side, organisation, now)
    together(side, organisation, venue, live, now)
    calendars(side, organisation, organiser, live, now)


def activities(side: Side, organisation: Organisation, venue: Venue, user: User, now: datetime) -> Event:
    """One that is public, with changes that nobody has handed in; one that waits; and a draft."""
    make = partial(an_activity, side, organisation, venue)
    live, waiting, draft = make("live"), make("waiting"), make("draft")
    live.save_revision(user=user, log_action=True).publish(user=user, skip_permission_checks=True)
    live.refresh_from_db()
    # What waits is whole: it has a date.
    factories.an_occurrence(waiting, starts_at=now + timedelta(days=1))
    hand_in(event=waiting, user=user, now=now)
    draft.save_revision(user=user, log_action=True)
    changed = live.get_latest_revision_as_object()
    changed.online_url = f"https://{side.hidden('link').split()[-1]}.example/"
    changed.save_revision(user=user, log_action=True)
    coming = factories.an_occurrence(live, starts_at=now + timedelta(days=1))
    past = factories.an_occurrence(live, starts_at=now - timedelta(days=2))
    draft_date = factories.an_occurrence(draft, starts_at=now + timedelta(days=1))
    side.ids |= {
        "event": live.pk,
        "event_draft": draft.pk,
        "copy_of": f"copy:{draft.pk}",
        "event_waiting": waiting.pk,
        "event_revision": live.live_revision_id,
        "waiting_revision": waiting.latest_revision_id,
        "event_text": waiting.texts.first().pk,
        "date": coming.pk,
        "series": coming.series_id,
        "past_date": past.pk,
        "draft_date": draft_date.pk,
        "date_id": coming.public_id,
        "past_date_id": past.public_id,
        "draft_date_id": draft_date.public_id,
    }
    return live


def who_comes(side: Side, coming: Occurrence, now: datetime) -> None:
    """Sign-ups, one that waits for a yes, somebody who just comes, and how many came last."""
    past = Occurrence.objects.get(pk=side.ids["past_date"])
    signup = factories.a_signup(
        coming, name=side.hidden("signup"), email=side.address("signup"), phone="90000000"
    )
    asked = factories.a_signup(
        coming, name=side.hidden("asked"), email="", phone="90000001", status=Signup.Status.REQUESTED
    )
    waiting = factories.a_signup(
        coming, name=side.hidden("waiting"), email=side.address("waiting"), status="waiting", waits_since=now
    )
    factories.a_signup(past, name=side.hidden("guest"), email=side.address("guest"))
    factories.a_headcount(past, adults=41, children=17)
    thing = Thing.objects.create(organisation=coming.organisation, kind="skis", words=side.hidden("thing"))
    loan = Loan.objects.create(thing=thing, signup=signup, occurrence=coming, expires_at=signup.expires_at)
    out = Thing.objects.create(organisation=coming.organisation, kind="tent", out_until=now.date())
    Loan.objects.create(thing=out, borrower=side.hidden("borrower"), expires_at=now + timedelta(days=90))
    phone = factories.a_phone_count(past)
    follow = factories.a_follow(coming, email=side.address("follow"))
    side.ids |= {
        "thing": thing.pk,
        "loan": loan.pk,
        "follow": follow.pk,
        "follow_token": follow_token_for(follow),
        "signup": signup.pk,
        "signup_waiting": waiting.pk,
        "signup_token": signup_token_for(signup),
        "signup_address": signup.email,
        "signup_request": asked.pk,
        "phone_count": phone.pk,
    }


def who_answers(side: Side, organisation: Organisation, coming: Occurrence, now: datetime) -> None:
    """A volunteer who is asked whether it is on, a silent series, and the question of once a year."""
    own_question = OwnQuestion.objects.create(
        event=coming.event,
        answered="yes_no",
        words=side.open("question"),
        why=side.open("why"),
        language="nb",
        until="day_after",
    )
    volunteer = factories.a_responsible(
        coming.event, side.hidden("volunteer"), email=side.address("volunteer")
    )
    question = services.ask(occurrence=coming, why=Why.EACH, now=now)
    assert question is not None
    life = SignOfLife.objects.create(series=coming.series, silent_dates=4, hidden_at=now)
    yearly = YearlyQuestion.objects.create(organisation=organisation, since=now, seen_at=now)
    side.ids |= {
        "volunteer": volunteer.pk,
        "own_question": own_question.pk,
        "greeter_token": GREETERS.token(volunteer.public_id),
        "question_token": question_links.token_for(question),
        "short_token": question.token,
        "still_here_token": question_links.STILL_HERE.token(life.public_id),
        "yearly_token": joining_links.STILL_RIGHT.token(yearly.public_id),
    }


def who_joins(side: Side, organisation: Organisation, coming: Occurrence, now: datetime) -> None:
    """Somebody whom the municipality proposes, and who asks to read who comes."""
    proposed = User.objects.create_user(side.address("proposed"), name=side.hidden("proposed"))
    ends = now + timedelta(days=30)
    invitation = Invitation.objects.create(
        organisation=organisation, user=proposed, invited_at=now, expires_at=ends
    )
    access = SignupAccess.objects.create(
        occurrence=coming, user=proposed, why=side.hidden("why"), asked_at=now, expires_at=ends
    )
    side.ids |= {"invitation": invitation.pk, "signup_access": access.pk}


def opening_hours(side: Side, organisation: Organisation, venue: Venue) -> None:
    open_now = factories.a_standing_place(
        side.open("library"),
        organisation=organisation,
        venue=venue,
        contact_name=side.hidden("keeper"),
        contact_email=side.address("keeper"),
    )
    not_yet = factories.a_standing_place(
        side.hidden("hall"), organisation=organisation, venue=venue, state="waiting"
    )
    side.ids |= {
        "standing": open_now.pk,
        "standing_waiting": not_yet.pk,
        "standing_token": STILL_RIGHT_LINKS.token(open_now.public_id),
    }


def templates(side: Side, organisation: Organisation, now: datetime) -> None:
    """What the organisation shares with the county, and what its municipality shares."""
    said = {"language": "nb", "category": Category.LANGUAGE_CAFE, "shared_at": now}
    place = organisation.municipality
    shared = SharedTemplate.objects.create(
        organisation=organisation, county=place.county, title=side.open("template"), **said
    )
    own = SharedTemplate.objects.create(municipality=place, title=side.open("owntemplate"), **said)
    side.ids |= {"shared_template": shared.pk, "own_template": own.pk}


def together(side: Side, organisation: Organisation, venue: Venue, live: Event, now: datetime) -> None:
    """Another's activity, which this organisation is asked to arrange too, and one that it does already."""
    friend = factories.an_organisation(f"Venn av {side.name}", municipality=organisation.municipality)
    shared = factories.an_event(f"Sammen {side.name}", organisation=friend, venue=venue)
    shared.co_organisers.add(organisation)
    asked_of = CoOrganiserRequest.objects.create(event=live, organisation=friend, asked_at=now)
    request = CoOrganiserRequest.objects.create(
        event=factories.an_event(f"Spurt {side.name}", organisation=friend, venue=venue),
        organisation=organisation,
        asked_at=now,
    )
    side.ids |= {"event_together": shared.pk, "partner_request": request.pk, "partner_asked": asked_of.pk}


def calendars(side: Side, organisation: Organisation, user: User, live: Event, now: datetime) -> None:
    """A list that is being looked through, one that was taken in, and a calendar that is subscribed to."""
    said = {"organisation": organisation, "created_by": user, "created_at": now}
    source = Source.objects.create(kind="file", name=side.hidden("list"), **said)
    subscription = Source.objects.create(
        kind="subscription", name=side.hidden("calendar"), address="http://127.0.0.1/a.ics", **said
    )
    upload, taken = (
        Upload.objects.create(
            source=source, user=user, created_at=now, expires_at=now + timedelta(days=1), taken_at=taken_at
        )
        for taken_at in (None, now)
    )
    place = live.venue.name
    row = {"title": side.hidden("row"), "date": "hver tirsdag", "time": "18-20", "place": place}
    upload.rows.create(number=2, cells=row, raw=row)
    taken.rows.create(number=2, cells=row, raw=row, outcome=[["made", side.hidden("row"), live.pk]])
    side.ids |= {
        "subscription": subscription.pk,
        "upload": upload.public_id,
        "upload_taken": taken.public_id,
    }


def an_activity(side: Side, organisation: Organisation, venue: Venue, kind: str) -> Event:
    word = side.open if kind == "live" else side.hidden
    event = Event.objects.create(
        organisation=organisation,
        municipality=organisation.municipality,
        venue=venue,
        category=Category.LANGUAGE_CAFE,
        spoken_languages=["no"],
        admission="sign_up",
        capacity=20,
        goes_from=2,
        live=False,
        has_unpublished_changes=True,
    )
    EventText.objects.create(event=event, language="nb", title=word(kind), description=word(f"{kind}text"))
    EventText.objects.create(event=event, language="en", title=word(f"{kind}en"), state=TextState.HUMAN)
    return Event.objects.get(pk=event.pk)
