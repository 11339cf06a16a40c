"""Making packages and steps: with texts to begin with, from another municipality's, or empty. All drafts."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.models import User
from newcomers.models import settings_of
from newcomers.welcome.choices import PackageKind, StepKind, TextState
from newcomers.welcome.content import starting
from newcomers.welcome.content.segments import segments_in
from newcomers.welcome.content.working import Written, drafted, published, written
from newcomers.welcome.models import PackageStep, StepText, WelcomePackage
from organisations.models import Municipality

# What stays at home when a package is copied: people, places and links that are another municipality's.
LEFT_OUT = frozenset({"contacts", "places", "qr", "shared"})


class StepThere(Exception):
    """The package has a step for this time already."""


@transaction.atomic
def make_package(
    *,
    municipality: Municipality,
    name: str,
    kind: str,
    language: str,
    languages: Iterable[str],
    with_texts: bool,
    user: User,
    now: datetime,
) -> WelcomePackage:
    """A new package, all of it a draft. `with_texts`: all five steps with texts to begin with, where there
    are any in `language`."""
    package = WelcomePackage.objects.create(
        municipality=municipality,
        name=name,
        kind=kind,
        language=language,
        languages=[code for code in languages if code != language],
        by_itself_since=_by_itself_since(municipality, kind, now),
    )
    if kind == PackageKind.MESSAGE:
        _add(package, StepKind.MESSAGE, Written(name, []), user)
    elif with_texts and language in starting.LANGUAGES:
        for each in starting.STEPS:
            begin_step(package=package, kind=each, user=user, now=now)
    else:
        _add(package, StepKind.ARRIVAL, Written(name, []), user)
    return package


def _by_itself_since(municipality: Municipality, kind: str, now: datetime) -> datetime | None:
    """The municipality may have chosen that its package goes by itself before there was one: then this one
    does, where no other does."""
    if kind != PackageKind.WELCOME or not settings_of(municipality).goes_by_itself:
        return None
    going = WelcomePackage.objects.filter(municipality=municipality, by_itself_since__isnull=False)
    return None if going.exists() else now


@transaction.atomic
def begin_step(
    *, package: WelcomePackage, kind: str, after_days: int | None = None, user: User, now: datetime
) -> PackageStep:
    """A new step, a draft; with texts to begin with where there are any. Raises `StepThere`."""
    WelcomePackage.objects.select_for_update().get(pk=package.pk)
    same = package.steps.filter(kind=kind)
    if (same.filter(after_days=after_days) if kind == StepKind.DAYS else same).exists():
        raise StepThere
    if kind not in starting.STEPS or package.language not in starting.LANGUAGES:
        return _add(package, kind, Written(package.name, []), user, after_days=after_days)
    words = {code: _starting(package, kind, code, user) for code in starting.LANGUAGES}
    step = _add(package, kind, words[package.language], user)
    others = {code: each for code, each in words.items() if code in package.languages}
    _translate_alike(step, others, user, now)
    return step


def _starting(package: WelcomePackage, kind: str, language: str, user: User) -> Written:
    place = package.municipality.name
    parts = starting.parts_of(kind, language, place=place, signature=user.name or place)
    return _written(starting.subject_of(kind, language, place=place), parts)


def _written(subject: str, parts: list[tuple[str, dict[str, Any]]]) -> Written:
    """Of plain parts, as they are stored."""
    return written(PackageStep(subject=subject, body=parts))


def _add(
    package: WelcomePackage, kind: str, words: Written, user: User, *, after_days: int | None = None
) -> PackageStep:
    chosen = settings_of(package.municipality_id)
    step = PackageStep(
        package=package,
        kind=kind,
        after_days=after_days,
        from_hour=chosen.from_hour,
        to_hour=chosen.to_hour,
        subject=words.subject,
        live=False,
    )
    step.body = json.dumps(words.body)  # type: ignore[assignment]  # the field takes its JSON
    try:
        with transaction.atomic():
            step.save()
    except IntegrityError as error:
        raise StepThere from error
    step.save_revision(user=user, log_action=True)
    return step


def _translate_alike(step: PackageStep, others: dict[str, Written], user: User, now: datetime) -> None:
    """The texts of `others` are those of the step in other languages, one by one."""
    own = written(PackageStep.objects.get(pk=step.pk)).segments
    StepText.objects.bulk_create(
        StepText(
            step=step,
            language=code,
            path=segment.path,
            source_hash=segment.hash,
            text=theirs.text,
            state=TextState.HUMAN,
            by=user,
            changed_at=now,
        )
        for code, words in others.items()
        for segment, theirs in zip(own, words.segments, strict=True)
        if segment.kind == theirs.kind
    )


@transaction.atomic
def copy_package(
    *,
    source: WelcomePackage,
    municipality: Municipality,
    name: str = "",
    kind: str = "",
    user: User,
    now: datetime,
) -> WelcomePackage:
    """The texts of `source` and their translations, as drafts of `municipality`'s. Never its people, its
    places or what has been sent; and of what another municipality has only what it has published.

    `name` and `kind` are the source's where they are left out.
    """
    kind = kind or source.kind
    package = WelcomePackage.objects.create(
        municipality=municipality,
        name=name or source.name,
        kind=kind,
        language=source.language,
        languages=source.languages,
        by_itself_since=_by_itself_since(municipality, kind, now),
    )
    steps = source.steps.select_related("live_revision", "latest_revision").prefetch_related("texts")
    is_own = source.municipality_id == municipality.pk
    for step in steps.in_order():
        if not (is_own or step.live):
            continue
        words = drafted(step) if is_own else published(step)
        body = words.body if is_own else _without_people(words.body)
        new = _add(package, step.kind, Written(words.subject, body), user, after_days=step.after_days)
        PackageStep.objects.filter(pk=new.pk).update(from_hour=step.from_hour, to_hour=step.to_hour)
        _copy_texts(step, new, Written(words.subject, body), now)
    return package


def _without_people(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A letter is signed by whoever sends it, and nobody's face comes along."""
    unsigned = {"signature": "–", "picture": None}
    return [
        {**part, "value": {**part["value"], **unsigned}} if part["type"] == "letter" else part
        for part in body
        if part["type"] not in LEFT_OUT
    ]


def _copy_texts(step: PackageStep, new: PackageStep, words: Written, now: datetime) -> None:
    """Parts keep their numbers when they are copied: so do the paths of their texts."""
    wanted = {(segment.path, segment.hash) for segment in segments_in(words.subject, words.body)}
    StepText.objects.bulk_create(
        StepText(
            step=new,
            language=text.language,
            path=text.path,
            source_hash=text.source_hash,
            text=text.text,
            state=text.state,
            changed_at=now,
        )
        for text in step.texts.all()
        if (text.path, text.source_hash) in wanted
    )


@transaction.atomic
def add_explainer(*, step: PackageStep, name: str, user: User, now: datetime) -> None:
    """A word with its explanation at the end of the step's draft, in every language that we have it in."""
    if step.package.language not in starting.LANGUAGES:
        return
    words = drafted(step)
    made = _written("", [starting.explainer(name, step.package.language)]).body
    draft = step.get_latest_revision_as_object()
    draft.body = json.dumps([*words.body, *made])
    draft.save_revision(user=user, log_action=True)
    [segment] = segments_in("", made)
    StepText.objects.bulk_create(
        StepText(
            step=step,
            language=code,
            path=segment.path,
            source_hash=segment.hash,
            text=starting.explainer(name, code)[1]["explanation"],
            state=TextState.HUMAN,
            by=user,
            changed_at=now,
        )
        for code in starting.LANGUAGES
        if code in step.package.languages
    )
