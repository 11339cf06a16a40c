"""One world in which something could leak: two municipalities with everything in each, and a neighbour.

`own` is where the actors of the table work. `other` is another municipality in another county; `neighbour` is
another organisation in the actors' own municipality, which its editors look after and its organisers do not.
Every text of theirs holds a marker word. A hidden marker is never shown to anybody of `own`; an open one
stands on public pages, and nowhere in the portal or in the admin.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Locale,
    Site,
    Task,
    Workflow,
)

from core.clock import local_day
from core.models import Picture, User
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
from home.opening import open_municipality, open_site
from newcomers import asking
from newcomers.models import Selection, WayIn
from newcomers.person import Person
from newcomers.services import note_offer
from newcomers.uploading import bring as bring_people
from newcomers.welcome.booklet.services import order_booklets
from newcomers.welcome.links import mint
from newcomers.welcome.models import SharedSection
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.models.steps import CompanyWish
from newcomers.welcome.services import start_campaign
from organisations.joining import links as joining_links
from organisations.joining import services as joining
from organisations.joining.models import YearlyQuestion
from organisations.mails import LINKS as INVITATION_LINKS
from organisations.models import Invitation, Municipality, Organisation, Role, StaffInvitation
from organisations.tenancy.grants import grant_role
from organisations.tenancy.substitutes import name_substitute
from tests import factories
from tests.isolation.content import files, pages
from tests.isolation.sides import Side


@dataclass
class World:
    """The three sides, and who asks: a user by the name of the role that they hold on the own side."""

    own: Side
    neighbour: Side
    other: Side
    actors: dict[str, User]


def build(remember: Any, side: type[Side] = Side) -> World:
    """`remember(name)` is called when each part of the world is there, so that rows can be told apart."""
    open_site()
    own, neighbour, other = side("own"), side("neighbour"), side("other")
    nordland = factories.a_county()
    more = factories.a_county("Møre og Romsdal", "15")
    remember("shared")
    a_municipality(own, factories.a_municipality("1818", "Herøy", county=nordland, slug="heroy"))
    actors = the_actors(own)
    remember("own")
    an_organisation(neighbour, Municipality.objects.get(pk="1818"))
    remember("neighbour")
    # Its name is public; its address is typed by whoever asks, and holds no marker.
    a_municipality(other, factories.a_municipality("1515", other.open("place"), county=more, slug="ansnes"))
    for role in ("admin", "editor", "host", "translator"):
        user = User.objects.get(email=other.address(role))
        grant_role(user=user, role=role, municipality=Municipality.objects.get(pk="1515"))
    remember("other")
    return World(own, neighbour, other, actors)


def the_actors(own: Side) -> dict[str, User]:
    """Everybody who could ask, each with one role in the own municipality, county or organisation."""
    municipality = Municipality.objects.get(pk=own.ids["kommunenummer"])
    organisation = Organisation.objects.get(pk=own.ids["organisation"])
    actors = {
        name: User.objects.get(email=own.address(name)) for name in ("admin", "editor", "host", "translator")
    }
    for name, user in actors.items():
        grant_role(user=user, role=name, municipality=municipality)
    actors["adviser"] = factories.a_user("Ragnhild Rådgiver")
    grant_role(user=actors["adviser"], role=Role.COUNTY_ADVISER, region=municipality.county)
    actors["organiser"] = User.objects.get(email=own.address("organiser"))
    actors["owner"] = factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")
    actors["stranger"] = factories.a_user("Sture Fremmed")
    actors["superuser"] = User.objects.create_superuser("sjef@example.org", name="Sjef")
    return actors


def a_municipality(side: Side, municipality: Municipality) -> None:
    """Pages, people, files and packages, and an organisation with its activities."""
    side.ids |= {"kommunenummer": municipality.pk, "slug": municipality.slug}
    side.ids["region_slug"] = municipality.county.slug
    now = timezone.now()
    to_work = StaffInvitation.objects.create(
        user=User.objects.create_user(side.address("colleague"), name=side.hidden("colleague")),
        roles=[Role.HOST],
        municipality=municipality,
        invited_at=now,
        expires_at=now + timedelta(days=14),
    )
    side.ids |= {
        "staff_invitation": to_work.pk,
        "invitation_token": INVITATION_LINKS.token(to_work.public_id),
    }
    admin = open_municipality(municipality=municipality, admin_email=side.address("admin"))
    staff = {"admin": admin}
    for role in ("editor", "host", "translator"):
        staff[role] = User.objects.create_user(side.address(role))
    for role, user in staff.items():
        user.name = side.hidden(role)
        user.save()
        grant_role(user=user, role=role, municipality=municipality)
    substitution, _is_new = name_substitute(
        place=municipality,
        absent=staff["host"],
        email=side.address("substitute"),
        first_day=local_day(now) + timedelta(days=30),
        last_day=local_day(now) + timedelta(days=37),
        now=now,
    )
    User.objects.filter(pk=substitution.user_id).update(name=side.hidden("substitute"))
    side.ids["substitution"] = substitution.pk
    files(side, municipality, admin)
    pages(side, municipality, admin)
    packages(side, municipality, admin)
    an_organisation(side, municipality)
    an_application(side, municipality)
    accounts(side, municipality, admin)


def an_application(side: Side, municipality: Municipality) -> None:
    """Somebody wants to publish for what is not here yet."""
    now = timezone.now()
    application = joining.apply(
        municipality=municipality,
        orgnr="",
        name=side.hidden("circle"),
        kind="association",
        about=side.hidden("knits"),
        applicant=side.hidden("applicant"),
        email=side.address("applicant"),
        language="nb",
        now=now,
    )
    application = joining.confirm(application=application, now=now)
    side.ids |= {
        "application": application.pk,
        "sent_token": joining_links.SENT.token(application.public_id),
        "application_token": joining_links.MINE.token(application.public_id),
    }


def ways_in(side: Side, municipality: Municipality, now: datetime) -> dict[str, object]:
    """A link that somebody hands out, who asked by it, and a saved selection."""
    way = WayIn.objects.create(
        municipality=municipality, kind="employer", name=side.open("way_in"), created_at=now
    )
    person = Person(email=side.address("asking"), name=side.hidden("asking"), language="uk")
    asked = asking.ask(municipality=municipality, person=person, page_language="uk", way_in=way, now=now)
    selection = Selection.objects.create(
        municipality=municipality, name=side.hidden("selection"), created_at=now
    )
    return {
        "way_in": way.pk,
        "way_in_token": way.token,
        "welcome_request_token": asking.LINKS.token(asked.public_id),
        "selection": selection.pk,
    }


def packages(side: Side, municipality: Municipality, user: User) -> None:
    """A package in two languages, sent to one newcomer and waiting for another."""
    now = timezone.now()
    fields = {"municipality": municipality, "name": side.hidden("package"), "subject": side.hidden("subject")}
    contact = factories.a_contact(side.hidden("contact"), municipality=municipality, phone="", email="")
    body = [
        (
            "letter",
            {
                "text": f"<p>{side.hidden('letter')}</p>",
                "signature": side.hidden("signature"),
                "role": "Vert",
                "picture": Picture.objects.get(pk=side.ids["image"]),
            },
        ),
        (
            "contacts",
            {
                "heading": side.hidden("ask"),
                "contacts": [{"contact": contact, "helps_with": side.hidden("help")}],
            },
        ),
    ]
    step = factories.a_step(live=False, body=body, **fields)
    step.save_revision(user=user, log_action=True).publish(user=user)
    step.refresh_from_db()
    factories.a_translation(step, "en", {step.subject: side.hidden("english")})
    upload = bring_people(
        municipality=municipality,
        user=user,
        data=f"navn;e-post;språk\n{side.hidden('listed')};{side.address('listed')};xyz\n".encode(),
        name=side.hidden("list"),
        now=now,
    )
    newcomer = factories.a_newcomer(
        side.address("newcomer"), name=side.hidden("newcomer"), municipality=municipality
    )
    campaign = start_campaign(step=step, user=user, now=now)
    wish = CompanyWish.objects.create(
        newcomer=newcomer,
        reach=side.hidden("reach"),
        asked_at=now,
        expires_at=newcomer.expires_at,
    )
    delivery = campaign.deliveries.get()
    delivery.state, delivery.reason = "failed", "no_such_address"
    delivery.save()
    booklet = factories.a_booklet(
        campaign, factories.a_newcomer(name=side.hidden("paper"), municipality=municipality)
    )
    job = order_booklets(
        municipality=municipality, deliveries=[booklet.pk], sheet="70x37", user=user, now=now
    )
    factories.a_newcomer(side.address("waiting"), name=side.hidden("waiting"), municipality=municipality)
    draft = factories.a_step(live=False, **fields)
    draft.save_revision(user=user, log_action=True)
    section = SharedSection.objects.create(
        county=municipality.county,
        heading=side.hidden("section"),
        text=f"<p>{side.hidden('words')}</p>",
        languages=["uk"],
    )
    side.ids |= {
        "section": section.pk,
        "package": step.package_id,
        "step": step.pk,
        "step_draft": draft.pk,
        "step_revision": step.latest_revision_id,
        "contact": contact.pk,
        "delivery": delivery.pk,
        "booklet": booklet.pk,
        "print_job": job.pk,
        "newcomer": newcomer.pk,
        "people_upload": upload.public_id,
        "newcomer_address": newcomer.email,
        "offer": note_offer(newcomer=newcomer, offer="met", on_day=now.date(), by=user).pk,
        **ways_in(side, municipality, now),
        "campaign": campaign.pk,
        "package_token": mint(newcomer=newcomer, delivery=delivery, medium=LetterLink.Medium.MAIL, now=now),
        "letter": newcomer.letter_links.get().pk,
        "wish": wish.pk,
    }


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


def accounts(side: Side, municipality: Municipality, user: User) -> None:
    """What belongs to a person's own log-in, and what is the whole site's."""
    holder = User.objects.create_user(side.address("holder"), name=side.hidden("holder"))
    key = Authenticator.objects.create(
        user=holder, type=Authenticator.Type.WEBAUTHN, data={"name": side.hidden("key"), "credential": {}}
    )
    redirect = Redirect.objects.create(
        old_path=f"/gammel-{side.name}", redirect_page_id=side.ids["page"], site=Site.objects.get()
    )
    side.ids |= {
        "user": user.pk,
        "group": user.groups.get().pk,
        "key": key.pk,
        "redirect": redirect.pk,
        "workflow": Workflow.objects.order_by("pk").first().pk,
        "task": Task.objects.order_by("pk").first().pk,
        "locale": Locale.objects.get(language_code="nb").pk,
        "site": Site.objects.get().pk,
        "home": municipality.pages.get(locale__language_code="nb").get_parent().pk,
        "no_path": "ingen-slik-side/",
    }
