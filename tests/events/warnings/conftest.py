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


@pytest.fixture
def met_of_workers(met: MetAlerts, monkeypatch) -> MetAlerts:
    """The same, for a worker that starts after it."""
    monkeypatch.setenv("METALERTS_URL", met.url)
    return met
