import pytest

from core.mail.typos import COMMON, meant


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("ola@gmial.com", "ola@gmail.com"),
        ("ola@gmail.con", "ola@gmail.com"),
        ("ola@gmail.co", "ola@gmail.com"),
        ("ola@gamil.com", "ola@gmail.com"),
        ("ola@GMIAL.com", "ola@gmail.com"),
        ("ola@hotmial.no", "ola@hotmail.no"),
        ("ola@outlok.com", "ola@outlook.com"),
        ("ola@icloud.om", "ola@icloud.com"),
        ("ola@yaho.com", "ola@yahoo.com"),
    ],
)
def test_server_that_is_almost_a_common_one_is_asked_about(typed, right):
    assert meant(typed) == right


@pytest.mark.parametrize(
    "typed",
    [
        "ola@example.org",
        "ola@heroy.kommune.no",
        "ola@mail.com",
        "ola",
        "",
        "@gmial.com",
        "ola@nav.no",
        "ola@uit.no",
    ]
    + [f"ola@{server}" for server in COMMON],
)
def test_nothing_is_asked_about_an_address_that_may_be_right(typed):
    assert meant(typed) == ""
