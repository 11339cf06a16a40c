"""Boot checks: contradictory settings fail `manage.py check --deploy`, with an id and a hint."""

from django.conf import settings
from django.core.checks import Error, Tags, register

REAL_MAIL_BACKENDS = ("django.core.mail.backends.smtp.EmailBackend", "anymail.")


@register(Tags.security, deploy=True)
def check_celery_is_not_eager(app_configs, **kwargs):
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return [
            Error(
                "Celery runs tasks inside the web request (CELERY_TASK_ALWAYS_EAGER).",
                hint="Remove the setting and start a worker: celery -A config worker.",
                id="moteplass.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_secret_key_is_secret(app_configs, **kwargs):
    # An empty key never gets here: Django itself refuses it.
    if settings.SECRET_KEY.startswith(("only-for-development", "tests-only")):
        return [
            Error(
                "SECRET_KEY is the development key, which everybody knows.",
                hint="Set SECRET_KEY to at least 50 random characters, and keep it out of the repository.",
                id="moteplass.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_mail_backend_sends(app_configs, **kwargs):
    if not settings.EMAIL_BACKEND.startswith(REAL_MAIL_BACKENDS):
        return [
            Error(
                f"EMAIL_BACKEND {settings.EMAIL_BACKEND} does not send mail to anyone.",
                hint="Set EMAIL_URL, for example smtp+tls://user:password@smtp.example.org:587.",
                id="moteplass.E003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_hosts_are_named(app_configs, **kwargs):
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS is empty or allows every host.",
                hint="Set ALLOWED_HOSTS to the site's host names, separated by commas.",
                id="moteplass.E004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_base_url_is_https(app_configs, **kwargs):
    if not settings.BASE_URL.startswith("https://"):
        return [
            Error(
                f"BASE_URL is {settings.BASE_URL}: links in mails would not be encrypted.",
                hint="Set BASE_URL to the site's public address, starting with https://.",
                id="moteplass.E005",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_mail_is_not_shown(app_configs, **kwargs):
    if getattr(settings, "DEV_MAILDIR", ""):
        return [
            Error(
                "DEV_MAILDIR is set: /dev/mail/ shows everybody's mail, and their log-in codes, to anyone.",
                hint="Use DJANGO_SETTINGS_MODULE=config.settings.production, which has no mail reader.",
                id="moteplass.E006",
            )
        ]
    return []
