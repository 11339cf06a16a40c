"""All that is kept about somebody, in a form that a program reads (GDPR article 20)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from core.privacy.held import Held, Section

NAME = "my-data.json"
SECRET = "(a secret that nobody is shown)"  # noqa: S105  words


def as_file(sections: Iterable[Section]) -> HttpResponse:
    """A file with everything: moments in ISO 8601, UTC."""
    response = JsonResponse(everything(sections), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


def everything(sections: Iterable[Section]) -> dict[str, Any]:
    return {
        "made_at": timezone.now().isoformat(),
        "kept": [
            {"what": str(section.root.title), **_row(row)} for section in sections for row in section.rows
        ],
        "named_as_who_did_it": {
            name: number for section in sections for name, number in section.acted.items()
        },
    }


def _row(row: Held) -> dict[str, Any]:
    return {
        "kind": row.model._meta.label,
        "about": row.about,
        "responsible": row.controller,
        "deleted_after": row.ends_at.isoformat() if row.ends_at else None,
        "purposes": [
            {"why": str(each.title), "basis": str(each.basis), "kept": each.kept()} for each in row.purposes
        ],
        "fields": {each.name: SECRET if each.is_secret else each.raw for each in row.fields},
        "with_it": [_row(part) for part in row.parts],
    }
