"""The site as it runs for real, in processes of its own: each part can be stopped and started again."""

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from aiosmtpd.controller import Controller

from scripts.processes import Child
from scripts.stack import Stack, free_port
from tests.servers import ReceivedMail, wait_until
from tests.stack_plugin import ROOT, TEMPLATE, copy, migrations, nearest

# Made in the processes' own database; the addresses and sessions of the walk are printed.
SEED = """
import json, django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests import factories
factories.a_home_page("nb"); factories.a_home_page("uk")
factories.a_municipality_page(); factories.a_municipality_page(language="uk")
organisation = factories.an_organisation()
event = factories.an_event(organisation=organisation, admission="sign_up")
date = factories.an_occurrence(event)
organiser = factories.a_member(organisation)
chief = factories.a_user("Sjef Eksempel", is_superuser=True, is_staff=True)
def session(user):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "code", "at": timezone.now().timestamp()}]
    store.save()
    return store.session_key
key = getattr(date, "public_id", date.pk)
with override("nb"):
    detail = reverse("event_list", args=["heroy-nordland"])
    paths = {
        "front page": "/nb/", "municipality's page": "/nb/heroy-nordland/", "list": detail,
        "about": reverse("about"), "log-in": reverse("account_login"),
        "search": reverse("municipality_search"),
    }
    sign_up = None
    for args in (["heroy-nordland", key], ["heroy-nordland", date.pk]):
        try:
            paths["activity"] = reverse("event_detail", args=args)
            sign_up = reverse("sign_up", args=args)
            break
        except Exception:
            pass
    paths["sign-up"] = sign_up
    portal = {"portal": reverse("portal"), "activities": reverse("portal_events")}
print(json.dumps({"paths": paths, "portal": portal, "organiser": session(organiser), "email": organiser.email,
                  "chief": session(chief)}))
"""


@dataclass
class Answer:
    what: str
    status: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class Site:
    """The parts, by name: postgres, valkey, mail, web, worker, beat."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder = folder
        self.stack = Stack(folder / "data", durable=True)
        self.children: dict[str, Child] = {}
        self.mail = ReceivedMail()
        self.mail_port = free_port()
        self.mail_server: Controller | None = None
        self.numbers = count()
        self.accepted: list[str] = []

    def start(self) -> None:
        base = nearest(migrations())
        assert base, "the suite keeps a migrated cluster"
        (self.folder / "data").mkdir(mode=0o755)
        copy(base / "postgres", self.folder / "data" / "postgres")
        url = self.stack.start_postgres()
        self.start_mail()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": urlsplit(url)._replace(path=f"/{TEMPLATE}").geturl(),
            "REDIS_URL": self.stack.start_valkey(),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "DEFAULT_FROM_EMAIL": "Møteplass <post@moteplass.no>",
            "ALLOWED_HOSTS": "localhost",
            "BASE_URL": "https://localhost",
            "CSRF_TRUSTED_ORIGINS": "https://localhost",
            "STATIC_ROOT": str(self.folder / "static"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "ADMINS": "",
            "LOG_LEVEL": "WARNING",
        }
        self.port = free_port()
        self.manage("collectstatic", "--noinput", "--verbosity=0")
        self.known = json.loads(self.python("-c", SEED).splitlines()[-1])
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        threads = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]
        commands = {
            "web": [*gunicorn, *threads],
            "worker": [*celery, "worker", "--loglevel", "WARNING", "--concurrency", "1"],
            "beat": [*celery, "beat", "--pidfile", "", "--schedule", str(self.folder / "beat")],
        }
        for name, command in commands.items():
            self.children[name] = Child(
                name, command, log=self.folder / f"{name}.log", env=self.environment, cwd=ROOT
            )
        wait_until(self.is_ready, 60)

    def is_ready(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self.ask("ready", "/healthz").status == 200
        return False

    def python(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.python("manage.py", *arguments)

    def stop(self) -> None:
        for child in self.children.values():
            with suppress(ProcessLookupError):
                os.kill(child.process.pid, signal.SIGCONT)
            child.stop(grace=10)
        self.stop_mail()
        self.stack.stop()
        shutil.rmtree(self.folder / "data", ignore_errors=True)

    def part(self, name: str) -> Child:
        of_stack = {child.name: child for child in self.stack.children}
        return (of_stack | self.children)[name]

    @contextmanager
    def without(self, name: str, *, frozen: bool = False) -> Iterator[None]:
        """The part killed, or frozen; afterwards it is there again."""
        if name == "mail":
            self.stop_mail()
            yield
            self.start_mail()
            return
        child = self.part(name)
        if frozen:
            os.killpg(child.process.pid, signal.SIGSTOP)
            yield
            os.killpg(child.process.pid, signal.SIGCONT)
            return
        # The postmaster's children end with it only when it is asked; a worker is given no warning.
        stop = signal.SIGQUIT if name == "postgres" else signal.SIGKILL
        (os.kill if name == "postgres" else os.killpg)(child.process.pid, stop)
        child.process.wait()
        yield
        child.start_again()
        # PostgreSQL does not start while a process of before is still about to end.
        time.sleep(1)
        while not child.is_running:
            child.start_again()
            time.sleep(1)

    def start_mail(self) -> None:
        self.mail_server = Controller(self.mail, hostname="127.0.0.1", port=self.mail_port)
        self.mail_server.start()

    def stop_mail(self) -> None:
        if self.mail_server:
            self.mail_server.stop()
            self.mail_server = None

    # --- Asking ---------------------------------------------------------------------------------
    def ask(
        self, what: str, path: str, data: dict[str, str] | None = None, cookies: dict[str, str] | None = None
    ) -> Answer:
        """One request, as it comes from the proxy."""
        number = next(self.numbers)
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"198.51.{number // 250 % 250}.{number % 250 + 1}",
            "Referer": f"https://localhost{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items()),
            "Accept-Language": "nb",
        }
        body = None
        if data is not None:
            body = urlencode(data)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET" if data is None else "POST", path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        cookie = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        found["cookies"] = "\n".join(cookie)
        return Answer(what, response.status, time.monotonic() - began, found, text)

    def post(
        self, what: str, path: str, values: dict[str, str], cookies: dict[str, str] | None = None
    ) -> Answer:
        """A form as a person sends it: its page first, for the token."""
        page = self.ask(what, path, None, cookies)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        cookies = {**(cookies or {}), **self.cookies_of(page)}
        if not token or page.status != 200:
            return Answer(what, page.status, page.seconds, page.headers, page.body)
        return self.ask(what, path, {**values, "csrfmiddlewaretoken": token[1]}, cookies)

    def sign_up(self) -> Answer:
        email = f"p{next(self.numbers)}@example.org"
        answer = self.post("sign-up sent", self.known["paths"]["sign-up"], {**PERSON, "email": email})
        if answer.status == 302:
            self.accepted.append(email)
        return answer

    def ask_for_code(self) -> Answer:
        """For an address that is nobody's: the page must look the same, and nobody's share is used up."""
        email = f"nobody{next(self.numbers)}@example.org"
        return self.post("code asked for", self.known["paths"]["log-in"], {"login": email})

    def log_in(self) -> int:
        """The whole way, with the code from the mail; returns the last status."""
        before = len(self.mail.messages)
        asked = self.post("", self.known["paths"]["log-in"], {"login": self.known["email"]})
        wait_until(lambda: any(CODE.search(mail) for mail in self.mail.messages[before:]), 30)
        code = next(match[0] for mail in self.mail.messages[before:] if (match := CODE.search(mail)))
        values = {"code": code.decode(), "action": "verify"}
        return self.post("", asked.headers["location"], values, self.cookies_of(asked)).status

    def cookies_of(self, answer: Answer) -> dict[str, str]:
        found = re.findall(r"^(csrftoken|sessionid)=([^;]+)", answer.headers["cookies"], re.MULTILINE)
        return dict(found)

    def walk(self) -> list[Answer]:
        """Each kind of page once, and what can be sent."""
        answers = [self.ask(what, path) for what, path in self.known["paths"].items()]
        organiser = {"sessionid": self.known["organiser"]}
        answers += [self.ask(what, path, None, organiser) for what, path in self.known["portal"].items()]
        chief = {"sessionid": self.known["chief"]}
        answers += [
            self.ask("admin", "/admin/", None, chief),
            self.ask("operator's page", "/nb/portal/running/", None, chief),
            self.sign_up(),
            self.ask_for_code(),
        ]
        return answers

    def told(self) -> list[str]:
        """Who has got a mail about a sign-up, as often as they got it."""
        found = [re.search(rb"^To: (p\d+@example\.org)", one, re.MULTILINE) for one in self.mail.messages]
        return sorted(match[1].decode() for match in found if match)


CODE = re.compile(rb"^\d{4}-\d{4}\s*$", re.MULTILINE)
PERSON = {
    "name": "Olena Eksempel",
    "adults": "1",
    "youth_13_17": "0",
    "children_6_12": "0",
    "children_0_5": "0",
}


def statuses(answers: list[Answer]) -> dict[str, int]:
    return {answer.what: answer.status for answer in answers}


def table(rounds: dict[str, list[Answer]], write: Callable[[str], None] = print) -> None:
    """The state of every page with each part away: status and seconds."""
    whats = [answer.what for answer in next(iter(rounds.values()))]
    write("| | " + " | ".join(rounds) + " |")
    write("|---" * (len(rounds) + 1) + "|")
    for what in whats:
        cells = [next(a for a in answers if a.what == what) for answers in rounds.values()]
        write(f"| {what} | " + " | ".join(f"{a.status} {a.seconds:.2f}" for a in cells) + " |")
