import pytest

from tests.databases import Databases
from tests.stack_plugin import TEMPLATE


@pytest.fixture(scope="class", autouse=True)
def _database_of_the_class(django_db_setup: None, databases: Databases) -> None:
    """A `TestCase` makes what its tests share before any of them asks for a database."""
    databases.use(TEMPLATE)
