"""One world in which something could leak: two municipalities with everything in each, and a neighbour.

`own` is where the actors of the table work. `other` is another municipality in another county; `neighbour` is
another organisation in the actors' own municipality, which its editors look after and its organisers do not.
Every text of theirs holds a marker word. A hidden marker is never shown to anybody of `own`; an open one
stands on public pages, and nowhere in the portal or in the admin.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Task,
    UploadedFile,
    Workflow,
)
from wagtail_localize.models import Translation
from wagtail_localize.operations import TranslationCreator

from core.models import Picture, User
from events.choices import Category, TextState
from events.models import Event, EventText, Occurrence, SchoolHoliday
from events.publishing import submit_event
from events.signups.links import token_for as signup_token_for
from events.signups.models import Signup
from home.models import GuidePage
from home.opening import open_municipality, open_site
from newcomers.welcome.links import token_for as package_token_for
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.services import start_campaign
from organisations.models import Invitation, Municipality, Organisation, Role
from organisations.tenancy.grants import collection_for, grant_role
from tests import factories

HIDDEN = re.compile(r"zqh(?:other|neighbour)[a-z]+", re.IGNORECASE)
OPEN = re.compile(r"zqo(?:other|neighbour)[a-z]+", re.IGNORECASE)
OF_OTHER = re.compile(r"zq[ho]other[a-z]+", re.IGNORECASE)


@dataclass
class Side:
    """One municipality's or organisation's things by kind: what stands for them in an address."""

    name: str
    ids: dict[str, Any] = field(default_factory=dict)

    def hidden(self, kind: str) -> str:
        """A text of `kind` that nobody else reads; its first word finds all of them."""
        return self._words("h", kind)

    def open(self, kind: str) -> str:
        """A text of `kind` that stands on a public page."""
        return self._words("o", kind)

    def _words(self, letter: str, kind: str) -> str:
        return f"Tekst {kind}" if self.name == "own" else f"zq{letter}{self.name} zq{letter}{self.name}{kind}"

    def address(self, kind: str) -> str:
        return f"zqh{self.name}{kind}address@example.org" if self.name != "own" else f"{kind}@example.org"


@dataclass
class World:
    """The three sides, and who asks: a user by the name of the role that they hold on the own side."""

    own: Side
    neighbour: Side
    other: Side
    actors: dict[str, User]


def build(remember: Any) -> World:
    """`remember(name)` is called when each part of the world is there, so that rows can be told apart."""
    open_site()
    own, neighbour, other = Side("own"), Side("neighbour"), Side("other")
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
    admin = open_municipality(municipality=municipality, admin_email=side.address("admin"))
    staff = {"admin": admin}
    for role in ("editor", "host", "translator"):
        staff[role] = User.objects.create_user(side.address(role))
    for role, user in staff.items():
        user.name = side.hidden(role)
        user.save()
        grant_role(user=user, role=role, municipality=municipality)
    files(side, municipality, admin)
    pages(side, municipality, admin)
    packages(side, municipality, admin)
    an_organisation(side, municipality)
    accounts(side, municipality, admin)


def files(side: Side, municipality: Municipality, user: User) -> None:
    collection = collection_for(municipality)
    shown = Picture.objects.create(
        title=side.open("shown"),
        description=side.open("shownalternative"),
        file=a_png(side.open("shownfile").split()[-1]),
        collection=collection,
    )
    folder = collection.add_child(instance=Collection(name=side.hidden("folder")))
    name = side.hidden("filename").split()[-1]
    picture = Picture.objects.create(
        title=side.hidden("picture"),
        description=side.hidden("alternative"),
        credit=side.hidden("credit"),
        file=a_png(name),
        collection=collection,
        uploaded_by_user=user,
    )
    picture.tags.add(side.hidden("tag"))
    picture.get_rendition("max-165x165")
    document = Document.objects.create(
        title=side.hidden("document"),
        file=ContentFile(side.hidden("content").encode(), name=f"{name}.txt"),
        collection=collection,
        uploaded_by_user=user,
    )
    document.tags.add(side.hidden("documenttag"))
    side.ids |= {"collection": folder.pk, "image": picture.pk, "document": document.pk, "shown": shown.pk}
    side.ids["document_file"] = document.filename
    for kind, model in (("image", Picture), ("document", Document)):
        upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=a_png(name),
            uploaded_by_user=user,
        )
        side.ids[f"{kind}_upload"] = upload.pk


def a_png(name: str) -> ImageFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return ImageFile(content, name=f"{name}.png")


def pages(side: Side, municipality: Municipality, user: User) -> None:
    """A page in every language with changes that wait, and a guide page with comments, not published."""
    page = municipality.pages.get(locale__language_code="nb")
    page.greeting = side.open("greeting")
    page.image_id = side.ids["shown"]
    page.save_revision(user=user).publish()
    first = page.latest_revision
    translated = municipality.pages.get(locale__language_code="en")
    draft = page.specific_class.objects.get(pk=page.pk)
    draft.greeting = side.hidden("greeting")
    draft.save_revision(user=user)
    guide = GuidePage(
        title=side.hidden("guide"),
        slug=f"guide-{side.name}",
        locale=page.locale,
        live=False,
        body=[("text", f"<p>{side.hidden('body')}</p>")],
    )
    page.add_child(instance=guide)
    # What is published is for everybody to read: nothing of it is hidden.
    live_guide = GuidePage(
        title="Buss", slug=f"buss-{side.name}", locale=page.locale, body=[("text", "<p>Buss</p>")]
    )
    page.add_child(instance=live_guide)
    revision = guide.save_revision(user=user, log_action=True)
    comment = Comment.objects.create(
        page=guide, user=user, text=side.hidden("comment"), contentpath="title", revision_created=revision
    )
    CommentReply.objects.create(comment=comment, user=user, text=side.hidden("reply"))
    workflow = Workflow.objects.order_by("pk").first()
    state = workflow.start(guide, user)
    restriction = PageViewRestriction.objects.create(
        page=guide, restriction_type="password", password="hemmelig"
    )
    target = Locale.objects.get(language_code="nn")
    TranslationCreator(user=user, target_locales=[target]).create_translations(page)
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=target)
    side.ids |= {
        "page": page.pk,
        "translated_page": translated.pk,
        "guide": guide.pk,
        "live_guide": live_guide.pk,
        "page_revision": first.pk,
        "page_path": f"{municipality.slug}/",
        "guide_path": f"{municipality.slug}/guide-{side.name}/",
        "guide_revision": revision.pk,
        "comment": comment.pk,
        "page_workflow_state": state.pk,
        "page_task": state.current_task_state.task_id,
        "page_task_state": state.current_task_state.pk,
        "restriction": restriction.pk,
        "page_alias": guide.create_alias(update_slug=f"alias-{side.name}", parent=page).pk,
    }
    the_translation(side, "page", translation)
    session = EditingSession.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Page),
        object_id=page.pk,
        last_seen_at=timezone.now(),
    )
    side.ids["editing_session"] = session.pk


def the_translation(side: Side, kind: str, translation: Translation) -> None:
    segments = translation.source.stringsegment_set.order_by("pk")
    overrides = translation.source.overridablesegment_set.order_by("pk")
    side.ids |= {
        f"{kind}_translation": translation.pk,
        f"{kind}_translation_source": translation.source_id,
        f"{kind}_string": segments.first().pk,
        f"{kind}_override": overrides.first().pk if overrides else 0,
    }


def packages(side: Side, municipality: Municipality, user: User) -> None:
    """A package in two languages, sent to one newcomer and waiting for another."""
    now = timezone.now()
    fields = {"municipality": municipality, "name": side.hidden("package"), "subject": side.hidden("subject")}
    body = [
        (
            "letter",
            {
                "text": f"<p>{side.hidden('letter')}</p>",
                "signature": side.hidden("signature"),
                "role": "Vert",
                "picture": Picture.objects.get(pk=side.ids["image"]),
            },
        )
    ]
    package = factories.a_package("nb", live=False, body=body, **fields)
    package.save_revision(user=user, log_action=True).publish(user=user)
    target = Locale.objects.get(language_code="en")
    TranslationCreator(user=user, target_locales=[target]).create_translations(package)
    english = WelcomePackage.objects.get(translation_key=package.translation_key, locale=target)
    newcomer = factories.a_newcomer(
        side.address("newcomer"), name=side.hidden("newcomer"), municipality=municipality
    )
    campaign = start_campaign(package=package, user=user, now=now)
    delivery = campaign.deliveries.get()
    delivery.state, delivery.reason = "failed", "no_such_address"
    delivery.save()
    factories.a_newcomer(side.address("waiting"), name=side.hidden("waiting"), municipality=municipality)
    draft = factories.a_package("nb", live=False, **fields)
    draft.save_revision(user=user, log_action=True)
    side.ids |= {
        "package": package.pk,
        "delivery": delivery.pk,
        "package_english": english.pk,
        "package_draft": draft.pk,
        "package_revision": package.latest_revision_id,
        "newcomer": newcomer.pk,
        "newcomer_address": newcomer.email,
        "campaign": campaign.pk,
        "package_token": package_token_for(newcomer=newcomer, package_key=package.translation_key),
    }
    the_translation(
        side,
        "package",
        Translation.objects.get(source__object_id=package.translation_key, target_locale=target),
    )


def an_organisation(side: Side, municipality: Municipality) -> None:
    """Members, a venue, activities that are public, waiting and drafts, with sign-ups and head counts."""
    organisation = factories.an_organisation(
        side.open("organisation"), municipality=municipality, slug=f"lag-{side.name}", email=""
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
    submit_event(event=waiting, user=organiser, now=now)
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
    proposed = User.objects.create_user(side.address("proposed"), name=side.hidden("proposed"))
    invitation = Invitation.objects.create(organisation=organisation, user=proposed, invited_at=now)
    state = waiting.current_workflow_state
    draft_date = a_date(draft, venue, now + timedelta(days=1))
    side.ids |= {
        "organisation": organisation.pk,
        "venue": venue.pk,
        "school_holiday": holiday.pk,
        "event": live.pk,
        "event_draft": draft.pk,
        "event_waiting": waiting.pk,
        "event_revision": live.live_revision_id,
        "waiting_revision": waiting.latest_revision_id,
        "event_workflow_state": state.pk,
        "event_task": state.current_task_state.task_id,
        "event_task_state": state.current_task_state.pk,
        "date": coming.pk,
        "past_date": past.pk,
        "draft_date": draft_date.pk,
        "date_id": coming.public_id,
        "past_date_id": past.public_id,
        "draft_date_id": draft_date.public_id,
        "signup": signup.pk,
        "signup_token": signup_token_for(signup),
        "signup_address": signup.email,
        "signup_request": asked.pk,
        "invitation": invitation.pk,
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
