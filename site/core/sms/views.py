"""The one address to which the provider brings answers and delivery reports.

Whoever knows the secret in it is the provider: it offers no signature. What it brings by GET is done as well,
which is how it brings it.
"""

import json

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.mail.outbox.kinds import NotYet
from core.sms import receiving, reports
from core.sms.messages import is_offered
from core.sms.providers import Report, Unreadable, provider

logger = structlog.get_logger(__name__)

LONGEST_BODY = 100_000


@csrf_exempt
@require_http_methods(["GET", "POST"])
def from_provider(request: HttpRequest, secret: str) -> HttpResponse:
    """Take what the provider brings, once. It brings again what was not answered with a 200."""
    if not (is_offered() and settings.SMS_SECRET):
        raise Http404("no SMS here")
    if not constant_time_compare(secret, settings.SMS_SECRET):
        logger.warning("sms_secret_wrong")
        raise Http404("not the provider")
    now = timezone.now()
    try:
        sent = provider().read(_values(request))
    # `RecursionError`: JSON that is nothing but brackets.
    except (Unreadable, ValueError, RecursionError):
        logger.warning("sms_not_read")
        return _said("not understood", 400)
    try:
        outcome = (
            reports.heard(sent, now=now) if isinstance(sent, Report) else receiving.receive(sent, now=now)
        )
    except NotYet:
        return _said("later", 503)
    logger.info("sms_from_provider", outcome=outcome)
    # Empty: what stands here can be sent on to the person as an SMS.
    return _said("", 200)


def _values(request: HttpRequest) -> dict[str, str]:
    """What was sent, by GET, as a form or as JSON. Raises `ValueError`."""
    values = request.GET.dict()
    if request.method == "POST":
        if request.content_type == "application/json":
            sent = json.loads(request.body[:LONGEST_BODY])
            if not isinstance(sent, dict):
                raise ValueError("no object")
            values |= {str(name): _text(value) for name, value in sent.items()}
        else:
            values |= request.POST.dict()
    return {name: str(value) for name, value in values.items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value if value is not None else "")


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
