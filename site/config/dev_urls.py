"""Addresses of the first look only: the local mail reader, telephones, weather and the style guide."""

from django.urls import path

from config import devmail, devregisters, devsms, devweather
from config.styleguide import styleguide

urlpatterns = [
    path("mail/", devmail.inbox, name="dev_inbox"),
    path("mail/<str:key>/", devmail.message, name="dev_message"),
    path("mail/<str:key>/html/", devmail.html_part, name="dev_message_html"),
    path("mail/<str:key>/<int:index>/", devmail.attachment, name="dev_attachment"),
    path("sms/", devsms.phones, name="dev_sms"),
    path("sms/answer/", devsms.answer, name="dev_sms_answer"),
    path("sms/provider/SMS/SendMessage", devsms.take, name="dev_sms_take"),
    path("sms/provider/SMS/AccountAdm", devsms.account, name="dev_sms_account"),
    path("weather/", devweather.weather, name="dev_weather"),
    path("weather/current", devweather.current, name="dev_weather_feed"),
    path("registers/enheter", devregisters.units, name="dev_register_units"),
    path("registers/enheter/<str:orgnr>", devregisters.unit, name="dev_register_unit"),
    path(
        "registers/frivillige-organisasjoner/<str:orgnr>",
        devregisters.voluntary,
        name="dev_register_voluntary",
    ),
    path("styleguide/", styleguide, name="styleguide"),
]
