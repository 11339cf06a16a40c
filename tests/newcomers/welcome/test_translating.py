"""The translation page, text by text, and drafts by a machine that speaks LibreTranslate's API."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from newcomers.welcome.content import machine
from newcomers.welcome.content.translating import rows_of
from newcomers.welcome.models import PackageStep, StepText
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(heroy) -> PackageStep:
    made = factories.a_step(
        subject="Hei & hå",
        body=[
            (
                "explainer",
                {"word": "dugnad", "explanation": '<p>Sammen <a href="https://a.example/">her</a></p>'},
            )
        ],
        live=False,
    )
    made.save_revision().publish()
    return again(made)


def again(step: PackageStep) -> PackageStep:
    rows = PackageStep.objects.select_related("package__municipality", "live_revision", "latest_revision")
    return rows.get(pk=step.pk)


@pytest.fixture
def translator(heroy):
    user = factories.a_user("Tuva Tolk")
    grant_role(user=user, role=Role.TRANSLATOR, municipality=heroy)
    return user


def address(step: PackageStep, language: str = "uk") -> str:
    return "/en" + reverse("step_translate", args=[step.pk, language])[3:]


def sent(step: PackageStep, text: str, *, number: int = 0, language: str = "uk", **more) -> dict[str, str]:
    """What the page's form sends for one of the texts."""
    row = rows_of(again(step), language)[number]
    values = {"path": row.segment.path, "source_hash": row.segment.hash, "seen": row.seen, "number": "1"}
    return {**values, "text": text, **more}


@pytest.mark.parametrize("actor", ["host", "editor", "translator"])
def test_who_writes_or_translates_saves_one_text_at_a_time(request, client, short, actor):
    client.force_login(request.getfixturevalue(actor))
    assert client.get(address(short)).status_code == 200
    assert client.post(address(short), sent(short, "Привіт")).status_code == 302
    client.post(address(short), sent(short, "**Разом** [тут](https://a.example/)", number=1))
    rows = {row.path: row for row in StepText.objects.all()}
    assert len(rows) == 2
    assert rows["subject"].text == "Привіт"
    [rich] = [row for path, row in rows.items() if path != "subject"]
    assert rich.text == '<p><b>Разом</b> <a href="https://a.example/">тут</a></p>'
    assert {row.state for row in rows.values()} == {"human"}
    assert rich.by == request.getfixturevalue(actor)


@pytest.mark.parametrize("language", ["nb", "xx"])
def test_own_language_and_unknown_ones_are_not_there(client, host, short, language):
    client.force_login(host)
    assert client.get(address(short, language)).status_code == 404


def test_outsider_translates_nothing(client, outsider, short):
    client.force_login(outsider)
    assert client.get(address(short)).status_code == 404
    assert client.post(address(short), sent(short, "Привіт")).status_code == 404
    assert client.post(address(short) + "machine/").status_code == 404
    assert not StepText.objects.exists()


def test_each_side_is_in_its_language_and_direction(client, host, short):
    client.force_login(host)
    page = client.get(address(short, "prs")).content.decode()
    assert 'lang="nb" dir="ltr"' in page
    assert 'lang="prs"' in page
    assert 'dir="rtl"' in page
    assert "2 texts to write or read" in page


def test_source_that_changes_makes_the_translation_outdated_and_a_save_makes_it_right(client, host, short):
    client.force_login(host)
    client.post(address(short), sent(short, "Привіт"))
    before = sent(short, "Привіт")
    short.subject = "Hei der"
    short.save_revision().publish()
    page = client.get(address(short)).content.decode()
    assert "The original was changed" in page
    assert "Привіт" in page
    # Whoever had the page open keeps their words, and is told.
    told = client.post(address(short), {**before, "text": "Привіт!"}, follow=True).content.decode()
    assert "the original was changed meanwhile" in told
    assert set(StepText.objects.values_list("text", flat=True)) == {"Привіт!"}
    client.post(address(short), sent(short, "Привіт!"))
    assert "The original was changed" not in client.get(address(short)).content.decode()
    assert StepText.objects.count() == 2


def test_second_of_two_who_write_at_once_sees_both_and_loses_nothing(client, host, short):
    client.force_login(host)
    old = sent(short, "Вітаю")
    client.post(address(short), sent(short, "Привіт"))
    answer = client.post(address(short), old)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Привіт" in page
    assert "Вітаю" in page
    assert StepText.objects.get().text == "Привіт"
    client.post(address(short), sent(short, "Вітаю"))
    assert StepText.objects.get().text == "Вітаю"


def test_text_that_is_gone_is_answered(client, host, short):
    client.force_login(host)
    told = client.post(address(short), sent(short, "a", path="gone"), follow=True).content.decode()
    assert "not in the package any longer" in told
    assert not StepText.objects.exists()


@pytest.mark.parametrize("texts", [1, 12])
def test_page_costs_the_same_with_more_texts(client, host, heroy, django_assert_num_queries, texts):
    items = [{"text": f"Gjør {number}", "link": ""} for number in range(texts)]
    step = factories.a_step(body=[("checklist", {"heading": "Nå", "items": items})])
    client.force_login(host)
    with django_assert_num_queries(7):
        client.get(address(step))


# --- By a machine -------------------------------------------------------------------------------------


class LibreTranslate(ThreadingHTTPServer):
    """Speaks LibreTranslate's `/translate`: marks what it got, and knows one pair of languages."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[dict] = []
        self.is_down = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: LibreTranslate

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        if self.server.is_down:
            return self.answer(503, {"error": "starting"})
        if asked["target"] != "uk":
            return self.answer(400, {"error": f"{asked['target']} is not supported"})
        return self.answer(200, {"translatedText": [f"{text} (машина)" for text in asked["q"]]})

    def answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def service(settings):
    server = LibreTranslate()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {"LIBRETRANSLATE_URL": server.url, "API_KEY": ""},
    }
    cache.clear()
    yield server
    server.shutdown()
    server.server_close()


def fill(step: PackageStep, language: str = "uk") -> machine.Done:
    return machine.fill_in(again(step), language, now=timezone.now())


def test_machine_fills_in_what_is_missing_and_marks_it(client, host, short, service):
    factories.a_translation(short, "uk", {"Hei & hå": "Привіт"})
    assert fill(short) == machine.Done(missing=1, filled=1)
    [asked] = service.asked
    assert (asked["source"], asked["target"], asked["format"]) == ("nb", "uk", "html")
    assert asked["q"] == ['<p>Sammen <a href="https://a.example/">her</a></p>']
    human, made = StepText.objects.order_by("pk")
    assert (human.text, human.state) == ("Привіт", "human")
    assert made.state == "machine"
    client.force_login(host)
    assert "By a machine, not read yet" in client.get(address(short)).content.decode()
    # A person has read it, and changed nothing.
    text = '<p>Sammen <a href="https://a.example/">her</a></p>'
    assert text in made.text
    client.post(address(short), sent(short, "Разом", number=1))
    assert StepText.objects.get(pk=made.pk).state == "human"
    assert fill(short) == machine.Done(missing=0, filled=0)


def test_line_is_asked_for_and_kept_as_a_line(short, service):
    fill(short)
    assert service.asked[0]["q"][0] == "Hei &amp; hå"
    assert StepText.objects.get(path="subject").text == "Hei & hå (машина)"


def test_machine_never_replaces_a_persons_words_though_they_are_outdated(short, service):
    factories.a_translation(short, "uk", {"Hei & hå": "Привіт"})
    short.subject = "Hei der"
    short.save_revision().publish()
    assert fill(short).missing == 1
    assert StepText.objects.get(path="subject").text == "Привіт"


def test_pair_that_the_service_lacks_stays_missing_and_the_page_says_so(client, host, short, service):
    assert fill(short, "ti") == machine.Done(missing=2, filled=0)
    assert not StepText.objects.exists()
    client.force_login(host)
    page = client.get(address(short, "ti")).content.decode()
    assert "does not translate between these two languages" in page
    assert "2 texts to write or read" in page
    assert "Ask the machine" not in page
    assert "Ask the machine" in client.get(address(short, "uk")).content.decode()


def test_service_that_is_down_changes_nothing_and_is_asked_again(short, service):
    service.is_down = True
    with pytest.raises(machine.Away):
        fill(short)
    assert machine.service_for("nb", "uk") == machine.Service.AWAY
    assert not StepText.objects.exists()
    service.is_down = False
    assert fill(short).filled == 2
    assert machine.service_for("nb", "uk") == machine.Service.READY


def test_without_a_service_there_is_no_button(client, host, short):
    client.force_login(host)
    assert "Ask the machine" not in client.get(address(short)).content.decode()
    assert fill(short) == machine.Done(missing=2, filled=0)


@pytest.mark.django_db(transaction=True)
def test_button_asks_a_worker_and_publishing_asks_again_where_a_machine_wrote(
    client, host, short, service, queue
):
    client.force_login(host)
    client.post(address(short) + "machine/")
    asked = [("welcome.translate_step", {"step": short.pk, "language": "uk"})]
    assert translations(queue) == asked
    fill(short)
    short.subject = "Hei der"
    short.save_revision().publish()
    assert translations(queue) == asked
    assert fill(short).filled == 1
    assert StepText.objects.filter(path="subject", state="machine").count() == 2


def translations(queue) -> list[tuple[str, dict]]:
    """What a worker was asked to translate; off the queue then."""
    return [(name, given) for name, given in queue.take() if name.startswith("welcome.translate")]
