"""Every address of the site. What a person reads is under its language; machines and staff tools are not."""

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from core.accounts.views import LoginCodeView, OwnAccountView, OwnTelephoneView, prove_telephone
from core.admin_texts import localize_texts, wagtail_texts
from home.serving import serve_page


def answered_by(*rooms: str) -> list[URLPattern | URLResolver]:
    """What each room answers, in one list: to go into each of them takes longer than to look along it."""
    return [pattern for room in rooms for pattern in import_module(room).urlpatterns]


urlpatterns: list[URLPattern | URLResolver] = [
    # One way in: Wagtail's own log-in knows neither codes nor passkeys.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # The words of their scripts, with our translations of them too.
    path("admin/jsi18n/", wagtail_texts, name="wagtailadmin_javascript_catalog"),
    path("admin/localize/jsi18n/", localize_texts, name="localize_javascript_catalog"),
    path("admin/account/", require_admin_access(OwnAccountView.as_view()), name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("home.urls_root")),
    path("", include("core.sms.urls_root")),
    path("", include("core.mail.bounces.urls_root")),
    path("", include("newcomers.welcome.urls_root")),
    path("", include("events.exchange.urls_root")),
    path("", include("events.confirming.urls_root")),
    path("", include("events.door.urls_root")),
]

if getattr(settings, "DEV_MAILDIR", ""):
    urlpatterns.append(path("dev/", include("config.dev_urls")))
    # In production the reverse proxy serves pictures.
    urlpatterns.append(
        path("media/images/<path:path>", serve, {"document_root": f"{settings.MEDIA_ROOT}/images"})
    )

urlpatterns += i18n_patterns(
    # allauth's, with what differs here.
    path("account/login/code/confirm/", LoginCodeView.as_view(), name="account_confirm_login_code"),
    path("account/phone/change/", OwnTelephoneView.as_view(), name="account_change_phone"),
    path("account/phone/verify/", prove_telephone, name="account_verify_phone"),
    path("account/", include("allauth.urls")),
    # The portal's first: "portal" would pass for a municipality in what follows.
    *answered_by(
        "home.urls_portal",
        "core.privacy.urls",
        "organisations.directory.urls",
        "organisations.joining.urls",
        "organisations.people.urls",
        "organisations.picturing.urls",
        "events.urls",
        "events.exchange.urls",
        "events.signups.urls",
        "events.lending.urls",
        "events.besides.urls",
        "events.follows.urls",
        "events.door.urls",
        "events.confirming.urls",
        "newcomers.urls",
        "newcomers.welcome.urls",
        "newcomers.participation.urls",
        "home.urls",
    ),
    *wagtail_urls.urlpatterns[:-1],
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
)

handler404 = "home.views.page_not_found"
handler500 = "core.outage.server_error"
