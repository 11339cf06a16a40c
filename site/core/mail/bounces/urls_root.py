"""What a mail provider asks for: no page, and in no language."""

from django.urls import path

from core.mail.bounces.views import from_mail_provider

urlpatterns = [path("mail/reports/", from_mail_provider, name="mail_from_provider")]
