"""Sveve's HTTP interface.

From its public documentation (sveve.no/apidok, also sveve.se and sveve.dk): `SendMessage` with user, passwd,
to, msg, from (3 to 11 signs), ref (at most 36, comes back in reports) and f=json; the delivery report's
number, status (true or false), id, ref, errorCode and errorDesc, sent by GET or POST as one chooses, and its
new tries after 5 seconds up to 4 hours when our server does not answer with a 200; of an incoming message
number, msg, prefix (the code word) and shortnumber, in UTF-8.

From clients that others have published: a message is refused inside a 200, in `errors` for one number and in
`fatalError` for the whole request; `AccountAdm?cmd=sms_count` answers with a number, or with words when the
log-in is wrong; what somebody answers to a message carries that message's `id`; five requests at a time are
the most. The words of its faults are listed nowhere: those that we know of are looked for, and every other
one makes a message wait.
"""

import http.client
import json
import re
import ssl
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import structlog
from django.core.exceptions import ValidationError

from core.sms.providers import NotTaken, Reason, Received, Report, Taken, Unreadable
from core.telephone import STORED, read_telephone

logger = structlog.get_logger(__name__)

# An answer is some hundred characters; what is longer is nobody's that we know.
LONGEST_ANSWER = 20_000
LOG_IN = re.compile(r"passord|password|passwd|brukernavn|username|\buser\b|ikke aktiv|sperret|blocked", re.I)
CREDIT = re.compile(
    r"saldo|kreditt|credit|balance|kvote|quota|(?:ikke|ingen|tom|no)\b.{0,20}\b(?:sms|igjen|left)", re.I
)
SENDER = re.compile(r"avsender|sender|\bfrom\b", re.I)
THE_TEXT = re.compile(r"meldingstekst|\bmsg\b|\btext\b|teksten|for lang|too long", re.I)
THE_NUMBER = re.compile(r"telefonnummer|mobilnummer|mottaker|recipient|phone number|\bto\b", re.I)
# 504: who is asked through another may have taken it. 500: nobody knows how far it came.
PERHAPS_TAKEN = (500, 504)


class Sveve:
    """An account at Sveve. `account` is what `Environment.sms` read from the setting."""

    def __init__(self, account: Mapping[str, Any], *, timeout: float) -> None:
        self.account = account
        self.timeout = timeout

    def check(self) -> None:
        values = {"cmd": "sms_count", **self._log_in()}
        status, text = self._ask("/SMS/AccountAdm", values)
        if status != 200:
            raise NotTaken(_of_status(status, asked_only=True))
        if re.fullmatch(r"\s*-?\d+\s*", text):
            return
        reason = _of_words(text)
        # It is the account that was asked about: whatever else is wrong, no message is at fault.
        asked = reason if reason in (Reason.OUR_SETTINGS, Reason.NO_CREDIT) else Reason.BUSY
        _log(asked, text)
        raise NotTaken(asked)

    def send(self, *, to: str, text: str, reference: str) -> Taken:
        values = {
            **self._log_in(),
            "to": to.removeprefix("+"),
            "msg": text,
            "from": self.account["sender"],
            "ref": reference,
            "f": "json",
        }
        status, answer = self._ask("/SMS/SendMessage", values)
        if status != 200:
            raise NotTaken(_of_status(status))
        return _taken(answer)

    def read(self, values: Mapping[str, str]) -> Report | Received:
        status = values.get("status", "").strip().lower()
        if status in ("true", "false"):
            return Report(
                reference=values.get("ref", "").strip()[:36],
                provider_id=values.get("id", "").strip()[:40],
                delivered=status == "true",
                code=re.sub(r"[^\w.-]", "", values.get("errorCode", ""))[:20],
            )
        number = _number(values.get("number", ""))
        if not number or "msg" not in values:
            raise Unreadable
        return Received(number=number, text=values["msg"], provider_id=values.get("id", "").strip()[:40])

    def _log_in(self) -> dict[str, str]:
        return {"user": self.account["user"], "passwd": self.account["password"]}

    def _ask(self, path: str, values: Mapping[str, str]) -> tuple[int, str]:
        """The status and the text of an answer. Raises `NotTaken`.

        A new connection for each: what breaks on one that rested says nothing of whether a message left.
        """
        with closing(self._connection()) as line:
            try:
                line.connect()
            except OSError as error:
                raise NotTaken(_why_not_open(error)) from error
            try:
                line.request(
                    "POST",
                    f"{self.account['path']}{path}",
                    body=urlencode(values).encode(),
                    headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
                )
                answer = line.getresponse()
                return answer.status, answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
            except (OSError, http.client.HTTPException) as error:
                logger.warning("sms_connection_broke", error=type(error).__name__)
                raise NotTaken(Reason.BROKEN_OFF) from error

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self.account["host"], self.account["port"]
        if self.account["secure"]:
            return http.client.HTTPSConnection(
                host, port, timeout=self.timeout, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(host, port, timeout=self.timeout)


def _taken(text: str) -> Taken:
    """What Sveve says inside a 200. Raises `NotTaken` for what is no yes."""
    try:
        answer = json.loads(text)["response"]
        count = int(answer.get("msgOkCount") or 0)
        fatal, errors = answer.get("fatalError"), answer.get("errors") or []
        if not fatal and count and not errors:
            ids = answer.get("ids") or [""]
            return Taken(provider_id=str(ids[0])[:40], parts=int(answer.get("stdSMSCount") or 0))
        words = str(fatal or errors[0].get("message") or "")
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        # It answered, and nobody knows what: it may have taken the message.
        logger.error("sms_answer_not_understood", length=len(text))
        raise NotTaken(Reason.BROKEN_OFF) from None
    reason = _of_words(words) if fatal else _of_one_number(words)
    _log(reason, words)
    raise NotTaken(reason)


def _of_one_number(words: str) -> Reason:
    """What is said of one number: "blocked" is that number, and no other message need wait."""
    if CREDIT.search(words):
        return Reason.NO_CREDIT
    return Reason.REFUSED if THE_TEXT.search(words) else Reason.NUMBER_REFUSED


def _of_words(words: str) -> Reason:
    if LOG_IN.search(words):
        return Reason.OUR_SETTINGS
    if CREDIT.search(words):
        return Reason.NO_CREDIT
    if SENDER.search(words):
        return Reason.OUR_SETTINGS
    if THE_TEXT.search(words):
        return Reason.REFUSED
    if THE_NUMBER.search(words):
        return Reason.NUMBER_REFUSED
    return Reason.FAULT


def _of_status(status: int, *, asked_only: bool = False) -> Reason:
    logger.warning("sms_provider_status", status=status)
    if status in PERHAPS_TAKEN and not asked_only:
        return Reason.BROKEN_OFF
    if status in (400, 413, 414) and not asked_only:
        return Reason.REFUSED
    if status >= 500 or status in (408, 425, 429):
        return Reason.BUSY
    return Reason.OUR_SETTINGS


def _why_not_open(error: OSError) -> Reason:
    """For the reader it is one thing; for the operator what only a person can mend is another."""
    settings_are_wrong = isinstance(error, ssl.SSLError)
    log = logger.error if settings_are_wrong else logger.warning
    log("sms_provider_unreachable", error=type(error).__name__)
    return Reason.OUR_SETTINGS if settings_are_wrong else Reason.UNREACHABLE


def _log(reason: Reason, words: str) -> None:
    """The provider's words without figures: a number may stand among them."""
    log = logger.error if reason in (Reason.OUR_SETTINGS, Reason.NO_CREDIT, Reason.FAULT) else logger.info
    log("sms_not_taken", reason=reason.value, words=re.sub(r"\d", "#", words)[:100])


def _number(text: str) -> str:
    """A number as Sveve writes it, with its country and without a plus, or without either: E.164, else ""."""
    typed = text.strip()[:30]
    for number in (typed, f"+{typed.removeprefix('00')}"):
        try:
            found = read_telephone(number)
        except ValidationError:
            continue
        if STORED.fullmatch(found):
            return found
    return ""
