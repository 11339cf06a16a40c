"""What there is in Herøy, and what belongs into each part of an address of it."""

from datetime import timedelta

from django.utils import timezone

from core.clock import local_day
from core.models import User
from core.privacy import asking as my_data
from events.besides import links as greeter_links
from events.besides.models import OwnQuestion
from events.confirming import links as question_links
from events.confirming.choices import Why
from events.confirming.models import SignOfLife
from events.confirming.services import ask
from events.exchange.models import Source, Upload
from events.follows import links as follow_links
from events.lending.models import Loan, Thing
from events.models import CoOrganiserRequest, SharedTemplate
from events.signups import links as signup_links
from events.signups.access import ask as ask_to_read
from events.standing.notices import LINKS as STILL_RIGHT_LINKS
from newcomers import asking
from newcomers.models import Selection, WayIn
from newcomers.person import Person
from newcomers.services import note_offer
from newcomers.uploading import bring as bring_people
from newcomers.welcome import links as welcome_links
from newcomers.welcome.booklet.services import order_booklets
from newcomers.welcome.models import SharedSection
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.models.steps import CompanyWish
from newcomers.welcome.services import start_campaign
from newcomers.welcome.steps import later
from organisations.joining import links as joining_links
from organisations.joining import services as joining
from organisations.joining.models import YearlyQuestion
from organisations.mails import LINKS as INVITATION_LINKS
from organisations.models import Municipality, Organisation
from organisations.people.staff import invite
from organisations.services import invite_member
from organisations.tenancy.substitutes import name_substitute
from tests import factories


def right_parts(insider: User, *, heroy: Municipality, organisation: Organisation) -> dict[str, object]:
    """What belongs into each part of an address: {the word before it or its own name: value}."""
    event = factories.an_event(organisation=organisation, admission="sign_up", capacity=30)
    factories.a_series(event)
    date = event.occurrences.get()
    signup = factories.a_signup(date)
    place = factories.a_standing_place(organisation=organisation)
    volunteer = factories.a_responsible(event)
    own_question = OwnQuestion.objects.create(
        event=event, answered="number", words="Kaker?", why="Kaffe", language="nb", until="signup"
    )
    thing = Thing.objects.create(organisation=organisation, kind="skis", size="180 cm")
    loan = Loan.objects.create(thing=thing, signup=signup, occurrence=date, expires_at=signup.expires_at)
    question = ask(occurrence=date, why=Why.EACH, now=timezone.now())
    assert question is not None
    life = SignOfLife.objects.create(series=date.series)
    factories.a_municipality_page()
    invitation = invite_member(organisation=organisation, email="ny@example.org", now=timezone.now())
    to_work = invite(place=heroy, email="kollega@example.org", roles=["host"], by=insider, now=timezone.now())
    assert to_work is not None
    given = {"orgnr": "", "name": "Klubben", "kind": "other", "about": "x", "applicant": "Å"}
    given |= {"email": "a@klubben.example", "language": "nb", "municipality": heroy, "now": timezone.now()}
    application = joining.confirm(application=joining.apply(**given), now=timezone.now())
    yearly = YearlyQuestion.objects.create(
        organisation=organisation, since=timezone.now(), seen_at=timezone.now()
    )
    day = local_day(timezone.now())
    substitution, _is_new = name_substitute(
        place=heroy,
        absent=insider,
        email="vikar@example.org",
        first_day=day,
        last_day=day,
        now=timezone.now(),
    )
    access = ask_to_read(occurrence=date, user=insider, why="Klage", now=timezone.now())
    newcomer, step = factories.a_newcomer(), factories.a_step()
    campaign = start_campaign(step=step, user=insider, now=timezone.now())
    booklet = factories.a_booklet(campaign, factories.a_newcomer())
    job = order_booklets(
        municipality=heroy, deliveries=[booklet.pk], sheet="70x37", user=insider, now=timezone.now()
    )
    factories.a_newcomer()
    way_in = WayIn.objects.create(
        municipality=heroy, kind="library", name="Biblioteket", created_at=timezone.now()
    )
    who = Person(email="asks@example.org", language="uk")
    asked = asking.ask(municipality=heroy, person=who, page_language="uk", now=timezone.now())
    template = SharedTemplate.objects.create(
        municipality=heroy,
        language="nb",
        title="Tur",
        category=event.category,
        shared_at=timezone.now(),
    )
    source = Source.objects.create(
        organisation=organisation, kind="file", name="a", created_at=timezone.now()
    )
    upload = Upload.objects.create(
        source=source, user=insider, created_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1)
    )
    calendar = Source.objects.create(
        organisation=organisation,
        kind="subscription",
        name="b",
        address="https://klubben.example/a.ics",
        created_at=timezone.now(),
    )
    agreed = later.agree(newcomer=newcomer, now=timezone.now())
    wish = CompanyWish.objects.create(
        newcomer=newcomer, asked_at=timezone.now(), expires_at=newcomer.expires_at
    )
    letter = welcome_links.mint(
        newcomer=newcomer, delivery=None, medium=LetterLink.Medium.MAIL, now=timezone.now()
    )
    waiting = factories.an_event(organisation=organisation, live=False, state="waiting")
    theirs = factories.an_event(organisation=factories.an_organisation("Sjakklubben"))
    together = CoOrganiserRequest.objects.create(
        event=theirs, organisation=organisation, asked_at=timezone.now()
    )
    upload.rows.create(number=2, cells={"title": "Tur", "date": "hver tirsdag"}, raw={"Hva": "Tur"})
    return {
        "taking-in": upload.public_id,
        "calendars": calendar.pk,
        "queue": waiting.pk,
        "sitemaps": "municipalities",
        "api": "nothing",
        "occurrences": date.public_id,
        "together": together.pk,
        "venues": event.venue_id,
        "texts": "uk",
        "municipality": heroy.slug,
        "kommunenummer": heroy.pk,
        "organisation": organisation.pk,
        "page": heroy.slug,
        "portal/events": event.pk,
        "portal/events/shared": template.pk,
        "steps": "what",
        "answers": volunteer.pk,
        "portal/own-questions": own_question.pk,
        "greeters": volunteer.pk,
        "meet": greeter_links.LINKS.token(volunteer.public_id),
        "portal/lending": thing.pk,
        "portal/lending/asked": loan.pk,
        "dates": date.pk,
        "<series>": date.series_id,
        "import": bring_people(
            municipality=heroy, user=insider, data=b"navn;mobil\nOla;x\n", name="l", now=timezone.now()
        ).public_id,
        "events": date.pk,
        "phones": factories.a_phone_count(date).pk,
        "signups": signup.pk,
        "newcomer": newcomer.pk,
        "step": step.pk,
        "portal/package": step.package_id,
        "contact": factories.a_contact().pk,
        "into": "uk",
        "sections": heroy.county.slug,
        "section": SharedSection.objects.create(county=heroy.county, heading="F", text="<p>F</p>").pk,
        "portal/newcomer": newcomer.pk,
        "letters": newcomer.letter_links.create(
            delivery=None, medium="mail", token_hash="0", made_at=timezone.now(), expires_at=timezone.now()
        ).pk,
        "campaigns": campaign.pk,
        "ways": way_in.pk,
        "come": way_in.token,
        "selections": Selection.objects.create(municipality=heroy, name="Alle", created_at=timezone.now()).pk,
        "welcome-request": asking.LINKS.token(asked.public_id),
        "offers": note_offer(newcomer=newcomer, offer="met", on_day=timezone.localdate(), by=insider).pk,
        "print-job": job.pk,
        "file": "print",
        "booklet": "nb",
        "form": "screen",
        "kind": "card",
        "deliveries": campaign.deliveries.exclude(pk=booklet.pk).get().pk,
        "invitations": invitation.pk,
        "work": to_work.pk,
        "substitutes": substitution.pk,
        "desk": heroy.pk,
        "portal/organisations": organisation.pk,
        "people": organisation.memberships.get().pk,
        "portal/people": heroy.pk,
        "access": access.pk,
        "<person>": insider.pk,
        "invitation": INVITATION_LINKS.token(to_work.public_id),
        "keys": 1,
        "organisations": organisation.slug,
        "places": event.venue_id,
        "regions": heroy.county.slug,
        "<event>": event.pk,
        "<digest>": "0123456789abcdef",
        # The public id that a date's addresses have now.
        "<date>": date.public_id,
        "sms": "no-secret",
        "sign-up": signup_links.token_for(signup),
        "is-it-on": question_links.token_for(question),
        "s": question.token,
        "still-here": question_links.STILL_HERE.token(life.public_id),
        "join/sent": joining_links.SENT.token(application.public_id),
        "sent": joining_links.SENT.token(application.public_id),
        "mine": joining_links.MINE.token(application.public_id),
        "joining": application.pk,
        "portal/organisation": organisation.pk,
        "still-right": joining_links.STILL_RIGHT.token(yearly.public_id),
        "follow": follow_links.token_for(factories.a_follow(date)),
        "open": place.pk,
        "right": STILL_RIGHT_LINKS.token(place.public_id),
        "welcome": letter,
        "of": "newcomer",
        "<slug:room>": letter,
        "all": my_data.token_for(newcomer.email, now=timezone.now()),
        "four-years": later.LINKS.token(agreed.public_id),
        "w": letter,
        "portal/letters": newcomer.letter_links.latest("pk").pk,
        "wish": wish.pk,
    }
