"""Writing a translation: one text at a time, by a person."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.models import User
from core.nudging import nudge
from newcomers.welcome.choices import TextState
from newcomers.welcome.content.segments import Segment
from newcomers.welcome.content.texts import Texts, Translated, texts_of
from newcomers.welcome.content.working import working_segments
from newcomers.welcome.models import PackageStep, SharedSection, StepText

Source = PackageStep | SharedSection


class NoSuchText(Exception):
    """There is no such text in the source any longer."""


class WrittenMeanwhile(Exception):
    """Somebody else has written this translation since the page was opened. `stands` is theirs."""

    def __init__(self, stands: str) -> None:
        super().__init__()
        self.stands = stands


@dataclass(frozen=True)
class Row:
    """A text of the source beside what it says in the other language. `seen` is sent back with it."""

    segment: Segment
    translated: Translated
    seen: str


def rows_of(source: Source, language: str) -> list[Row]:
    """Every text of the newest draft, in order."""
    texts = texts_of([source])[type(source), source.pk]
    return [_row(segment, texts, language) for segment in working_segments(source)]


def _row(segment: Segment, texts: Texts, language: str) -> Row:
    translated = texts.of(segment, language)
    return Row(segment, translated, seen_of(translated))


def seen_of(translated: Translated) -> str:
    """A digest of what somebody had before them: text, and what it was worth."""
    words = f"{translated.worth}\x00{translated.text}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def translate(
    *,
    source: Source,
    language: str,
    path: str,
    source_hash: str,
    seen: str,
    text: str,
    user: User,
    now: datetime,
) -> bool:
    """Keep `text` as a person's translation of the text at `path`, as it was when its hash was `source_hash`.

    The same words as before, sent once more, say that they are still right. False where the source says
    something else by now: the words are kept, and are outdated. Raises `NoSuchText`, and `WrittenMeanwhile`
    where somebody else has written: then nothing is kept.
    """
    # Two who write at once come one after the other.
    type(source).objects.select_for_update(of=("self",)).get(pk=source.pk)
    segment = next((each for each in working_segments(source) if each.path == path), None)
    if segment is None:
        raise NoSuchText
    stands = texts_of([source])[type(source), source.pk].of(segment, language)
    if segment.hash == source_hash and seen != seen_of(stands) and stands.text != text:
        raise WrittenMeanwhile(stands.text)
    owner = {"section": source} if isinstance(source, SharedSection) else {"step": source}
    StepText.objects.update_or_create(
        **owner,
        language=language,
        path=path,
        source_hash=source_hash,
        defaults={"text": text, "state": TextState.HUMAN, "by": user, "changed_at": now},
    )
    return segment.hash == source_hash


# As long as somebody looks at the page: later they ask again.
WORTH_SECONDS = 3600


def ask_machine(*, source: Source, language: str) -> bool:
    """Have a worker ask for what is missing in `language`. False: there is no worker to be told."""
    if isinstance(source, SharedSection):
        return nudge("welcome.translate_section", expires=WORTH_SECONDS, section=source.pk, language=language)
    return nudge("welcome.translate_step", expires=WORTH_SECONDS, step=source.pk, language=language)


def ask_machine_again(source: Source) -> None:
    """After a change of the source: in the languages that a machine has translated it into before."""
    owner = {"section": source} if isinstance(source, SharedSection) else {"step": source}
    rows = StepText.objects.filter(**owner, state=TextState.MACHINE)
    for language in sorted(set(rows.values_list("language", flat=True))):
        ask_machine(source=source, language=language)
