"""What is held about a person, behind their own link: seen, corrected, downloaded (GDPR art. 15 to 20)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.privacy import WELCOME
from core.privacy.export import as_file
from core.privacy.held import held_in
from core.versions import Reread
from newcomers.forms.asking import MyselfForm
from newcomers.models import Newcomer, PostalAddress
from newcomers.services import correct
from newcomers.welcome.content.questions import words_of
from newcomers.welcome.links import PersonalLink
from newcomers.welcome.models import Answer
from newcomers.welcome.my_data import WELCOMED
from newcomers.welcome.views.personal import personal


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@transaction.atomic
def about_me(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET shows what is held, why, from where and until when, in a form; POST corrects it."""
    newcomer = link.newcomer
    if request.method == "POST":
        # Whoever of the host corrects it meanwhile waits.
        rows = Newcomer.objects.select_for_update(of=("self",)).select_related("municipality__county")
        newcomer = rows.get(pk=newcomer.pk)
    data = request.POST if request.method == "POST" else None
    form = MyselfForm(data, newcomer=newcomer, today=timezone.localdate())
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        correct(newcomer=newcomer, person=form.person())
        messages.success(request, _("What you corrected is saved."))
        return redirect("about_me", link.token)
    context = {
        "newcomer": newcomer,
        "municipality": newcomer.municipality,
        "token": link.token,
        "form": form,
        "read": read,
        "is_new": "new" in request.GET,
        "why": WELCOME,
        "offers": newcomer.offers.all(),
        "deliveries": newcomer.deliveries.select_related("package").order_by("-pk"),
        "postal": _postal(newcomer),
        "answers": _answers(newcomer),
        "wishes": newcomer.wishes.exclude(reach=""),
    }
    status = 409 if read.is_stale else 400 if form.errors else 200
    return render(request, "welcome/about_me.html", context, status=status)


def _postal(newcomer: Newcomer) -> PostalAddress | None:
    return PostalAddress.objects.filter(newcomer=newcomer, expires_at__gt=timezone.now()).first()


def _answers(newcomer: Newcomer) -> list[tuple[str, str]]:
    """Each question with what they said last to it, in the active language."""
    found = [(words_of(row.question), row.value) for row in newcomer.answers.order_by("answered_at", "pk")]
    return [
        (words.question, words.yes if value == Answer.Value.YES else words.no)
        for words, value in found
        if words
    ]


@require_safe
@personal
def about_me_file(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """All of it in a form that a program reads (GDPR article 20): as the declaration has it."""
    return as_file([held_in(WELCOMED, link.newcomer)])
