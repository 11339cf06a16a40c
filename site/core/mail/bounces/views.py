"""The one address to which a mail provider brings what became of our mails (django-anymail reads it).

Whoever knows the secret is the provider. Which mail is meant, its own number says, or nothing does.
"""

from collections.abc import Callable

import structlog
from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.mail.bounces import services
from core.mail.bounces.envelope import NUMBER, OURS, PLAIN
from core.mail.bounces.meaning import What, meaning_of
from core.mail.outbox.kinds import NotYet
from core.mail.outbox.reasons import Why

logger = structlog.get_logger(__name__)

VIEWS = {
    "postmark": PostmarkTrackingWebhookView,
    "mailgun": MailgunTrackingWebhookView,
    "brevo": BrevoTrackingWebhookView,
}
NO_ADDRESS = {RejectReason.INVALID}


@csrf_exempt
@require_POST
def from_mail_provider(request: HttpRequest) -> HttpResponse:
    """Take what the provider brings, once. It brings again what was not answered with a 200."""
    if not (settings.MAIL_PROVIDER and settings.MAIL_SECRET):
        raise Http404("no mail provider here")
    view = VIEWS[settings.MAIL_PROVIDER]()
    view.setup(request)
    try:
        view.run_validators(request)
        events = view.parse_events(request)
    except SuspiciousOperation:
        logger.warning("mail_secret_wrong")
        raise Http404("not the provider") from None
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        logger.warning("mail_report_not_read")
        return _said("not understood", 400)
    try:
        for event in events:
            _hear(event)
    except NotYet:
        return _said("later", 503)
    return _said("", 200)


def _hear(event: AnymailTrackingEvent) -> None:
    meaning = MEANINGS.get(event.event_type, _nothing)(event)
    if meaning is not None:
        what, why = meaning
        outcome = services.heard(number=_number(event), what=what, why=why, now=timezone.now())
        logger.info("mail_report_from_provider", outcome=outcome)


def _number(event: AnymailTrackingEvent) -> str:
    """The number of our mail, "" where it names none of ours."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    said = str(metadata.get(NUMBER) or "")
    if PLAIN.fullmatch(said):
        return said
    found = OURS.fullmatch(f"<{str(event.message_id or '').strip('<>')}>")
    return found[1] if found else ""


def _nothing(event: AnymailTrackingEvent) -> None:
    return None


def _came_back(event: AnymailTrackingEvent) -> tuple[What, Why]:
    words = " ".join(str(text) for text in (event.mta_response, event.description) if text)
    if event.reject_reason in NO_ADDRESS:
        return What.HARD, Why.CAME_BACK
    if event.reject_reason in (RejectReason.SPAM, RejectReason.UNSUBSCRIBED):
        # It is on the provider's own list of those who want nothing.
        return _complained(event)
    what, why = meaning_of("", words)
    if what is What.SOFT and event.reject_reason == RejectReason.BOUNCED and _says_for_good(event):
        return What.HARD, Why.CAME_BACK
    return what, why


def _says_for_good(event: AnymailTrackingEvent) -> bool:
    """Postmark, Brevo and Mailgun say themselves that an address is none."""
    raw = event.esp_event if hasattr(event.esp_event, "get") else {}
    return raw.get("Type") == "HardBounce" or raw.get("event") == "hard_bounce"


def _complained(event: AnymailTrackingEvent) -> tuple[What, Why]:
    return What.COMPLAINT, Why.COMPLAINED


def _unsubscribed(event: AnymailTrackingEvent) -> tuple[What, Why]:
    return What.UNSUBSCRIBED, Why.UNSUBSCRIBED


def _delivered(event: AnymailTrackingEvent) -> tuple[What, Why]:
    return What.DELIVERED, Why.NOT_WANTED


MEANINGS: dict[str, Callable[[AnymailTrackingEvent], tuple[What, Why] | None]] = {
    EventType.DELIVERED: _delivered,
    EventType.BOUNCED: _came_back,
    EventType.REJECTED: _came_back,
    EventType.FAILED: _came_back,
    EventType.COMPLAINED: _complained,
    EventType.UNSUBSCRIBED: _unsubscribed,
}


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
