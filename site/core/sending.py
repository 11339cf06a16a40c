"""A form that makes something makes it once, however often it is sent.

The page brings a number of its own for each form. The database takes each number once; who comes second, also
at the same moment, waits for the first and is led to what that one made.
"""

import json
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


def once(
    request: HttpRequest,
    make: Callable[[], str],
    *,
    by_content: bool = False,
    refused_by: type[Exception] | tuple[type[Exception], ...] = (),
) -> str:
    """Call `make`, which returns where to go on from, unless this form has been sent before.

    In one transaction; what carries no number is of no page of ours and makes what it asks for. With
    `by_content` only what says the same is the same form: whoever goes back and types another name means it.
    What `make` has done before it raises one of `refused_by` stays, and the form can be sent again.
    """
    number = request.POST.get(FIELD)
    if number and by_content:
        number = f"{number} {_content(request)}"
    refusal: Exception | None = None
    with transaction.atomic():
        if not number:
            row, is_first = None, True
        else:
            row, is_first = _take(number, request.user)
        if row is not None and not is_first:
            return row.leads_to
        try:
            leads_to = make()
        except refused_by as error:
            refusal = error
            if row is not None:
                row.delete()
        else:
            if row is not None:
                row.leads_to = leads_to
                row.save(update_fields=["leads_to"])
            return leads_to
    assert refusal is not None
    raise refusal


def _content(request: HttpRequest) -> str:
    """All that was typed and chosen, in the order of its names."""
    names = sorted(set(request.POST) - {FIELD, "csrfmiddlewaretoken"})
    return json.dumps([[name, request.POST.getlist(name)] for name in names])


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
