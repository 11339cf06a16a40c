"""A form that makes something makes it once, however often it is sent.

The page brings a number of its own for each form. The database takes each number once; who comes second, also
at the same moment, waits for the first and is led to what that one made.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import SentForm

FIELD = "form_number"
# Nobody sends a form again after this; the numbers are then forgotten.
REMEMBERED = timedelta(days=2)


def new_number() -> str:
    return uuid.uuid4().hex


def number_for(request: HttpRequest) -> str:
    """The number of a form that is shown: the one it was sent with, while it has made nothing."""
    return request.POST.get(FIELD) or new_number()


def once(request: HttpRequest, make: Callable[[], str]) -> str:
    """Call `make`, which returns where to go on from, unless this form has been sent before.

    In one transaction; what carries no number is of no page of ours and makes what it asks for.
    """
    number = request.POST.get(FIELD)
    with transaction.atomic():
        if not number:
            return make()
        row, is_first = _take(number, request.user)
        if is_first:
            row.leads_to = make()
            row.save(update_fields=["leads_to"])
        return row.leads_to


def is_first(number: str, *, user: Any) -> bool:
    """Whether this is the first time that `user` sends the form with this number; it is taken with that."""
    return _take(number, user)[1]


def _take(number: str, user: Any) -> tuple[SentForm, bool]:
    # By who sends it: nobody's number says anything about another's.
    digest = salted_hmac("core.sending", f"{user.pk} {number}", algorithm="sha256").hexdigest()
    return SentForm.objects.get_or_create(digest=digest, defaults={"sent_at": timezone.now()})


def forget(*, now: datetime) -> int:
    """Delete the numbers that nobody sends again. Returns how many."""
    return SentForm.objects.filter(sent_at__lt=now - REMEMBERED).delete()[0]
