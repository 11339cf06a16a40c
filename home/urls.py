from django.urls import path
from django.views.generic import TemplateView

from home import views, views_opening, views_portal, views_sms

urlpatterns = [
    path("portal/", views_portal.portal, name="portal"),
    path("portal/organisations/", views_portal.organisations, name="portal_organisations"),
    path("portal/municipalities/open/", views_opening.open_municipality, name="open_municipality"),
    path("portal/municipalities/", views_portal.municipalities, name="portal_municipalities"),
    path("portal/sms/", views_sms.sms_list, name="portal_sms_list"),
    path("portal/sms/<str:kommunenummer>/", views_sms.sms, name="portal_sms"),
    path("portal/sms/<str:kommunenummer>/budget/", views_sms.sms_budget, name="portal_sms_budget"),
    path("portal/running/", views_portal.running, name="running"),
    path("find/", views.municipality_search, name="municipality_search"),
    path("regions/<slug:slug>/", views.region_page, name="region_page"),
    path("about/", TemplateView.as_view(template_name="home/about.html"), name="about"),
    path("about/privacy/", views.privacy_page, name="privacy"),
    path(
        "about/accessibility/",
        TemplateView.as_view(template_name="home/accessibility.html"),
        name="accessibility",
    ),
    path("about/data-sources/", views.data_sources, name="data_sources"),
]
