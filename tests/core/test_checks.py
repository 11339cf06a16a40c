"""The boot checks refuse settings that contradict production."""

import pytest

from config import checks


@pytest.mark.parametrize(
    ("check", "setting", "bad", "good", "number"),
    [
        (checks.check_celery_is_not_eager, "CELERY_TASK_ALWAYS_EAGER", True, False, "E001"),
        (checks.check_secret_key_is_secret, "SECRET_KEY", "only-for-development-x", "k" * 60, "E002"),
        (
            checks.check_mail_backend_sends,
            "EMAIL_BACKEND",
            "django.core.mail.backends.console.EmailBackend",
            "django.core.mail.backends.smtp.EmailBackend",
            "E003",
        ),
        (checks.check_hosts_are_named, "ALLOWED_HOSTS", ["*"], ["moteplass.example"], "E004"),
        (checks.check_base_url_is_https, "BASE_URL", "http://x.example", "https://x.example", "E005"),
        (checks.check_mail_is_not_shown, "DEV_MAILDIR", "var/mail", "", "E006"),
    ],
)
def test_boot_check_refuses_what_is_unsafe(settings, check, setting, bad, good, number):
    setattr(settings, setting, bad)
    (error,) = check(None)
    assert error.id == f"moteplass.{number}"
    assert error.hint
    setattr(settings, setting, good)
    assert check(None) == []
