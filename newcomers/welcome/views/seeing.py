"""A step as one person would get it, or any reader of a language, over each of its roads. Nothing is sent."""

import base64

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET

from core.mail.letter import absolute
from core.world_languages import nearest, site_language
from newcomers.models import Newcomer
from newcomers.welcome.content.languages import package_languages
from newcomers.welcome.content.mails import Personal, common_part
from newcomers.welcome.content.resolving import resolve
from newcomers.welcome.content.working import Written, drafted, published
from newcomers.welcome.editions import languages_of
from newcomers.welcome.models import PackageStep
from newcomers.welcome.sending import ANY_TOKEN
from newcomers.welcome.steps.texting import line_of
from newcomers.welcome.steps.why import why_in_words

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


def own_step(request: HttpRequest, pk: int) -> PackageStep:
    """A step of a municipality where the user writes or welcomes; a 404 for another."""
    steps = PackageStep.objects.for_user(request.user)
    related = ("package__municipality__county", "package__municipality__crest", "live_revision")
    return get_object_or_404(steps.select_related(*related, "latest_revision"), pk=pk)


def words_of(step: PackageStep) -> Written:
    """What is sent, or what would be: of a step that nobody has published, its draft."""
    return published(step) if step.live else drafted(step)


@login_required
@require_GET
@csp_replace(POLICY)  # type: ignore[arg-type]  # typed for views without arguments
def step_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail itself, by `?form=text` its plain text. Its links lead to the preview; nothing is sent."""
    step = own_step(request, pk)
    person = person_of(request, step)
    language = language_for(request, step, person)
    if language not in package_languages():
        raise Http404
    message = mail_of(step, language, person)
    if request.GET.get("form") == "text":
        return HttpResponse(message.body, content_type="text/plain; charset=utf-8")
    return HttpResponse(_with_pictures(message))


def mail_of(step: PackageStep, language: str, person: Newcomer | None) -> EmailMultiAlternatives:
    """As it would be sent to `person`, or to a reader of `language` without a name."""
    now = timezone.now()
    reader = person.language if person else language
    common = common_part(
        resolve(step, words_of(step), language, now=now),
        place=step.municipality,
        language=reader,
        interests=person.interests if person else (),
        now=now,
    )
    page = absolute(reverse("step_preview", args=[step.pk]))
    with override(site_language(reader)):
        why = why_in_words(person) if person else ""
    name = person.name if person else ""
    return common.fill(
        Personal(name=name, page_url=page, stop_url=page, erase_url=page, why=why),
        to="nobody@moteplass.invalid",
    )


def text_message_of(step: PackageStep, language: str, person: Newcomer | None) -> str:
    """The SMS, with a link of no one's in it."""
    with override(site_language(person.language if person else language)):
        return line_of(step, token=ANY_TOKEN, is_first=person is None or person.told_at is None)


def _with_pictures(message: EmailMultiAlternatives) -> str:
    """The HTML with its pictures in it: a browser knows no attachments."""
    html = str(message.alternatives[0][0]) if message.alternatives else ""
    for each in message.attachments:
        name = each["Content-ID"].strip("<>")
        data = base64.b64encode(each.get_payload(decode=True)).decode()
        html = html.replace(f"cid:{name}", f"data:{each.get_content_type()};base64,{data}")
    return html
