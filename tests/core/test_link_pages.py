"""What every page behind a personal link does, whatever room it is of."""

import pytest
from django.test import Client

from tests.isolation.routes import Route, all_routes

pytestmark = pytest.mark.django_db

# Of the admin, which is closed; for mail programs, which are answered in plain text.
OTHERS = {"wagtailadmin_password_reset_confirm", "unsubscribe_one_click"}
# A way in is on posters and on others' pages: its token is everybody's.
PUBLIC = {"way_in"}
PAGES = [route for route in all_routes() if "token" in route.arguments and route.key not in OTHERS | PUBLIC]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.key)
def test_page_behind_a_link_is_kept_and_told_to_nobody(route: Route):
    """Also without a CSRF token, which a browser that names no origin cannot send."""
    client = Client(enforce_csrf_checks=True)
    address = route.filled({"token": "nobodys.link", "room": "signup"})
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in (404, 405, 410)
        if answer.status_code != 405:
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert answer["Cache-Control"] == "no-store, private"


def test_every_room_with_such_links_is_among_them():
    assert {route.key.split("_")[0] for route in PAGES} >= {
        "signup",
        "follow",
        "confirm",
        "standing",
        "package",
    }
