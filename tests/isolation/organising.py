"""What an organisation has: members, a venue, activities in each state, calendars, and who comes."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from core.models import User
from events.choices import Category, TextState
from events.confirming import links as question_links
from events.confirming import services
from events.confirming.choices import Why
from events.confirming.models import SignOfLife
from events.exchange.models import Source, Upload
from events.follows.links import token_for as follow_token_for
from events.models import CoOrganiserRequest, Event, EventText, Occurrence, SchoolHoliday, SharedTemplate
from events.moderation.services import hand_in
from events.signups.links import token_for as signup_token_for
from events.signups.models import Signup, SignupAccess
from events.standing.notices import LINKS as STILL_RIGHT_LINKS
from organisations.joining import links as joining_links
from organisations.joining.models import YearlyQuestion
from organisations.models import Invitation, Municipality, Organisation
from tests import factories
from tests.isolation.sides import Side


def an_organisation(side: Side, municipality: Municipality) -> None:
    """Members, a venue, activities that are public, waiting and drafts, with sign-ups and head counts."""
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
    make = partial(an_activity, side, organisation, venue, organiser)
    live, waiting, draft = make("live"), make("waiting"), make("draft")
    now = timezone.now()
    live.save_revision(user=organiser, log_action=True).publish(user=organiser, skip_permission_checks=True)
    live.refresh_from_db()
    # What waits is whole: it has a date.
    a_date(waiting, venue, now + timedelta(days=1))
    hand_in(event=waiting, user=organiser, now=now)
    draft.save_revision(user=organiser, log_action=True)
    # What is public has changes that nobody has handed in.
    changed = live.get_latest_revision_as_object()
    changed.online_url = f"https://{side.hidden('link').split()[-1]}.example/"
    changed.save_revision(user=organiser, log_action=True)
    coming = a_date(live, venue, now + timedelta(days=1))
    past = a_date(live, venue, now - timedelta(days=2))
    signup = factories.a_signup(
        coming, name=side.hidden("signup"), email=side.address("signup"), phone="90000000"
    )
    asked = factories.a_signup(
        coming, name=side.hidden("asked"), email="", phone="90000001", status=Signup.Status.REQUESTED
    )
    factories.a_signup(past, name=side.hidden("guest"), email=side.address("guest"))
    factories.a_headcount(past, adults=41, children=17)
    follow = factories.a_follow(coming, email=side.address("follow"))
    volunteer = factories.a_responsible(live, side.hidden("volunteer"), email=side.address("volunteer"))
    question = services.ask(occurrence=coming, why=Why.EACH, now=now)
    assert question is not None
    life = SignOfLife.objects.create(series=coming.series, silent_dates=4, hidden_at=now)
    proposed = User.objects.create_user(side.address("proposed"), name=side.hidden("proposed"))
    invitation = Invitation.objects.create(
        organisation=organisation, user=proposed, invited_at=now, expires_at=now + timedelta(days=30)
    )
    yearly = YearlyQuestion.objects.create(organisation=organisation, since=now, seen_at=now)
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
    # Another's activity, which this organisation is asked to arrange too, and one that it does already.
    friend = factories.an_organisation(f"Venn av {side.name}", municipality=municipality)
    together = factories.an_event(f"Sammen {side.name}", organisation=friend, venue=venue)
    together.co_organisers.add(organisation)
    asked_of = CoOrganiserRequest.objects.create(event=live, organisation=friend, asked_at=now)
    partner_request = CoOrganiserRequest.objects.create(
        event=factories.an_event(f"Spurt {side.name}", organisation=friend, venue=venue),
        organisation=organisation,
        asked_at=now,
    )
    source = Source.objects.create(
        organisation=organisation, kind="file", name=side.hidden("list"), created_by=organiser, created_at=now
    )
    subscription = Source.objects.create(
        organisation=organisation,
        kind="subscription",
        name=side.hidden("calendar"),
        address="http://127.0.0.1/a.ics",
        created_by=organiser,
        created_at=now,
    )
    upload, taken = (
        Upload.objects.create(
            source=source,
            user=organiser,
            created_at=now,
            expires_at=now + timedelta(days=1),
            taken_at=taken_at,
        )
        for taken_at in (None, now)
    )
    row = {"title": side.hidden("row"), "date": "hver tirsdag", "time": "18-20", "place": venue.name}
    upload.rows.create(number=2, cells=row, raw=row)
    taken.rows.create(number=2, cells=row, raw=row, outcome=[["made", side.hidden("row"), live.pk]])
    asked_to_read = SignupAccess.objects.create(
        occurrence=coming,
        user=proposed,
        why=side.hidden("why"),
        asked_at=now,
        expires_at=now + timedelta(days=30),
    )
    draft_date = a_date(draft, venue, now + timedelta(days=1))
    side.ids |= {
        "organisation": organisation.pk,
        "organisation_slug": organisation.slug,
        "venue": venue.pk,
        "school_holiday": holiday.pk,
        "event": live.pk,
        "event_draft": draft.pk,
        "copy_of": f"copy:{draft.pk}",
        "shared_template": SharedTemplate.objects.create(
            organisation=organisation,
            county=organisation.municipality.county,
            language="nb",
            title=side.open("template"),
            category=Category.LANGUAGE_CAFE,
            shared_at=now,
        ).pk,
        "own_template": SharedTemplate.objects.create(
            municipality=organisation.municipality,
            language="nb",
            title=side.open("owntemplate"),
            category=Category.LANGUAGE_CAFE,
            shared_at=now,
        ).pk,
        "event_waiting": waiting.pk,
        "event_revision": live.live_revision_id,
        "waiting_revision": waiting.latest_revision_id,
        "date": coming.pk,
        "series": coming.series_id,
        "past_date": past.pk,
        "draft_date": draft_date.pk,
        "date_id": coming.public_id,
        "past_date_id": past.public_id,
        "draft_date_id": draft_date.public_id,
        "follow": follow.pk,
        "follow_token": follow_token_for(follow),
        "signup": signup.pk,
        "signup_token": signup_token_for(signup),
        "signup_address": signup.email,
        "signup_request": asked.pk,
        "signup_access": asked_to_read.pk,
        "volunteer": volunteer.pk,
        "event_together": together.pk,
        "partner_request": partner_request.pk,
        "partner_asked": asked_of.pk,
        "subscription": subscription.pk,
        "upload": upload.public_id,
        "upload_taken": taken.public_id,
        "standing": open_now.pk,
        "standing_waiting": not_yet.pk,
        "standing_token": STILL_RIGHT_LINKS.token(open_now.public_id),
        "question_token": question_links.token_for(question),
        "short_token": question.token,
        "still_here_token": question_links.STILL_HERE.token(life.public_id),
        "invitation": invitation.pk,
        "yearly_token": joining_links.STILL_RIGHT.token(yearly.public_id),
        "event_text": waiting.texts.first().pk,
        "membership": organisation.memberships.get(user=organiser).pk,
        "organiser_address": organiser.email,
    }


def an_activity(side: Side, organisation: Organisation, venue: Any, user: User, kind: str) -> Event:
    word = side.open if kind == "live" else side.hidden
    event = Event.objects.create(
        organisation=organisation,
        municipality=organisation.municipality,
        venue=venue,
        category=Category.LANGUAGE_CAFE,
        spoken_languages=["no"],
        admission="sign_up",
        capacity=20,
        live=False,
        has_unpublished_changes=True,
    )
    EventText.objects.create(event=event, language="nb", title=word(kind), description=word(f"{kind}text"))
    EventText.objects.create(event=event, language="en", title=word(f"{kind}en"), state=TextState.HUMAN)
    return Event.objects.get(pk=event.pk)


def a_date(event: Event, venue: Any, starts_at: Any) -> Occurrence:
    return factories.an_occurrence(event, starts_at=starts_at)
