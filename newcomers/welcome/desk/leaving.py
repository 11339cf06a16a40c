"""What is a host's own: where newcomers' answers go, and their name and number in the letters."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.isolation import filled
from core.models import User
from newcomers.models import WelcomeSettings
from newcomers.welcome.models import Campaign, Contact
from organisations.models import Municipality
from organisations.people.handing_over import Belonging, also_handed_over


def words(place: Municipality, user: User) -> list[str]:
    said = []
    if WelcomeSettings.objects.filter(municipality=place, reply_to__iexact=user.email).exists():
        said.append(_("Newcomers’ answers go to your colleague."))
    for contact in _contacts(place, user):
        text = _("%(name)s, a person to contact in the letters, becomes your colleague.")
        said.append(filled(text, name=contact.name))
    return said


def give(*, place: Municipality, giver: User, taker: User | None, now: datetime) -> None:
    """Without a taker answers go to whoever sends, and the letters stay as they are: an editor mends them."""
    address = taker.email if taker else ""
    WelcomeSettings.objects.filter(municipality=place, reply_to__iexact=giver.email).update(reply_to=address)
    Campaign.objects.filter(municipality=place, created_by=giver).update(created_by=taker)
    if taker is not None:
        # A telephone, languages and a face are the one person's: the other writes theirs.
        _contacts(place, giver).update(
            name=taker.name or taker.email, email=taker.email, phone="", languages=[], picture=None
        )


def _contacts(place: Municipality, user: User):
    return Contact.objects.filter(municipality=place, email__iexact=user.email)


def register() -> None:
    """Called while the app gets ready."""
    also_handed_over(Belonging(words, give))
