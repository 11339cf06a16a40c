"""Why the site holds each kind of personal data, on what basis, and for how long.

The privacy page is made from this list, and each personal row (`core.models.PersonalRow`) names its purpose
here. Sources: GDPR art. 5, 6 and 13; personopplysningsloven § 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import PersonalRow, Purge


@dataclass(frozen=True)
class Purpose:
    """One purpose. `basis` is the paragraph, `kept` says in plain words when the rows end."""

    slug: str
    title: str | Promise
    data: str | Promise
    basis: str | Promise
    kept: str | Promise


SIGNUP = Purpose(
    slug="signup",
    title=_("You sign up for an activity"),
    data=_("Your name, your e-mail address, how many you are, and your language."),
    basis=_("You ask for a place, and we need this to give it to you (GDPR article 6(1)(b))."),
    kept=_("It is deleted 30 days after the activity."),
)
WELCOME = Purpose(
    slug="welcome",
    title=_("The municipality welcomes you"),
    data=_("Your e-mail address and, if you like, your name, language, month of arrival and interests."),
    basis=_("The municipality's task is to give guidance to people who live there (GDPR article 6(1)(e))."),
    kept=_("It is deleted 13 months after you were added, or as soon as you ask."),
)
ACCOUNT = Purpose(
    slug="account",
    title=_("You publish activities or work for a municipality"),
    data=_("Your name, your e-mail address, and what you have published or approved."),
    basis=_("We need it to know who may change what (GDPR article 6(1)(e) and (f))."),
    kept=_("It is kept as long as you have the role."),
)
PURPOSES = (SIGNUP, WELCOME, ACCOUNT)


def personal_models() -> Iterator[type[PersonalRow]]:
    """Every model of the project whose rows end by themselves."""
    return (model for model in apps.get_models() if issubclass(model, PersonalRow))


def purge_expired(*, now: datetime) -> int:
    """Delete every personal row that has passed its end. Returns how many; one log row per kind."""
    total = 0
    for model in personal_models():
        with transaction.atomic():
            _all, per_model = model._default_manager.filter(expires_at__lte=now).delete()
            count = per_model.get(model._meta.label, 0)
            if count:
                Purge.objects.create(model=model._meta.label, purpose=model.purpose, count=count, made_at=now)
        total += count
    return total
