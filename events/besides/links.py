"""The link with which a volunteer says whether they meet people at the door."""

from core.links import LinkExpired, PersonalLinks, personal_url
from events.models import Responsible

LINKS = PersonalLinks(salt="events.besides.greeter")


def greeter_url(responsible: Responsible) -> str:
    """The full address for a message, in the volunteer's language."""
    return personal_url("greeter", LINKS.token(responsible.public_id), language=responsible.language)


def responsible_from(token: str) -> Responsible:
    """Whose link it is. Raises `LinkForged`, or `LinkExpired` where they are on no list any longer."""
    (public_id,) = LINKS.read(token)
    rows = Responsible.objects.select_related("event__organisation", "event__municipality")
    found = rows.prefetch_related("event__texts").filter(public_id=public_id).first()
    if found is None:
        raise LinkExpired
    return found
