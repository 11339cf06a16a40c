"""The public addresses of events. The portal's come first: "portal" would pass for a municipality here."""

from django.urls import include, path

from events.discovery import asking, directory, event_page, hosts, reporting, standing_page, views
from events.discovery.addresses import old_public_address
from events.printing import views as printing
from events.printing import views_month

urlpatterns = [
    path("", include("events.moderation.urls")),
    path("", include("events.organiser.urls")),
    path("", include("events.partners.urls")),
    path("", include("events.venues.urls")),
    path("", include("events.standing.urls")),
    path(
        "<slug:municipality>/organisations/", directory.organisation_directory, name="organisation_directory"
    ),
    path(
        "<slug:municipality>/organisations/<slug:organisation>/",
        hosts.organisation_page,
        name="organisation_page",
    ),
    path("<slug:municipality>/places/<int:pk>/", hosts.venue_page, name="venue_page"),
    path("<slug:municipality>/places/<int:pk>/month/", views_month.venue_month, name="venue_month_poster"),
    path(
        "<slug:municipality>/places/<int:pk>/month.pdf",
        views_month.venue_file,
        name="venue_month_poster_file",
    ),
    path(
        "<slug:municipality>/organisations/<slug:organisation>/month/",
        views_month.organisation_month,
        name="organisation_month_poster",
    ),
    path(
        "<slug:municipality>/organisations/<slug:organisation>/month.pdf",
        views_month.organisation_file,
        name="organisation_month_poster_file",
    ),
    path("<slug:municipality>/open/<int:pk>/", standing_page.standing_page, name="standing_place"),
    path("<slug:municipality>/events/", views.event_list, name="event_list"),
    path("<slug:municipality>/events/near/", views.event_list_near, name="event_list_near"),
    path("<slug:municipality>/events/<uuid:date>/", event_page.event_detail, name="event_detail"),
    path("<slug:municipality>/events/<uuid:date>/dates/", event_page.event_dates, name="event_dates"),
    path("<slug:municipality>/events/<uuid:date>/ask/", asking.ask_organiser, name="ask_organiser"),
    path("<slug:municipality>/events/<uuid:date>/ask/sent/", asking.question_sent, name="question_sent"),
    path("<slug:municipality>/events/<uuid:date>/report/", reporting.report, name="event_report"),
    path("<slug:municipality>/events/<uuid:date>/qr.svg", event_page.event_qr, name="event_qr"),
    path(
        "<slug:municipality>/events/<int:pk>/",
        old_public_address("event_detail"),
        name="event_detail_by_number",
    ),
    path("<slug:municipality>/events/week/poster/", printing.week_poster, name="week_poster"),
    path("<slug:municipality>/events/week/poster.pdf", printing.week_file, name="week_poster_file"),
    path("<slug:municipality>/events/<uuid:date>/poster/", printing.event_poster, name="event_poster"),
    path("<slug:municipality>/events/<uuid:date>/poster.pdf", printing.event_file, name="event_poster_file"),
    path(
        "<slug:municipality>/events/<uuid:date>/picture-<slug:digest>.png",
        printing.event_picture,
        name="event_picture",
    ),
]
