"""Which rows belong to whom, and whether those of others are as they were."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import ReferenceIndex, Revision

# Made from other rows, or the visitor's own. Nobody's words are in them that are not in another table too.
DERIVED = {"django_session", "wagtailsearch_indexentry", "wagtailcore_referenceindex"}
WRITES = ("INSERT", "UPDATE", "DELETE")


def tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in DERIVED:
            yield model


@dataclass
class Rows:
    """`remember` after each part of the world; then `changes` says what has happened to the other parts."""

    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def remember(self, part: str) -> None:
        """The rows that have come since the last call are those of `part`."""
        new = {}
        with connection.cursor() as cursor:
            for model in tables():
                table, pk = model._meta.db_table, model._meta.pk.column
                cursor.execute(f'SELECT "{pk}"::text FROM "{table}"')
                keys = {row[0] for row in cursor.fetchall()} - self.known[table]
                self.known[table] |= keys
                new[table] = sorted(keys)
        self.parts[part] = new

    def watch(self, *foreign: str) -> "Watch":
        """A watch over the rows of the parts `foreign` and over those that everybody shares."""
        kept: dict[str, list[str]] = defaultdict(list)
        others: dict[str, list[str]] = defaultdict(list)
        for part in foreign:
            for table, keys in self.parts[part].items():
                others[table] += keys
                kept[table] += keys
        for table, keys in self.parts["shared"].items():
            kept[table] += keys
        return Watch(kept, others)


class Watch:
    """The state of others' rows, and how many rows of anybody else point at them."""

    def __init__(self, kept: dict[str, list[str]], others: dict[str, list[str]]) -> None:
        self.names: list[str] = []
        self.questions: list[str] = []
        self.values: list[list[str]] = []
        for model in tables():
            self._contents(model, kept[model._meta.db_table])
            self._references(model, others)
        self.others = others
        self.before = self._look()
        self.last_revision = Revision.objects.order_by("pk").last()

    def _ask(self, name: str, question: str, *values: list[str]) -> None:
        self.names.append(name)
        self.questions.append(f"({question})")
        self.values += values

    def _contents(self, model: type[models.Model], keys: list[str]) -> None:
        table, pk = model._meta.db_table, model._meta.pk.column
        if keys:
            self._ask(
                table,
                f"""SELECT md5(string_agg(t::text, '|' ORDER BY "{pk}")) FROM "{table}" t
                    WHERE "{pk}"::text = ANY(%s)""",
                keys,
            )

    def _references(self, model: type[models.Model], others: dict[str, list[str]]) -> None:
        table = model._meta.db_table
        for field_ in model._meta.local_concrete_fields:
            keys = others.get(field_.related_model._meta.db_table) if field_.is_relation else None
            if keys:
                self._ask(
                    f"{table}.{field_.column}",
                    f"""SELECT count(*)::text FROM "{table}" WHERE "{field_.column}"::text = ANY(%s)""",
                    keys,
                )
        names = {field_.name for field_ in model._meta.local_concrete_fields}
        if {"content_type", "object_id"} <= names:
            pairs = [f"{kind}:{key}" for kind, table_ in self._content_types() for key in others[table_]]
            self._ask(
                f"{table}.object_id",
                f"""SELECT count(*)::text FROM "{table}"
                    WHERE content_type_id || ':' || object_id = ANY(%s)""",
                pairs,
            )

    def _content_types(self) -> list[tuple[int, str]]:
        known = ContentType.objects.get_for_models(*tables(), for_concrete_models=False)
        return [(kind.pk, model._meta.db_table) for model, kind in known.items()]

    def _look(self) -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(self.questions), self.values)
            return dict(zip(self.names, cursor.fetchone(), strict=True))

    def changes(self) -> list[str]:
        """The tables and columns in which others' rows are not as they were."""
        now = self._look()
        return [name for name in self.names if now[name] != self.before[name]] + list(self._drafts())

    def _drafts(self) -> Iterator[str]:
        """What points to others' rows from inside of a draft: from its parts and its rich text too."""
        for revision in Revision.objects.filter(pk__gt=self.last_revision.pk):
            draft = revision.as_object()
            for kind, key, _model_path, path in ReferenceIndex._extract_references_from_object(draft):
                table = ContentType.objects.get_for_id(kind).model_class()._meta.db_table
                if str(key) in self.others[table]:
                    yield f"{path} of a draft of {draft._meta.label}: {table} {key}"


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write to a table, as they are made."""
    made: list[str] = []

    def note(execute, sql, params, many, context):
        if sql.lstrip().startswith(WRITES) and '"django_session"' not in sql:
            made.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield made
