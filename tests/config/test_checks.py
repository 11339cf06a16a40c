"""The boot checks refuse settings that cannot work in production, and say what to write instead."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import checks

ROOT = Path(__file__).resolve().parents[2]
# A password that must be in no message; "#" tears an address apart.
SECRET = "hemmelig"
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO",
    "ALLOWED_HOSTS": "moteplass.no",
    "BASE_URL": "https://moteplass.no",
    "CSRF_TRUSTED_ORIGINS": "https://moteplass.no",
    "EMAIL_URL": f"smtp+tls://post:{SECRET}@smtp.moteplass.no:587",
    "DEFAULT_FROM_EMAIL": "Møteplass <post@moteplass.no>",
}


@pytest.fixture(scope="module")
def static_root(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    (folder / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    return folder


def boot(static_root: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """Start the web application as its server does, with production's settings and what is `changed`."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "DATABASE_URL", "REDIS_URL")}
    env = (
        inherited
        | GOOD
        | {"STATIC_ROOT": str(static_root), "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
        | changed
    )
    return subprocess.run(
        [sys.executable, "-c", "import config.wsgi"], cwd=ROOT, env=env, capture_output=True, text=True
    )


def test_good_settings_start(static_root):
    done = boot(static_root)
    assert (done.returncode, done.stderr) == (0, "")


def test_everything_that_cannot_work_is_said_at_once_and_no_secret_with_it(static_root):
    done = boot(
        static_root,
        SECRET_KEY=f"${SECRET}",
        EMAIL_URL=f"smtps://post:{SECRET}@smtp.moteplass.no:465",
        DATABASE_URL=f"postgresql://moteplass:{SECRET}#more@db:5432/moteplass",
        DEFAULT_FROM_EMAIL="Herøy, Nordland <post@moteplass.no>",
        FIGURES_THRESHOLD="0",
        NEWCOMER_RETENTION_MONTHS="1200",
        DEMONSTRATION="1",
        STATIC_ROOT="var/nowhere",
        TRUSTED_PROXIES="caddy",
        ADMINS="kari",
    )
    assert done.returncode == 1
    said = [line.split(")")[0] for line in done.stderr.splitlines() if "moteplass.E" in line]
    assert sorted(line.rpartition("(")[2] for line in said) == [
        "moteplass.E002",
        *["moteplass.E007"] * 5,
        "moteplass.E008",
        "moteplass.E009",
        "moteplass.E010",
        "moteplass.E011",
    ]
    for setting in (
        "EMAIL_URL",
        "DATABASE_URL",
        "FIGURES_THRESHOLD",
        "NEWCOMER_RETENTION_MONTHS",
        "TRUSTED_PROXIES",
    ):
        assert f"{setting} " in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr + done.stdout


def test_without_a_choice_of_settings_it_is_production_and_no_key_is_no_traceback():
    env = {name: os.environ[name] for name in ("PATH", "HOME")} | {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    check = [sys.executable, "manage.py", "check", "--deploy"]
    done = subprocess.run(check, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "SECRET_KEY is missing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("check", "setting", "bad", "good", "number"),
    [
        (checks.eager_celery, "CELERY_TASK_ALWAYS_EAGER", True, False, "E001"),
        (checks.secret_key, "SECRET_KEY", "only-for-development-x", GOOD["SECRET_KEY"], "E002"),
        (checks.secret_key, "SECRET_KEY", "short", GOOD["SECRET_KEY"], "E002"),
        (checks.secret_key, "SECRET_KEY", "k" * 60, GOOD["SECRET_KEY"], "E002"),
        (
            checks.mail_backend,
            "EMAIL_BACKEND",
            "django.core.mail.backends.console.EmailBackend",
            "django.core.mail.backends.smtp.EmailBackend",
            "E003",
        ),
        (checks.hosts, "ALLOWED_HOSTS", ["*"], ["moteplass.no"], "E004"),
        (checks.public_address, "BASE_URL", "http://x.no", "https://x.no", "E005"),
        (checks.mail_reader, "DEV_MAILDIR", "var/mail", "", "E006"),
        (checks.demonstration, "DEMONSTRATION", True, False, "E010"),
    ],
)
def test_boot_check_refuses_what_is_unsafe(settings, check, setting, bad, good, number):
    settings.SECRET_KEY = GOOD["SECRET_KEY"]
    setattr(settings, setting, bad)
    (error,) = check(None)
    assert error.id == f"moteplass.{number}"
    assert error.hint
    setattr(settings, setting, good)
    assert check(None) == []


@pytest.mark.parametrize(
    "sender",
    ["", "Møteplass", "post@", "Herøy, Nordland <post@moteplass.no>", "Møteplass <hei@moteplass.example>"],
)
def test_sender_that_no_mail_server_takes_is_refused(sender):
    assert checks.sender_fault(sender)


@pytest.mark.parametrize(
    "sender", ["post@moteplass.no", "Møteplass <post@moteplass.no>", '"Herøy, Nordland" <post@moteplass.no>']
)
def test_sender_that_works_is_taken(sender):
    assert checks.sender_fault(sender) == ""


def test_example_file_can_be_read_by_a_shell_and_names_every_setting():
    done = subprocess.run(
        ["sh", "-euc", "set -a; . ./.env.example; env"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    settings = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "site" / "config" / "settings").glob("*.py")
    )

    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    assert read - {name for name in read if f"{name}=" in text} == set()


@pytest.mark.parametrize(
    "settings_of",
    [
        {"MAIL_PROVIDER": "postmark"},
        {"MAIL_PROVIDER": "mailgun", "MAIL_SECRET": "s" * 40},
        {"BOUNCES_ADDRESS": "retur+*@moteplass.no"},
        {"BOUNCES": {"ssl": True}},
        {"BOUNCES": {"ssl": False}, "BOUNCES_ADDRESS": "retur@moteplass.no"},
    ],
)
def test_what_would_never_come_back_is_said(settings, settings_of):
    settings.MAIL_PROVIDER, settings.MAIL_SECRET = "", ""
    settings.BOUNCES, settings.BOUNCES_ADDRESS = {}, ""
    assert list(checks.what_comes_back(None)) == []
    for name, value in settings_of.items():
        setattr(settings, name, value)
    assert [fault.id for fault in checks.what_comes_back(None)] == ["moteplass.E014"]
