"""A statement that breaks a rule leaves nothing of its row in PostgreSQL's own log."""

import re
from pathlib import Path

import psycopg
import pytest

from scripts.stack import QUIET_LOG_SETTINGS, Stack, postgres_programs

ROOT = Path(__file__).resolve().parents[3]
NAME, ADDRESS, TYPED = "Kari Hemmelig", "kari@secret.example", "typed@secret.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A PostgreSQL of its own, as `make run` starts it, and its log."""
    assert postgres_programs().exists()
    folder = tmp_path_factory.mktemp("postgres")
    folder.chmod(0o755)
    with Stack(folder, durable=False) as stack:
        yield stack.start_postgres(), folder / "log" / "postgres.log"


@pytest.mark.services
def test_log_of_the_server_holds_nothing_of_a_row_that_was_refused(server):
    address, log = server
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE person (id int PRIMARY KEY, name text CHECK (name <> ''), email text)"
        )
        connection.execute("INSERT INTO person VALUES (1, 'x', 'y')")
        for statement, values in [
            ("INSERT INTO person VALUES (%s, %s, %s)", (1, NAME, ADDRESS)),
            (f"INSERT INTO person VALUES (1, '{NAME}', '{ADDRESS}')", None),
            ("INSERT INTO person VALUES (%s, %s, %s)", (None, NAME, ADDRESS)),
            ("SELECT %s::uuid", (TYPED,)),
        ]:
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(statement, values)
            # Else there was nothing to keep out of the log.
            assert re.search("Kari|secret|=\\(1\\)", str(caught.value) + statement)
    text = log.read_text(errors="replace")
    assert "ready to accept connections" in text
    assert not re.search("Kari|secret|DETAIL|STATEMENT", text)


def test_compose_file_starts_its_server_with_the_same_settings():
    compose = (ROOT / "docker-compose.yml").read_text()
    command = compose[compose.index("postgres -c ") : compose.index("POSTGRES_USER")]
    given = dict(re.findall(r"-c ([a-z_]+)=(\S+)", command))
    assert {name: given.get(name) for name in QUIET_LOG_SETTINGS} == QUIET_LOG_SETTINGS
