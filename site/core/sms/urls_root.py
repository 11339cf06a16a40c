"""What the provider asks for: no page, and in no language."""

from django.urls import path

from core.sms.views import from_provider

urlpatterns = [path("sms/<str:secret>/", from_provider, name="sms_from_provider")]
