"""Pages about one's own account that are allauth's or Wagtail's, with what differs here."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.views import ChangePhoneView, ConfirmLoginCodeView
from allauth.account.views import _VerifyPhoneChangeView as VerifyPhoneView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel

from core.accounts import telephones
from core.limits import TooMany
from core.models import User
from core.sms.messages import is_offered


class OwnAccountView(AccountView):
    """Wagtail's, without a picture of oneself: no page shows it, and it would be kept for nothing."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


class LoginCodeView(ConfirmLoginCodeView):
    """The code for logging in, also by SMS: the same page whether the number has an account or not."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        number, user = self._process.state.get("phone"), self._process.user
        if number and "code" in kwargs and (user is None or user.telephone != number):
            # No account, or its number was taken away while the code was on its way: no code is right.
            kwargs["code"] = ""
        return kwargs

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if self._process.state.get("phone") and self._process.user is None:
            # allauth's makes a code for the user, and there is none.
            self._send_nothing()
            return redirect(self.request.get_full_path())
        return super()._resend_form_valid(form)

    def _send_nothing(self) -> None:
        adapter = get_adapter()
        try:
            adapter.send_unknown_account_sms(self._process.state["phone"])
        except TooMany:
            adapter.add_message(self.request, messages.ERROR, message=adapter.error_messages["rate_limited"])
            return
        self._process.record_resend()
        self._process.persist()


class OwnTelephoneView(ChangePhoneView):
    """The mobile number that one can log in with: add it, change it, take it away."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whoever has a number here can take it away, also when no SMS is sent any longer.
        if request.user.is_authenticated and not is_offered() and not request.user.telephone:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "remove":
            telephones.take_number_away(user=cast(User, request.user))
            messages.success(request, _("The number is taken away. You log in by e-mail."))
            return redirect("account_change_phone" if is_offered() else "portal")
        if not is_offered():
            raise Http404
        return super().post(request, *args, **kwargs)


class ProveTelephoneView(VerifyPhoneView):
    """The code that proves that a number is one's own."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except telephones.NumberTaken:
            # Somebody else was a moment sooner, or has it on an account that is closed.
            form.add_error(None, get_adapter().error_messages["phone_taken"])
            return super(VerifyPhoneView, self).form_invalid(form)


@login_required
def prove_telephone(request: HttpRequest) -> HttpResponseBase:
    if not is_offered():
        raise Http404
    return ProveTelephoneView.as_view()(request)
