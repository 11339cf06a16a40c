from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BesidesConfig(AppConfig):
    name = "events.besides"
    label = "besides"
    verbose_name = _("Beside a sign-up")

    def ready(self) -> None:
        from events.besides import (
            going,
            loading,
            mails,
            meeting,
            needs,
            questions,
            receivers,  # noqa: F401  registering is what the import is for
        )
        from events.besides.views import public
        from events.discovery import parts
        from events.signups import besides

        for beside in (questions.BESIDE, needs.BESIDE, meeting.BESIDE):
            besides.asked_by(beside)
        besides.noted_by(going.lines_of)
        mails.register_mails()
        loading.load_with_dates()
        parts.ON_THE_PAGE.put(public.going_part)
        parts.ON_THE_PAGE.put(public.meet_part)
        parts.IN_THE_PORTAL.put(public.portal_part)
