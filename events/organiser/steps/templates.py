"""Templates of a municipality's and of a county's own: its editors write, change and withdraw them.

They are withdrawn as what organisations share is: `sharing.unshare`. What was begun from one stays.
"""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.languages import NORWEGIAN
from core.sending import once
from events.models import Event, SharedTemplate
from events.organiser.steps.sources import facts_as_json
from events.organiser.steps.template_forms import TemplateForm
from organisations.models import Municipality


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: MemberRequest) -> HttpResponse:
    """Write one for the organisations of a municipality, or of a whole county."""
    form = TemplateForm(request.POST or None, user=request.user, language=_language(request))
    giving = form.giver
    if giving is None or not giving.givers:
        raise Http404
    if request.method == "POST" and form.is_valid():
        now = timezone.now()

        def make() -> str:
            template = SharedTemplate()
            giver = giving.chosen
            if isinstance(giver, Municipality):
                template.municipality = giver
            else:
                template.county = giver
            write(template=template, form=form, now=now)
            messages.success(request, _("Saved. Organisations can begin from it now."))
            return reverse("portal_shared")

        return redirect(once(request, make))
    return _page(request, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def change_template(request: MemberRequest, pk: int) -> HttpResponse:
    """What has been begun from it already stays as it is."""
    rows = SharedTemplate.objects.written_by(request.user)
    if request.method == "POST":
        # Whoever comes second waits here, and is shown what the first one has written.
        rows = rows.select_for_update(of=("self",))
    template = get_object_or_404(rows, pk=pk)
    form = TemplateForm(request.POST or None, user=request.user, template=template)
    if request.method == "POST" and form.is_valid():
        write(template=template, form=form, now=timezone.now())
        messages.success(request, _("Saved. Organisations can begin from it now."))
        return redirect("portal_shared")
    return _page(request, form, template)


def write(*, template: SharedTemplate, form: TemplateForm, now: datetime) -> None:
    """Store what a valid `form` says in `template`."""
    words, facts = form.words.cleaned_data, form.facts.facts
    template.language = words["language"]
    template.title, template.description = words["title"], words["description"]
    template.category = str(facts["category"])
    template.facts = facts_as_json(Event(**facts)) | {"texts": form.words.texts}
    template.shared_at = now
    template.save()


def _language(request: MemberRequest) -> str:
    """Editors write Norwegian, most of them as they read the portal."""
    own = request.user.language or get_language()
    return own if own in NORWEGIAN else NORWEGIAN[0]


def _page(request: MemberRequest, form: TemplateForm, template: SharedTemplate | None) -> HttpResponse:
    wrong = request.method == "POST"
    status = 409 if form.is_stale else 400 if wrong else 200
    context = {"form": form, "template": template}
    return render(request, "events/organiser/steps/template_form.html", context, status=status)
