from django.urls import path

from newcomers.welcome.desk import views as desk
from newcomers.welcome.views import again, campaigns, letters, packages, personal

urlpatterns = [
    path("portal/desk/<str:kommunenummer>/", desk.desk, name="welcome_desk"),
    path("portal/desk/<str:kommunenummer>/settings/", desk.welcome_settings, name="welcome_settings"),
    path("portal/desk/<str:kommunenummer>/sendings/", desk.sendings, name="sending_list"),
    path("portal/packages/<str:kommunenummer>/", packages.package_list, name="package_list"),
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
