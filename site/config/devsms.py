"""The telephones of the first look, at /dev/sms/: a provider of our own that speaks Sveve's protocol.

The worker hands SMS over to it as to any provider; each lies in a file of its own. What is typed as an answer
goes in by the address that a provider uses. Only wired up where mail is read in the browser too.
"""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import uuid4

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.sms.parts import Parts, parts_of
from core.telephone import same_telephone

logger = structlog.get_logger(__name__)

# A long first look sends hundreds; the newest telephones are the ones that somebody waits for.
SHOWN, SHOWN_OF_EACH = 30, 20
ARRIVES_AFTER_SECONDS = 1.0


@dataclass(frozen=True)
class Text:
    """One SMS: to us, `is_answer`, or from us. `sent_at` is UTC."""

    number: str
    text: str
    is_answer: bool
    sent_at: datetime

    @property
    def parts(self) -> Parts:
        return parts_of(self.text)

    @property
    def others(self) -> str:
        """The first signs that make it UCS-2."""
        return " ".join(self.parts.others[:8])


def keep(number: str, text: str, *, is_answer: bool) -> str:
    """Keep one SMS; returns its number. Written whole: another process may be reading."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{uuid4().hex[:8]}"
    values = {"number": number, "text": text, "is_answer": is_answer, "at": time.time()}
    file = folder / f"{name}.new"
    file.write_text(json.dumps(values), encoding="utf-8")
    file.replace(folder / f"{name}.json")
    return str(time.time_ns() // 1000 % 1_000_000_000)


def kept() -> Iterator[Text]:
    """Every SMS, the oldest first."""
    for file in sorted(_folder().glob("*.json")):
        values = json.loads(file.read_text(encoding="utf-8"))
        moment = datetime.fromtimestamp(values["at"], UTC)
        yield Text(values["number"], values["text"], values["is_answer"], moment)


def _folder() -> Path:
    """Where they lie; nowhere when SMS goes to a real provider."""
    if settings.DEV_SMSDIR is None:
        raise Http404("SMS goes to a provider")
    return settings.DEV_SMSDIR


def phones(request: HttpRequest) -> HttpResponse:
    """Each number as its telephone shows it, the one with the newest SMS first."""
    threads: dict[str, list[Text]] = {}
    for text in kept():
        # A number that gets something new moves to the end.
        threads[text.number] = [*threads.pop(text.number, []), text]
    newest = list(reversed(threads.items()))
    shown = [(number, texts[-SHOWN_OF_EACH:]) for number, texts in newest[:SHOWN]]
    return render(request, "dev/phones.html", {"threads": shown, "total": len(threads)})


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Send what was typed, from the number that was given, to the address that the provider uses."""
    number, text = same_telephone(request.POST.get("number", "")), request.POST.get("text", "")
    keep(number, text, is_answer=True)
    try:
        _to_our_address(number=number, msg=text, shortnumber=settings.SMS["sender"])
    except OSError as error:
        logger.warning("dev_sms_not_taken", error=str(error))
        messages.error(request, _("The site did not take this SMS. Is the number a phone number?"))
    return redirect("dev_sms")


@csrf_exempt
@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """Sveve's SendMessage."""
    number, text = f"+{request.POST.get('to', '')}", request.POST.get("msg", "")
    provider_id = keep(number, text, is_answer=False)
    report = {"number": number, "status": "true", "id": provider_id, "ref": request.POST.get("ref", "")}
    threading.Timer(ARRIVES_AFTER_SECONDS, _report, [report]).start()
    said = {"msgOkCount": 1, "stdSMSCount": parts_of(text).number, "ids": [int(provider_id)]}
    return JsonResponse({"response": said})


@csrf_exempt
@require_POST
def account(request: HttpRequest) -> HttpResponse:
    """Sveve's AccountAdm: how many are left."""
    return HttpResponse("1000", content_type="text/plain")


def _report(values: dict[str, str]) -> None:
    try:
        _to_our_address(**values)
    except OSError as error:
        logger.warning("dev_sms_report_not_taken", error=str(error))


def _to_our_address(**values: str) -> None:
    """As Sveve brings it. Raises `OSError` for everything but a 200."""
    account = settings.SMS
    address = f"http://{account['host']}:{account['port'] or 80}/sms/{settings.SMS_SECRET}/"
    urlopen(address, data=urlencode(values).encode(), timeout=20).close()
