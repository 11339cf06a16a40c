"""Django's `migrate`, which also goes back as far as one likes: `migrate core zero`."""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunPython
from django.db.migrations.state import ProjectState

Plan = list[tuple[Migration, bool]]


class GoesBack(MigrationExecutor):
    """Django's, which goes back exactly the way it came.

    Its own way back is another order than the way forth, and some migrations of Wagtail's and
    wagtail-localize's then meet tables that are no longer what they name. It also draws models anew before a
    `RunPython` that goes forth and not before one that goes back: models then do not know each other.
    """

    def migration_plan(self, targets: Any, clean_start: bool = False) -> Plan:
        plan: Plan = super().migration_plan(targets, clean_start=clean_start)
        if not any(backwards for _migration, backwards in plan):
            return plan
        forth = super().migration_plan(self.loader.graph.leaf_nodes(), clean_start=True)
        order = {migration: number for number, (migration, _backwards) in enumerate(forth)}
        return sorted(plan, key=lambda step: order[step[0]], reverse=True)

    def unapply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False
    ) -> ProjectState:
        if any(isinstance(operation, RunPython) for operation in migration.operations):
            state.clear_delayed_apps_cache()
        return super().unapply_migration(state, migration, fake=fake)


class Command(migrate.Command):
    def handle(self, *args: object, **options: object) -> None:
        # Where Django's command looks for it; there is no other place to say it.
        migrate.MigrationExecutor = GoesBack  # type: ignore[attr-defined]
        super().handle(*args, **options)
