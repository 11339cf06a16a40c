"""Where the municipality's page names somebody as its newcomer host."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.privacy.held import Root, Shown, of_each, register
from core.telephone import same_telephone
from home.models import MunicipalityPage


def hosts_of(address: str) -> QuerySet[MunicipalityPage]:
    if "@" in address:
        return MunicipalityPage.objects.filter(host_email__iexact=address)
    number = same_telephone(address)
    return MunicipalityPage.objects.filter(host_phone=number) if number else MunicipalityPage.objects.none()


def hosts(shown: Shown) -> QuerySet[MunicipalityPage]:
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
            stays=_(
                "It stands where everybody can read it. Who is responsible for it changes it: ask there."
            ),
        )
    )
