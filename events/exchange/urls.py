from django.urls import path

from events.discovery.addresses import old_public_address
from events.exchange import views, views_embed
from events.exchange.api import page as views_page
from events.exchange.taking_in import subscription_views
from events.exchange.taking_in import views as taking_in

urlpatterns = [
    path("about/programs/", views_page.api_page, name="api_page"),
    path("portal/taking-in/", taking_in.bring, name="portal_taking_in"),
    path("portal/taking-in/calendars/", subscription_views.subscriptions, name="portal_subscriptions"),
    path(
        "portal/taking-in/calendars/<int:source>/look/",
        subscription_views.look,
        name="portal_subscription_look",
    ),
    path(
        "portal/taking-in/calendars/<int:source>/zones/",
        subscription_views.say_zones,
        name="portal_subscription_zones",
    ),
    path(
        "portal/taking-in/calendars/<int:source>/going/",
        subscription_views.set_going,
        name="portal_subscription_set_going",
    ),
    path(
        "portal/taking-in/calendars/<int:source>/remove/",
        subscription_views.remove,
        name="portal_subscription_remove",
    ),
    path("portal/taking-in/<uuid:upload>/", taking_in.review, name="portal_taking_in_review"),
    path("portal/taking-in/<uuid:upload>/report/", taking_in.report, name="portal_taking_in_report"),
    path("portal/taking-in/<uuid:upload>/forget/", taking_in.forget, name="portal_taking_in_forget"),
    path(
        "<slug:municipality>/events/calendar.ics", views.municipality_calendar, name="municipality_calendar"
    ),
    path(
        "<slug:municipality>/events/all/<int:event>/calendar.ics",
        views.event_calendar,
        name="event_calendar",
    ),
    path(
        "<slug:municipality>/organisations/<slug:organisation>/calendar.ics",
        views.organisation_calendar,
        name="organisation_calendar",
    ),
    path("<slug:municipality>/places/<int:venue>/calendar.ics", views.venue_calendar, name="venue_calendar"),
    path("<slug:municipality>/events/feed.atom", views.municipality_atom, name="municipality_atom"),
    path("<slug:municipality>/events/embed.json", views_embed.embed_data, name="embed_data"),
    path("<slug:municipality>/events/embed/", views_embed.embed_frame, name="embed_frame"),
    path("<slug:municipality>/events/on-your-site/", views_embed.embed_page, name="embed_page"),
    path("<slug:municipality>/events/<uuid:date>/calendar.ics", views.occurrence_ics, name="occurrence_ics"),
    path(
        "<slug:municipality>/events/<int:pk>/calendar.ics",
        old_public_address("occurrence_ics"),
        name="occurrence_ics_by_number",
    ),
]
