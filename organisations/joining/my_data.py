"""What is kept of somebody with an account, and where an organisation names them."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import User
from core.privacy.held import IN_PUBLIC, Root, Shown, of_each, reached_at, register
from core.text import same_address
from organisations.joining import services as joining
from organisations.joining.links import MINE, application_from, question_from
from organisations.joining.models import Application, ApplicationQuerySet
from organisations.models import Organisation
from organisations.services import end_own_account


def accounts(shown: Shown) -> QuerySet[User]:
    return User.objects.filter(pk=shown.user) if shown.user else User.objects.none()


def end_account(shown: Shown, now: datetime) -> int:
    return end_own_account(user=shown.user) if shown.user else 0


def applications_of(address: str) -> ApplicationQuerySet:
    rows = Application.objects.select_related("municipality__county")
    return rows.filter(email=same_address(address)) if "@" in address else rows.none()


def applications(shown: Shown) -> QuerySet[Application]:
    rows = Application.objects.select_related("municipality__county", "organisation")
    return of_each(shown, applications_of, rows)


def erase_applications(shown: Shown, now: datetime) -> int:
    return joining.erase(of_each(shown, applications_of, Application.objects.all()))


def organisations_of(address: str) -> QuerySet[Organisation]:
    return reached_at(Organisation.objects.all(), address)


def organisations(shown: Shown) -> QuerySet[Organisation]:
    rows = Organisation.objects.select_related("municipality__county")
    return of_each(shown, organisations_of, rows)


ROOTS = (
    Root(
        "account",
        User,
        gettext_lazy("Your account"),
        rows=accounts,
        controller=lambda row: _("Those for whom you publish or work"),
        manage=lambda row: reverse("account_email"),
        erase=end_account,
        hangs=True,
        stays=gettext_lazy(
            "You have a role here still. Hand it over or leave it first, and delete your account then."
        ),
    ),
    Root(
        "application",
        Application,
        gettext_lazy("You have asked to publish for an organisation"),
        rows=applications,
        controller=lambda row: row.municipality.full_name,
        about=lambda row: row.name,
        manage=lambda row: reverse("join_mine", args=[MINE.token(row.public_id)]),
        erase=erase_applications,
        opens=lambda token, now: application_from(token, MINE, now=now),
        reached_by=lambda row: row.email,
    ),
    Root(
        "organisation",
        Organisation,
        gettext_lazy("An organisation is reached by you"),
        rows=organisations,
        controller=lambda row: row.name,
        about=lambda row: row.name,
        stays=IN_PUBLIC,
        opens=lambda token, now: question_from(token).organisation,
        reached_by=lambda row: row.email,
    ),
)


def register_my_data() -> None:
    """Called while the app gets ready."""
    for root in ROOTS:
        register(root)
