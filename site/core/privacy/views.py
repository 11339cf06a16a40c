"""What is kept about somebody: seen, downloaded, corrected where it is, and deleted in one step.

By a link that was sent to their address, by their account, and by each room's own links for what those are
about. A GET shows, a POST acts.
"""

from collections.abc import Mapping
from functools import partial

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.accounts.users import addresses_of
from core.limits import TooMany, count_form, count_mail, count_text, hold
from core.link_pages import Gone, behind_link
from core.privacy import asking, held
from core.privacy.export import as_file
from core.privacy.forms import MyDataForm, WhoseForm
from core.privacy.held import Root, Shown

GONE = Gone(
    _("This link is too old"),
    _("It works for three days. Ask for a new one: it comes to your address at once."),
    next_name="my_data",
    next_label=_("Ask for a new link"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """For who has lost all links. Afterwards everybody sees the same page, whether anything is kept."""
    form = MyDataForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _send(request, form.cleaned_data["reach"])
        except TooMany as too_many:
            hold(request, too_many, form)
            return render(request, "privacy/ask.html", {"form": form}, status=429)
        return redirect("my_data_sent")
    return render(request, "privacy/ask.html", {"form": form}, status=400 if form.errors else 200)


def _send(request: HttpRequest, to: str) -> None:
    """Raises `TooMany`."""
    if "@" in to:
        count_mail(request, to=to)
    else:
        count_text(request, to=to)
    asking.send_link(to=to, language=get_language() or "nb", now=timezone.now())


@require_safe
def my_data_sent(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: it knows nothing about the person."""
    return render(request, "privacy/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def my_data_page(request: HttpRequest, token: str) -> HttpResponse:
    """All of it, by the link that was sent to the address. POST leads to where a row is corrected."""
    now = timezone.now()
    shown = asking.shown_by(token, now=now)
    urls = {
        "file_url": reverse("my_data_file", args=[token]),
        "erase_url": reverse("my_data_erase", args=[token]),
    }
    if not held.hides(shown):
        return _page(request, shown, urls)
    form = WhoseForm(request.POST if "name" in request.POST else None, initial={"name": shown.name})
    try:
        if form.is_valid():
            count_form(request)
            named = asking.token_with_name(token, form.cleaned_data["name"], now=now)
            return redirect("my_data_page", named)
    except TooMany as too_many:
        hold(request, too_many, form)
        return _page(request, shown, urls, form, status=429)
    return _page(request, shown, urls, form, status=400 if form.errors else 200)


@require_safe
@behind_link(GONE)
def my_data_file(request: HttpRequest, token: str) -> HttpResponse:
    return as_file(held.held_by(asking.shown_by(token, now=timezone.now())))


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def my_data_erase(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what goes and what stays, POST deletes it. The answer is the page itself."""
    shown = asking.shown_by(token, now=timezone.now())
    return _erase(request, shown, back=reverse("my_data_page", args=[token]))


def _shown_by_account(request: MemberRequest) -> Shown:
    return Shown(addresses=addresses_of(request.user), user=request.user.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_account(request: MemberRequest) -> HttpResponse:
    """All of it, of who is logged in: the account, and what its confirmed addresses have in other rooms."""
    urls = {"file_url": reverse("my_data_account_file"), "erase_url": reverse("my_data_account_erase")}
    return _page(request, _shown_by_account(request), urls)


@login_required
@require_safe
def my_data_account_file(request: MemberRequest) -> HttpResponse:
    return as_file(held.held_by(_shown_by_account(request)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_account_erase(request: MemberRequest) -> HttpResponse:
    return _erase(request, _shown_by_account(request), back=reverse("my_data_account"))


def _page(
    request: HttpRequest,
    shown: Shown,
    urls: Mapping[str, str],
    form: WhoseForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """`urls` lead to the file and to deleting; `form` asks for the name under which more is kept."""
    if request.method == "POST" and not (form and form.is_bound):
        return redirect(held.opened(shown, request.POST.get("open", "")) or request.path)
    context = {"sections": held.held_by(shown), "shown": shown, "form": form, **urls}
    return render(request, "privacy/my_data.html", context, status=status)


def _erase(request: HttpRequest, shown: Shown, *, back: str) -> HttpResponse:
    sections = held.held_by(shown)
    if request.method == "POST":
        done = held.erase(shown, now=timezone.now())
        left = held.held_by(shown)
        if shown.user and not any(section.root.word == "account" for section in left):
            logout(request)
        gone = [(each, done[each.root.word]) for each in sections if each.root.word in done]
        return render(request, "privacy/erased.html", {"gone": gone, "left": left})
    context = {
        "going": [(each, len(each.rows)) for each in sections if each.root.erase],
        "staying": [each for each in sections if not each.root.erase],
        "shown": shown,
        "back": back,
    }
    return render(request, "privacy/erase.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_by_link(request: HttpRequest, room: str, token: str) -> HttpResponse:
    """What one personal link is about, in full; and a button that sends the link to everything else to the
    address that stands there. Whoever was forwarded a message sees no more than what it is about."""
    root = held.root_of(room)
    if root is None or root.opens is None:
        raise Http404
    return behind_link(GONE)(partial(_by_link, root=root))(request, token)


def _by_link(request: HttpRequest, token: str, *, root: Root) -> HttpResponse:
    if root.opens is None:
        raise Http404
    row = root.opens(token, timezone.now())
    to = root.reached_by(row)
    if request.method == "POST" and to:
        try:
            _send(request, to)
        except TooMany as too_many:
            hold(request, too_many)
            return _of_link(request, root, row, to, too_many=str(too_many), status=429)
        return HttpResponseRedirect(reverse("my_data_sent"))
    return _of_link(request, root, row, to)


def _of_link(
    request: HttpRequest, root: Root, row: Model, to: str, *, too_many: str = "", status: int = 200
) -> HttpResponse:
    section = held.held_in(root, row)
    context = {"sections": [section], "to": to, "too_many": too_many, "of": section.rows[0].name}
    return render(request, "privacy/by_link.html", context, status=status)
