"""The links of an application: what the browser that sent it sees, and what the mail's link may do."""

from datetime import datetime, timedelta

from core.links import LinkExpired, PersonalLinks, personal_url
from organisations.joining.models import Application, YearlyQuestion

# Shows what the register says to whoever sent the form, and may do nothing.
SENT = PersonalLinks(salt="organisations.joining.sent", max_age=timedelta(days=1))
MINE = PersonalLinks(salt="organisations.joining.mine")
# To confirm what stands here of an organisation: until the next question, or half a year after it was hidden.
STILL_RIGHT = PersonalLinks(salt="organisations.joining.still_right", max_age=timedelta(days=400))


def application_from(token: str, links: PersonalLinks, *, now: datetime) -> Application:
    """Raises `LinkForged` or `LinkExpired`."""
    (public_id,) = links.read(token)
    rows = Application.objects.select_related("municipality__county", "organisation__municipality")
    found = rows.filter(public_id=public_id, expires_at__gt=now).first()
    if found is None:
        raise LinkExpired
    return found


def mine_url(application: Application) -> str:
    """The full address for a mail, in the applicant's language."""
    return personal_url("join_mine", MINE.token(application.public_id), language=application.language)


def question_from(token: str) -> YearlyQuestion:
    """The organisation that is asked about. Raises `LinkForged` or `LinkExpired`."""
    (public_id,) = STILL_RIGHT.read(token)
    rows = YearlyQuestion.objects.select_related("organisation__municipality__county")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise LinkExpired
    return found
