"""The portal's own pages. They come before the pages of a municipality: "portal" would pass for one there."""

from django.urls import path

from home import views_opening, views_portal, views_sms

urlpatterns = [
    path("portal/", views_portal.portal, name="portal"),
    path("portal/organisations/", views_portal.organisations, name="portal_organisations"),
    path("portal/municipalities/open/", views_opening.open_municipality, name="open_municipality"),
    path("portal/municipalities/", views_portal.municipalities, name="portal_municipalities"),
    path("portal/sms/", views_sms.sms_list, name="portal_sms_list"),
    path("portal/sms/<str:kommunenummer>/", views_sms.sms, name="portal_sms"),
    path("portal/sms/<str:kommunenummer>/budget/", views_sms.sms_budget, name="portal_sms_budget"),
    path("portal/running/", views_portal.running, name="running"),
]
