"""What is a host's own: where newcomers' answers go, and their name and number in the letters."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import number
from core.isolation import filled
from core.models import User
from newcomers.models import WelcomeSettings
from newcomers.welcome.desk.parts import Desk, Line, Waiting, also_waits
from newcomers.welcome.models import Campaign, Contact
from organisations.models import Municipality, PeopleLog, RoleAssignment
from organisations.people.handing_over import Belonging, also_handed_over

What = PeopleLog.What
ENDED = (What.TAKEN, What.LEFT, What.REMOVED)


def words(place: Municipality, user: User) -> list[str]:
    said = []
    if WelcomeSettings.objects.filter(municipality=place, reply_to__iexact=user.email).exists():
        said.append(_("Newcomers’ answers go to your colleague."))
    for contact in _contacts(place, user):
        text = _("%(name)s, a person to contact in the letters, becomes your colleague.")
        said.append(filled(text, name=contact.name))
    return said


def give(*, place: Municipality, giver: User, taker: User | None, now: datetime) -> None:
    """Without a taker answers go to whoever sends, and the letters stay as they are: the desk says that they
    name somebody who has left."""
    address = taker.email if taker else ""
    WelcomeSettings.objects.filter(municipality=place, reply_to__iexact=giver.email).update(reply_to=address)
    Campaign.objects.filter(municipality=place, created_by=giver).update(created_by=taker)
    if taker is not None:
        # A telephone, languages and a face are the one person's: the other writes theirs.
        _contacts(place, giver).update(
            name=taker.name or taker.email, email=taker.email, phone="", languages=[], picture=None
        )


def left_behind(desk: Desk) -> Iterable[Waiting]:
    """People to contact in the letters who worked for the municipality and do so no longer: whoever left
    without a colleague who took over is still named."""
    here = RoleAssignment.objects.filter(municipality=desk.place).values("user")
    log = PeopleLog.objects.filter(municipality=desk.place, user__isnull=False)
    worked = log.filter(what__in=ENDED).values("user")
    gone = User.objects.filter(pk__in=worked, email__iexact=OuterRef("email")).exclude(pk__in=here)
    contacts = Contact.objects.filter(municipality=desk.place).exclude(email="").filter(Exists(gone))
    names = list(contacts.values_list("pk", "name"))
    if not names:
        return
    title = ngettext(
        "%(number)s person to contact has left", "%(number)s people to contact have left", len(names)
    )
    yield Waiting(
        key="left",
        title=filled(title, number=number(len(names))),
        text=_("They no longer work for the municipality, and the letters still name them."),
        url=desk.url("package_contacts"),
        action=_("See the people to contact"),
        icon="warning",
        number=len(names),
        lines=[
            Line(text=name, url=reverse("contact_edit", args=[pk]), action=_("Write whom to contact now"))
            for pk, name in names
        ],
    )


def _contacts(place: Municipality, user: User):
    return Contact.objects.filter(municipality=place, email__iexact=user.email)


def register() -> None:
    """Called while the app gets ready."""
    also_handed_over(Belonging(words, give))
    also_waits(left_behind)
