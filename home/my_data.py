"""Where the municipality's page names somebody as its newcomer host."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.privacy.held import IN_PUBLIC, Root, Shown, of_each, reached_at, register
from home.models import MunicipalityPage


def hosts_of(address: str) -> QuerySet[MunicipalityPage]:
    return reached_at(MunicipalityPage.objects.all(), address, email="host_email", phone="host_phone")


def hosts(shown: Shown) -> QuerySet[MunicipalityPage]:
    """The pages that name one of the addresses or numbers."""
    return of_each(shown, hosts_of, MunicipalityPage.objects.all())


def register_my_data() -> None:
    """Called while the app gets ready."""
    register(
        Root(
            "host",
            MunicipalityPage,
            _("You are named as the newcomer host"),
            rows=hosts,
            controller=lambda row: row.title,
            about=lambda row: row.title,
            stays=IN_PUBLIC,
        )
    )
