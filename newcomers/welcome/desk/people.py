"""The people of a municipality in numbers, and what waits because of them."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import number
from core.isolation import filled
from core.mail.typos import meant
from newcomers.choices import Source
from newcomers.models import Newcomer
from newcomers.welcome.booklet.services import waiting_booklets
from newcomers.welcome.desk.parts import Desk, Line, People, Waiting
from newcomers.welcome.models import Delivery
from organisations.models import Municipality

LINES = 5
ASKED = (Source.ASKED, Source.WAY_IN)


def people_of(place: Municipality) -> People:
    """One statement, however many there are."""
    had = Delivery.objects.filter(newcomer=OuterRef("pk"), state__in=Delivery.HAD)
    is_new = Q(has_had=False, unsubscribed_at__isnull=True)
    found = (
        Newcomer.objects.filter(municipality=place)
        .order_by()
        .annotate(has_had=Exists(had))
        .aggregate(
            total=Count("pk"),
            new=Count("pk", filter=is_new),
            asked=Count("pk", filter=is_new & Q(source__in=ASKED)),
            set_aside=Count("pk", filter=~Q(address_fault="")),
            waiting=Count("pk", filter=is_new | ~Q(address_fault="")),
        )
    )
    return People(**found)


def new_arrivals(desk: Desk) -> Iterable[Waiting]:
    """Who has had nothing yet: one button leads to the sending of the first step."""
    people = desk.people
    if not people.new:
        return
    title = ngettext(
        "%(number)s new person has had nothing yet", "%(number)s new people have had nothing yet", people.new
    )
    said = [_("Look at who gets what, and send.")]
    if people.asked:
        asked = ngettext(
            "%(number)s of them has asked for it.", "%(number)s of them have asked for it.", people.asked
        )
        said.insert(0, filled(asked, number=number(people.asked)))
    step = desk.first_step
    if step is None:
        said = [_("No package is published yet.")]
    yield Waiting(
        key="new",
        title=filled(title, number=number(people.new)),
        text=" ".join(said),
        url=reverse("campaign_dry_run", args=[step.pk]) if step else desk.url("package_list"),
        action=_("Send the welcome package") if step else _("Publish a package"),
        icon="send",
        number=people.new,
    )


def on_paper(desk: Desk) -> Iterable[Waiting]:
    """Booklets that nobody has given yet: they are printed and handed over, or posted."""
    count = waiting_booklets(desk.place).count()
    if not count:
        return
    title = ngettext("%(number)s booklet to hand over", "%(number)s booklets to hand over", count)
    yield Waiting(
        key="paper",
        title=filled(title, number=number(count)),
        text=_("These people have no e-mail address or telephone, or want it on paper."),
        url=desk.url("booklet_list"),
        action=_("See all booklets"),
        icon="print",
        number=count,
    )


def set_aside(desk: Desk) -> Iterable[Waiting]:
    """Addresses to which nothing is sent any longer, with what was probably meant."""
    count = desk.people.set_aside
    if not count:
        return
    rows = Newcomer.objects.filter(municipality=desk.place).set_aside().order_by("-address_fault_at", "pk")
    title = ngettext(
        "%(number)s address that nothing reaches", "%(number)s addresses that nothing reaches", count
    )
    yield Waiting(
        key="addresses",
        title=filled(title, number=number(count)),
        text=_("Correct them here, or ask the person. Until then nothing is sent there."),
        url=desk.url("newcomer_list"),
        action=_("See all"),
        icon="warning",
        number=count,
        lines=[_address(person, desk) for person in rows[:LINES]],
    )


def _address(person: Newcomer, desk: Desk) -> Line:
    probably = meant(person.email)
    return Line(
        text=person.name or person.email,
        note=filled(_("Did you mean %(address)s?"), address=probably)
        if probably
        else str(person.get_address_fault_display()),
        url=f"{reverse('newcomer_address', args=[person.pk])}?next={desk.here}",
        action=_("Correct the address"),
    )
