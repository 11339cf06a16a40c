"""A step as one person would get it, or any reader of a language: as a mail, or as its plain text."""

import base64

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.mail.letter import absolute
from core.world_languages import nearest
from newcomers.models import Newcomer
from newcomers.welcome.content.languages import package_languages
from newcomers.welcome.content.mails import Personal, common_part
from newcomers.welcome.content.resolving import resolve
from newcomers.welcome.content.working import drafted, published
from newcomers.welcome.editions import languages_of
from newcomers.welcome.models import PackageStep

POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "sandbox": ["allow-popups"],
}


def person_of(request: HttpRequest, step: PackageStep) -> Newcomer | None:
    """The person of `?person=`, whom the user may see and who is of this municipality; a 404 for another."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        raise Http404
    people = Newcomer.objects.for_user(request.user).filter(municipality=step.municipality_id)
    return get_object_or_404(people, pk=asked)


def language_for(request: HttpRequest, step: PackageStep, person: Newcomer | None) -> str:
    """What is asked for, else what the person would get."""
    asked = request.GET.get("language", "")
    if asked or person is None:
        return asked or step.package.language
    return nearest(languages_of(step), person.language) or step.package.language


@login_required
@require_GET
@csp_replace(POLICY)  # type: ignore[arg-type]  # typed for views without arguments
def step_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail itself, by `?form=text` its plain text. Its links lead to the preview; nothing is sent."""
    steps = PackageStep.objects.for_user(request.user)
    steps = steps.select_related("package__municipality__crest", "live_revision", "latest_revision")
    step = get_object_or_404(steps, pk=pk)
    person = person_of(request, step)
    language = language_for(request, step, person)
    if language not in package_languages():
        raise Http404
    message = _mail(step, language, person)
    if request.GET.get("form") == "text":
        return HttpResponse(message.body, content_type="text/plain; charset=utf-8")
    return HttpResponse(_with_pictures(message))


def _mail(step: PackageStep, language: str, person: Newcomer | None) -> EmailMultiAlternatives:
    now = timezone.now()
    words = published(step) if step.live else drafted(step)
    common = common_part(
        resolve(step, words, language, now=now),
        place=step.municipality,
        language=person.language if person else language,
        interests=person.interests if person else (),
        now=now,
    )
    page = absolute(reverse("step_preview", args=[step.pk]))
    personal = Personal(name=person.name if person else "", page_url=page, stop_url=page, erase_url=page)
    return common.fill(personal, to="nobody@moteplass.invalid")


def _with_pictures(message: EmailMultiAlternatives) -> str:
    """The HTML with its pictures in it: a browser knows no attachments."""
    html = str(message.alternatives[0][0]) if message.alternatives else ""
    for each in message.attachments:
        name = each["Content-ID"].strip("<>")
        data = base64.b64encode(each.get_payload(decode=True)).decode()
        html = html.replace(f"cid:{name}", f"data:{each.get_content_type()};base64,{data}")
    return html
