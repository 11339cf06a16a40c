"""Reads the local mail server's Maildir in the browser.

Only wired up when `DEV_MAILDIR` is set (the first look).
"""

import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

# A long first look sends hundreds of mails; the newest are the ones that somebody waits for.
SHOWN = 100


@dataclass(frozen=True)
class Letter:
    key: str
    message: EmailMessage

    @property
    def date(self) -> datetime:
        sent = parsedate_to_datetime(str(self.message["Date"]))
        # Django writes "-0000", which is UTC at a place unknown (RFC 5322 3.3), and Python reads it as naive.
        return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def box() -> mailbox.Maildir:
    return mailbox.Maildir(settings.DEV_MAILDIR, factory=None, create=True)


def read(key: str) -> EmailMessage:
    try:
        with box().get_file(key) as stream:
            return message_from_bytes(stream.read(), policy=policy.default)
    except KeyError as error:
        raise Http404("No such message") from error


def inbox(request: HttpRequest) -> HttpResponse:
    """The newest messages, the last one first."""
    letters = [Letter(key, read(key)) for key in box().iterkeys()]
    letters.sort(key=lambda letter: letter.date, reverse=True)
    return render(request, "dev/inbox.html", {"letters": letters[:SHOWN], "total": len(letters)})


def message(request: HttpRequest, key: str) -> HttpResponse:
    """One message: its headers, its text part, its HTML part in a frame, and its attachments."""
    letter = read(key)
    text = letter.get_body(preferencelist=("plain",))
    return render(
        request,
        "dev/message.html",
        {
            "key": key,
            "message": letter,
            "text": text.get_content() if text else "",
            "has_html": letter.get_body(preferencelist=("html",)) is not None,
            "attachments": [part.get_filename() for part in letter.iter_attachments()],
        },
    )


@xframe_options_sameorigin
def html_part(request: HttpRequest, key: str) -> HttpResponseBase:
    """The HTML part as a mail program would draw it: inline styles are allowed here, scripts are not."""
    part = read(key).get_body(preferencelist=("html",))
    if part is None:
        raise Http404("No HTML part")
    content = part.get_content()
    show = csp_update({"style-src": [SELF, UNSAFE_INLINE]})(lambda _request: HttpResponse(content))
    return show(request)


def attachment(request: HttpRequest, key: str, index: int) -> HttpResponse:
    """The attachment with this number, counted from 0."""
    parts = list(read(key).iter_attachments())
    if index >= len(parts):
        raise Http404("No such attachment")
    part = parts[index]
    response = HttpResponse(part.get_payload(decode=True), content_type=part.get_content_type())
    response["Content-Disposition"] = f'attachment; filename="{part.get_filename()}"'
    return response
