from django.urls import path

from events.discovery.addresses import old_portal_address, old_public_address
from events.signups.views import access, manage, paper, portal, public

urlpatterns = [
    path("<slug:municipality>/events/<uuid:date>/sign-up/", public.sign_up, name="sign_up"),
    path(
        "<slug:municipality>/events/<int:pk>/sign-up/",
        old_public_address("sign_up"),
        name="sign_up_by_number",
    ),
    path(
        "<slug:municipality>/events/<uuid:date>/sign-up/thanks/", public.sign_up_thanks, name="sign_up_thanks"
    ),
    path(
        "<slug:municipality>/events/<int:pk>/sign-up/thanks/",
        old_public_address("sign_up_thanks"),
        name="sign_up_thanks_by_number",
    ),
    path("sign-up/<str:token>/", manage.signup_manage, name="signup_manage"),
    path("sign-up/<str:token>/confirm/", manage.signup_confirm, name="signup_confirm"),
    path("sign-up/<str:token>/party/", manage.signup_party, name="signup_party"),
    path("sign-up/<str:token>/move/", manage.signup_move, name="signup_move"),
    path("sign-up/<str:token>/coming/", manage.signup_coming, name="signup_coming"),
    path("sign-up/<str:token>/cancel/", manage.signup_cancel, name="signup_cancel"),
    path("sign-up/<str:token>/calendar.ics", manage.signup_ics, name="signup_ics"),
    path("portal/dates/<uuid:date>/list.pdf", paper.door_list, name="portal_door_list"),
    path("portal/dates/<uuid:date>/signups/", portal.portal_signups, name="portal_signups"),
    path(
        "portal/dates/<int:pk>/signups/",
        old_portal_address("portal_signups"),
        name="portal_signups_by_number",
    ),
    path("portal/dates/<uuid:date>/signups/access/", access.ask, name="signup_access"),
    path("portal/dates/<uuid:date>/signups/read/", access.read, name="signup_access_read"),
    path(
        "portal/organisations/<int:organisation>/signups/",
        access.dates_of_organisation,
        name="signup_access_dates",
    ),
    path("portal/signups/access/", access.asked, name="signup_access_list"),
    path("portal/signups/access/<int:pk>/", access.answer, name="signup_access_answer"),
    path("portal/signups/<int:pk>/cancel/", portal.portal_signup_cancel, name="portal_signup_cancel"),
    path("portal/signups/<int:pk>/place/", portal.portal_signup_place, name="portal_signup_place"),
    path("portal/signups/<int:pk>/answer/", portal.portal_signup_answer, name="portal_signup_answer"),
]
