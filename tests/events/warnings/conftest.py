from collections.abc import Iterator

import pytest

from tests.events.warnings.metalerts import MetAlerts, running


@pytest.fixture
def met(settings) -> Iterator[MetAlerts]:
    """MET's server, on a socket of its own; the settings name it."""
    with running() as server:
        settings.METALERTS_URL = server.url
        settings.METALERTS_CONTACT = "drift@moteplass.no"
        settings.BASE_URL = "https://moteplass.no"
        yield server
