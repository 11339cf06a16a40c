from django.urls import path

from newcomers.welcome.desk import views as desk
from newcomers.welcome.views import (
    again,
    campaigns,
    letters,
    packages,
    personal,
    sections,
    translating,
    writing,
)

urlpatterns = [
    path("portal/desk/<str:kommunenummer>/", desk.desk, name="welcome_desk"),
    path("portal/desk/<str:kommunenummer>/settings/", desk.welcome_settings, name="welcome_settings"),
    path("portal/desk/<str:kommunenummer>/sendings/", desk.sendings, name="sending_list"),
    path("portal/packages/<str:kommunenummer>/", packages.package_list, name="package_list"),
    path("portal/packages/<str:kommunenummer>/new/", writing.package_new, name="package_new"),
    path("portal/packages/<str:kommunenummer>/crest/", writing.crest, name="package_crest"),
    path("portal/packages/<str:kommunenummer>/contacts/", writing.contacts, name="package_contacts"),
    path("portal/packages/<str:kommunenummer>/contacts/new/", writing.contact_new, name="contact_new"),
    path("portal/contact/<int:pk>/", writing.contact_edit, name="contact_edit"),
    path("portal/contact/<int:pk>/delete/", writing.contact_delete, name="contact_delete"),
    path("portal/package/<int:pk>/", writing.package_settings, name="package_settings"),
    path("portal/package/<int:pk>/steps/", writing.step_new, name="step_new"),
    path("portal/step/<int:pk>/words/", writing.step_explainer, name="step_explainer"),
    path("portal/step/<int:pk>/into/<str:language>/", translating.step_translate, name="step_translate"),
    path("portal/step/<int:pk>/into/<str:language>/machine/", translating.step_machine, name="step_machine"),
    path("portal/sections/<slug:slug>/", sections.section_list, name="section_list"),
    path("portal/sections/<slug:slug>/new/", sections.section_new, name="section_new"),
    path("portal/section/<int:pk>/", sections.section_edit, name="section_edit"),
    path(
        "portal/section/<int:pk>/into/<str:language>/", sections.section_translate, name="section_translate"
    ),
    path(
        "portal/section/<int:pk>/into/<str:language>/machine/",
        sections.section_machine,
        name="section_machine",
    ),
    path("portal/step/<int:pk>/preview/", packages.step_preview, name="step_preview"),
    path("portal/step/<int:pk>/send/", campaigns.campaign_dry_run, name="campaign_dry_run"),
    path("portal/campaigns/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("portal/campaigns/<int:pk>/again/", again.campaign_again, name="campaign_again"),
    path("portal/deliveries/<int:pk>/again/", again.delivery_again, name="delivery_again"),
    path("portal/newcomer/<int:pk>/letters/", letters.newcomer_letters, name="newcomer_letters"),
    path("portal/letters/<int:pk>/close/", letters.letter_close, name="letter_close"),
    path("welcome/<str:token>/", personal.package_page, name="package_page"),
    path("welcome/<str:token>/stop/", personal.stop, name="unsubscribe"),
    path("welcome/<str:token>/delete/", personal.erase, name="erase_me"),
]
