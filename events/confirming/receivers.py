"""What follows when dates change or end, somebody wants no more questions, or an activity is touched."""

from datetime import datetime

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from core.backups.restoring import restored
from core.commits import after_commit
from core.mail.outbox import services as outbox
from core.nudging import nudge
from core.sms.incoming import stopped
from events.confirming import asking, services, silence
from events.confirming.kinds import recipient_of
from events.dates.changes import DateChange, DateState, What
from events.models import Event, Occurrence, Responsible
from events.signals import dates_change_undone, dates_changed, dates_warned, volunteer_is_elsewhere

# What asks about everything whose turn it is (`events.confirming.tasks`).
TASK = "confirming.ask_due"


def _times(state: DateState) -> tuple[datetime, datetime]:
    return state.starts_at, state.ends_at


@receiver([dates_changed, dates_change_undone])
def ask_anew(sender: type[Occurrence], changes: list[DateChange], now: datetime, **kwargs: object) -> None:
    """What has another time was not asked about; what has its old time again was. Somebody is there."""
    moved = [each.occurrence_id for each in changes if _times(each.before) != _times(each.after)]
    back = [each.occurrence_id for each in changes if each.what == What.BACK]
    if moved or back:
        services.restate([*moved, *back], now=now)
    if moved:
        services.move_ends(occurrence_ids=moved)
    dates = Occurrence.objects.filter(pk__in=[each.occurrence_id for each in changes])
    silence.heard_of(series_ids=set(dates.values_list("series", flat=True)), now=now)


@receiver(dates_warned)
def ask_about_the_weather(sender: type[Occurrence], **kwargs: object) -> None:
    """A warning is asked about soon: what is due is looked for now, and not in some minutes."""
    after_commit(nudge, TASK)


@receiver(published, sender=Event)
def activity_is_changed(sender: type[Event], instance: Event, **kwargs: object) -> None:
    series = instance.series.values_list("pk", flat=True)
    silence.heard_of(series_ids=set(series), now=timezone.now())


@receiver(post_save, sender=Responsible)
def volunteer_is_new(
    sender: type[Responsible], instance: Responsible, created: bool, raw: bool, **kwargs: object
) -> None:
    """Somebody new answers for it: they are asked, and the activity is shown until they are silent too."""
    if created and not raw:
        series = instance.event.series.values_list("pk", flat=True)
        silence.heard_of(series_ids=set(series), now=timezone.now())


@receiver(volunteer_is_elsewhere)
def ask_there_anew(sender: type[Responsible], responsible: Responsible, **kwargs: object) -> None:
    """Links and codes that the old address has lead nowhere now; whoever reads the new one is asked anew."""
    services.forget_what_was_asked(responsible=responsible, now=timezone.now())


@receiver(stopped)
def ask_no_more(sender: object, number: str, now: datetime, **kwargs: object) -> None:
    services.stop_texting(number=number, now=now)


@receiver(restored)
def ask_nobody_twice(sender: object, *, now: datetime, nothing_was_done: bool, **kwargs: object) -> None:
    """A backup was put back: whoever may have been asked since counts as asked."""
    if not nothing_was_done:
        asking.note_asked(now=now)


@receiver(post_delete, sender=Responsible)
def write_no_more(sender: type[Responsible], instance: Responsible, **kwargs: object) -> None:
    """However a volunteer's row ends, what is queued for it goes with it."""
    outbox.forget(recipient=recipient_of(instance.pk))
