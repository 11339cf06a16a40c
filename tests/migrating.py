"""The database as it was before a migration.

Django keeps a rendered copy of every model while it walks past the migrations of all applications, and
renders again what each of them touches. Here a state is rendered only where a migration is about to run.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

Target = tuple[str, str]


def migrate(targets: Sequence[Target] = ()) -> Apps:
    """Takes the database to `targets` (none: to the newest of all), and returns the models of there."""
    executor = MigrationExecutor(connection)
    there = list(targets) or executor.loader.graph.leaf_nodes()
    with _rendered_where_it_is_needed():
        executor.migrate(there)
        return MigrationExecutor(connection).loader.project_state(there).apps


@contextmanager
def _rendered_where_it_is_needed() -> Iterator[None]:
    mutate = Migration.mutate_state

    def mutate_unrendered(migration: Migration, state: ProjectState, preserve: bool = True) -> ProjectState:
        # The one that is kept keeps its models too.
        state = state.clone() if preserve else state
        state.__dict__.pop("apps", None)
        return mutate(migration, state, preserve=False)

    with patch.object(Migration, "mutate_state", mutate_unrendered):
        yield
