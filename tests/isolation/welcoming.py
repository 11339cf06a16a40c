"""Whom a municipality welcomes, and with what: people, lists, packages and their sendings."""

from datetime import datetime

from django.utils import timezone

from core.models import Picture, User
from core.privacy import asking as my_data
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
from newcomers.welcome.steps import later
from organisations.models import Municipality
from tests import factories
from tests.isolation.sides import Side


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
    agreed = later.agree(newcomer=newcomer, now=now)
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
        "my_data_token": my_data.token_for(newcomer.email, now=now),
        "later_token": later.LINKS.token(agreed.public_id),
        "people_upload": upload.public_id,
        "newcomer_address": newcomer.email,
        "offer": note_offer(newcomer=newcomer, offer="met", on_day=now.date(), by=user).pk,
        **ways_in(side, municipality, now),
        "campaign": campaign.pk,
        "package_token": mint(newcomer=newcomer, delivery=delivery, medium=LetterLink.Medium.MAIL, now=now),
        "letter": newcomer.letter_links.get().pk,
        "wish": wish.pk,
    }
