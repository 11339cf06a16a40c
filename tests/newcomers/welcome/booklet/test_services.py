"""A host's booklets: ordered, made part by part, printed, given; and gone within the day."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from core.bounded import TooMuchWork
from core.models import Picture as StoredPicture
from newcomers.models import Newcomer, PostalAddress
from newcomers.services import erase_newcomer
from newcomers.welcome import links
from newcomers.welcome.booklet import making, services, sources
from newcomers.welcome.booklet.choices import How
from newcomers.welcome.booklet.models import PrintJob, PrintPiece
from newcomers.welcome.booklet.pictures import printed
from newcomers.welcome.booklet.printable import OnPaper, name_on_paper
from newcomers.welcome.booklet.sources import booklet_of, is_printable, replaced_in, signs
from newcomers.welcome.booklet.values import booklet_values
from newcomers.welcome.choices import Channel
from newcomers.welcome.editions import frozen
from newcomers.welcome.models import Delivery
from newcomers.welcome.models.links import LetterLink
from tests import factories
from tests.newcomers.welcome.booklet.jobs import in_chinese, on_paper, ordered
from tests.newcomers.welcome.booklet.reading import pages_of, words_of

pytestmark = pytest.mark.django_db


def file_of(job: PrintJob, name: str = making.PRINT) -> bytes:
    return bytes(job.pieces.get(name=name).content)


def test_one_person_gets_a_file_to_fold_and_one_for_the_screen(campaign):
    job = ordered(campaign, on_paper(campaign, language="uk"))
    assert making.make_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.leased_until) == ("made", 1, None)
    assert set(job.pieces.values_list("name", flat=True)) == {"print", "screen"}
    assert len(PdfReader(BytesIO(file_of(job))).pages) % 2 == 0
    screen = pages_of(file_of(job, making.SCREEN))
    assert "Person uk 0" in screen[-1]
    assert "Останній день зберігання" in screen[-1]


def test_each_booklet_of_a_batch_has_a_link_of_its_own_that_opens(campaign):
    """Three people in two languages: what is common is there once, and what is personal nowhere else."""
    deliveries = on_paper(campaign, 2, "nb") + on_paper(campaign, 1, "uk")
    job = ordered(campaign, deliveries)
    making.make_waiting()
    text = words_of(file_of(job)).replace("\u200b", "").replace("\n", "")
    known = set(LetterLink.objects.values_list("token_hash", flat=True))
    tokens = {token for token in links.TOKEN.findall(text) if links._hash(token) in known}
    opened = {links.link_from(token, now=timezone.now()).newcomer.name for token in tokens}
    assert opened == {each.newcomer.name for each in deliveries}
    assert set(LetterLink.objects.values_list("medium", flat=True)) == {"print"}
    # One sheet a booklet, printed on both sides.
    assert len(PdfReader(BytesIO(file_of(job))).pages) == 3 * 2


def test_worker_that_was_killed_loses_one_part(campaign, monkeypatch):
    """Of three parts the second fails as if the worker had died; the next one makes what is missing."""
    monkeypatch.setattr(making, "AT_ONCE", 1)
    job = ordered(campaign, on_paper(campaign, 3))
    calls = []

    def dies(recipe):
        calls.append(recipe.template)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return making.typeset(recipe, seconds=making.SECONDS)

    with monkeypatch.context() as patched:
        patched.setattr(making, "_typeset", dies)
        with pytest.raises(KeyboardInterrupt):
            making.make_waiting()
    job.refresh_from_db()
    assert (job.state, job.done) == ("making", 1)
    # Nobody else takes it as long as its lease runs.
    assert making.make_waiting() == 0
    later = timezone.now() + making.LEASE + timedelta(seconds=5)
    assert making.make_waiting(clock=lambda: later) == 1
    job.refresh_from_db()
    assert (job.state, job.done) == ("made", 3)
    text = words_of(file_of(job))
    assert [text.count(f"Person nb {each}") for each in range(3)] == [1, 1, 1]


def test_lease_of_a_second_job_begins_when_it_is_taken(campaign, monkeypatch):
    """The first lasts longer than a lease: nobody else may take the second meanwhile."""
    first, second = (ordered(campaign, on_paper(campaign, 1)) for _each in range(2))
    moments = [timezone.now() + making.LEASE * number for number in (0, 2, 4)]
    leases = {}

    def made(*, job, clock):
        leases[job] = PrintJob.objects.get(pk=job.pk).leased_until
        PrintJob.objects.filter(pk=job.pk).update(state=PrintJob.State.MADE)
        return True

    monkeypatch.setattr(making, "make", made)
    assert making.make_waiting(clock=iter(moments).__next__) == 2
    assert leases == {first: moments[0] + making.LEASE, second: moments[1] + making.LEASE}


def test_job_that_cannot_be_made_says_so_and_stops_no_other(campaign):
    """In a language in which nothing was frozen."""
    broken, whole = (ordered(campaign, on_paper(campaign, language=code)) for code in ("tlh", "nb"))
    assert making.make_waiting() == 1
    assert [PrintJob.objects.get(pk=job.pk).state for job in (broken, whole)] == ["failed", "made"]


def test_what_cannot_be_made_says_so_and_can_be_tried_again(campaign, monkeypatch):
    job = ordered(campaign, on_paper(campaign))

    def never(recipe):
        raise TooMuchWork

    with monkeypatch.context() as patched:
        patched.setattr(making, "_typeset", never)
        assert making.make_waiting() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert services.make_again(job=job, now=timezone.now())
    assert making.make_waiting() == 1


def test_files_are_gone_within_the_day_and_can_be_made_anew_with_new_links(campaign):
    job = ordered(campaign, on_paper(campaign))
    making.make_waiting()
    first = file_of(job)
    assert services.end_old(now=timezone.now() + timedelta(hours=19)) == 0
    assert services.end_old(now=timezone.now() + timedelta(hours=21)) == 1
    assert not PrintPiece.objects.exists()
    job.refresh_from_db()
    assert job.state == "ended"
    assert services.make_again(job=job, now=timezone.now())
    assert not services.make_again(job=job, now=timezone.now())
    making.make_waiting()
    assert file_of(job) != first
    assert LetterLink.objects.count() == 2


def test_whoever_is_erased_stands_in_no_file(campaign):
    deliveries = on_paper(campaign, 2)
    job = ordered(campaign, deliveries)
    making.make_waiting()
    erase_newcomer(newcomer=deliveries[0].newcomer)
    job.refresh_from_db()
    assert (job.state, job.pieces.count()) == ("ended", 0)
    services.make_again(job=job, now=timezone.now())
    making.make_waiting()
    text = words_of(file_of(job))
    assert ("Person nb 0" in text, "Person nb 1" in text) == (False, True)


def test_labels_are_for_those_whose_address_is_noted_and_start_its_end(campaign):
    deliveries = on_paper(campaign, 2)
    now = timezone.now()
    address = PostalAddress.objects.create(
        newcomer=deliveries[1].newcomer,
        street="Hallveien 3",
        postcode="8850",
        place="Herøy",
        created_at=now,
        expires_at=now + timedelta(days=60),
    )
    job = ordered(campaign, deliveries)
    making.make_waiting(clock=lambda: now)
    text = words_of(file_of(job, making.LABELS))
    assert "Hallveien 3" in text
    assert "Person nb 0" not in text
    address.refresh_from_db()
    assert address.printed_at == now
    assert address.expires_at <= now + timedelta(days=15)


def test_booklet_is_given_once_and_can_be_taken_back(campaign):
    (delivery,) = on_paper(campaign)
    now = timezone.now()
    mine = Delivery.objects.filter(pk=delivery.pk)
    assert services.give(deliveries=mine, how=How.POSTED, now=now) == 1
    assert services.give(deliveries=mine, how=How.HANDED_OVER, now=now) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at, delivery.given.how) == ("sent", now, "posted")
    assert Newcomer.objects.get(pk=delivery.newcomer_id).told_at == now
    assert not services.waiting_booklets(campaign.municipality).exists()
    assert services.take_back(delivery=delivery)
    assert services.waiting_booklets(campaign.municipality).count() == 1
    assert not services.take_back(delivery=delivery)


def test_nothing_is_ordered_of_what_is_another_s_or_a_mail(campaign):
    (mail,) = on_paper(campaign)
    Delivery.objects.filter(pk=mail.pk).update(channel=Channel.EMAIL)
    with pytest.raises(services.NobodyChosen):
        ordered(campaign, [mail])
    (paper,) = on_paper(campaign, language="uk")
    with pytest.raises(services.NobodyChosen):
        services.order_booklets(
            municipality=factories.a_municipality("1811", "Bindal"),
            deliveries=[paper.pk],
            sheet="70x37",
            user=None,
            now=timezone.now(),
        )


def test_five_megabyte_picture_is_as_small_as_it_is_printed(step, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    out = BytesIO()
    Image.effect_noise((3600, 2400), 90).convert("RGB").save(out, "JPEG", quality=92)
    assert len(out.getvalue()) > 5_000_000
    stored = StoredPicture.objects.create(title="Stor", file=ContentFile(out.getvalue(), "stor.jpg"))
    (picture,) = printed({stored.pk: stored}).values()
    assert max(picture.width, picture.height) == 1100
    assert len(picture.jpeg) < 600_000
    stored.file.storage.delete(stored.file.name)
    stored.renditions.all().delete()
    assert printed({stored.pk: StoredPicture.objects.get(pk=stored.pk)}) == {}


def test_booklet_is_made_of_the_frozen_step(step):
    content = frozen(step, now=timezone.now())["uk"]
    booklet = booklet_of(content, municipality=step.municipality, now=timezone.now())
    kinds = [part["type"] for part in booklet_values(booklet)["parts"]]
    assert kinds == ["letter", "contacts", "checklist", "words", "next_events"]
    assert replaced_in(booklet) == []
    assert is_printable(content)


def test_script_without_a_font_is_said_to_be_none():
    chinese = {"parts": [{"text": {"html": "<p>欢迎来到这里 Herøy</p>", "language": "zh-hans"}}]}
    assert not is_printable(chinese)


def test_script_without_a_font_is_printed_in_the_nearest_language_there_is(campaign):
    in_chinese(campaign)
    deliveries = on_paper(campaign, 1, "zh-hans")
    deliveries[0].newcomer.name = "王伟"
    deliveries[0].newcomer.save()
    job = ordered(campaign, deliveries)
    making.make_waiting()
    job.refresh_from_db()
    assert job.state == "made"
    said = words_of(file_of(job, making.SCREEN))
    assert "Welcome to Herøy!" in said
    assert "??" not in said
    (link,) = LetterLink.objects.all()
    # Behind the code they read it in their own.
    assert link.delivery.language == "zh-hans"


def test_one_query_says_in_which_language_all_of_them_are_printed(campaign, django_assert_num_queries):
    in_chinese(campaign)
    signs()
    with django_assert_num_queries(1):
        paper = OnPaper([(campaign.pk, "zh-hans"), (campaign.pk, "uk"), (campaign.pk, "ar")])
        assert [paper.language(campaign.pk, code) for code in ("zh-hans", "uk", "ar")] == ["en", "uk", "ar"]
        assert paper.replaced() == []


@pytest.mark.parametrize(
    ("name", "printed_as"),
    [("王伟", ""), ("ليلى", "ليلى"), ("ሰላም", "ሰላም"), ("Nguyễn", "Nguyễn"), ("Who?", "Who?")],
)
def test_name_without_letters_is_left_to_a_hand(name, printed_as):
    assert name_on_paper(name) == printed_as


def test_titles_of_activities_are_in_the_language_that_mail_and_page_have_them_in(step, monkeypatch):
    """A Thai booklet has English titles, where there are any, as the Thai mail has."""
    asked = []
    monkeypatch.setattr(sources, "next_events", lambda **asks: asked.append(asks["language"]) or [])
    content = frozen(step, now=timezone.now())["en"]
    for code in ("th", "uk"):
        booklet_of(content | {"language": code}, municipality=step.municipality, now=timezone.now())
    assert asked == ["en", "uk"]
