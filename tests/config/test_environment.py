"""Settings are read as they were meant, or noted as what cannot work."""

import pytest

from config.environment import Environment

DEFAULT = "smtp://localhost:25"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp+tls://post:hem%23melig@h:587", ("h", 587, "hem#melig", True, None)),
        ("smtp+ssl://post:p@ss@h:465", ("h", 465, "p@ss", None, True)),
        ("smtp://localhost:1025", ("localhost", 1025, None, None, None)),
    ],
)
def test_mail_address_is_read(address, expected):
    env = Environment({"EMAIL_URL": address})
    found = env.mail("EMAIL_URL", DEFAULT)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found.get(name) for name in names) == expected
    assert env.problems == []


@pytest.mark.parametrize(
    "address",
    [
        "smtps://post:hemmelig@h:465",
        "smtp+tls://post:hem#melig@h:587",
        "smtp+tls://post:12#3@h:587",
        "smtp+tls://post:hem/melig@h:587",
        "smtp+tls://post:hem?melig@h:587",
        "smtp.moteplass.no",
        "https://h:587",
    ],
)
def test_mail_address_that_would_be_misread_is_a_problem_without_its_value(address):
    env = Environment({"EMAIL_URL": address})
    assert env.mail("EMAIL_URL", DEFAULT)["EMAIL_HOST"] == "localhost"
    (problem,) = env.problems
    assert problem.setting == "EMAIL_URL"
    assert "melig" not in problem.what + problem.remedy


def test_value_that_begins_with_a_dollar_is_itself():
    assert Environment({"SECRET_KEY": "$abc"}).text("SECRET_KEY") == "$abc"


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("on", True), ("0", False), ("", True)])
def test_flag_is_read(value, expected):
    assert Environment({"A": value}).flag("A", True) is expected


@pytest.mark.parametrize("value", ["0", "-1", "2.5", "1200", "٥", "five"])
def test_number_outside_its_bounds_is_noted_and_replaced(value):
    env = Environment({"A": value})
    assert env.number("A", 13, least=1, most=60) == 13
    assert [problem.setting for problem in env.problems] == ["A"]


@pytest.mark.parametrize(
    ("address", "backend", "account"),
    [
        ("postmark://k%2Fey@default", "postmark", {"POSTMARK_SERVER_TOKEN": "k/ey"}),
        ("brevo://key@default", "brevo", {"BREVO_API_KEY": "key"}),
        (
            "mailgun://key@mg.moteplass.no?region=eu",
            "mailgun",
            {
                "MAILGUN_API_KEY": "key",
                "MAILGUN_SENDER_DOMAIN": "mg.moteplass.no",
                "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3",
            },
        ),
    ],
)
def test_mail_provider_is_read(address, backend, account):
    env = Environment({"EMAIL_URL": address})
    found = env.mail("EMAIL_URL", DEFAULT)
    assert found == {"EMAIL_BACKEND": f"anymail.backends.{backend}.EmailBackend", "ANYMAIL": account}
    assert env.problems == []


def test_mailbox_is_read():
    env = Environment({"BOUNCES_URL": "imap+ssl://retur:hem%23melig@imap.moteplass.no/INBOX%2FRetur"})
    assert env.mailbox("BOUNCES_URL") == {
        "ssl": True,
        "host": "imap.moteplass.no",
        "port": 993,
        "user": "retur",
        "password": "hem#melig",
        "folder": "INBOX/Retur",
    }
    assert env.problems == []
    assert Environment({}).mailbox("BOUNCES_URL") == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOUNCES_URL", "https://retur:hemmelig@imap.moteplass.no/"),
        ("BOUNCES_URL", "imap+ssl://imap.moteplass.no/hemmelig"),
        ("BOUNCES_URL", 'imap+ssl://retur:hemmelig@h/a"b'),
        ("BOUNCES_ADDRESS", "hemmelig"),
        ("BOUNCES_ADDRESS", "hemmelig+**@moteplass.no"),
        ("BOUNCES_ADDRESS", "much-too-long-to-hold-hemmelig+*@moteplass.no"),
        ("EMAIL_URL", "postmark://default/hemmelig"),
    ],
)
def test_what_cannot_bring_anything_back_is_a_problem_without_its_value(name, value):
    env = Environment({name: value})
    {
        "BOUNCES_URL": env.mailbox,
        "BOUNCES_ADDRESS": env.star_address,
        "EMAIL_URL": lambda n: env.mail(n, DEFAULT),
    }[name](name)
    assert [problem.setting for problem in env.problems] == [name]
    assert "hemmelig" not in str(env.problems)
