"""The links that a person has been given, one for each letter, and closing one of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from newcomers.models import Newcomer
from newcomers.welcome import links
from newcomers.welcome.models.links import LetterLink

# More letters than a person is ever sent: what is older is behind the newest all the same.
SHOWN = 50


@login_required
@require_GET
def newcomer_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Every letter, print and message to this person that has a link, the latest first."""
    people = Newcomer.objects.for_user(request.user).select_related("municipality__county")
    newcomer = get_object_or_404(people, pk=pk)
    return render(
        request,
        "welcome/letters.html",
        {
            "newcomer": newcomer,
            "municipality": newcomer.municipality,
            "here": "newcomers",
            "links": newcomer.letter_links.all()[:SHOWN],
        },
    )


@login_required
@require_POST
def letter_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever has this letter cannot open the page any longer. The person's other letters still do."""
    mine = LetterLink.objects.for_user(request.user)
    link = get_object_or_404(mine, pk=pk)
    links.close(link=link, now=timezone.now())
    messages.success(request, _("The link is closed. Other letters to the same person still work."))
    return redirect("newcomer_letters", link.newcomer_id)
