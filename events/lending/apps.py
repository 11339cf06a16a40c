from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LendingConfig(AppConfig):
    name = "events.lending"
    label = "lending"
    verbose_name = _("Equipment to borrow")

    def ready(self) -> None:
        from core.privacy.erasures import Erased, register
        from events.lending import (
            asking,
            borrowers,
            mails,
            my_data,
            receivers,  # noqa: F401  registering is what the import is for
            services,
        )
        from events.signups import besides

        besides.asked_by(asking.BESIDE)
        mails.register_mails()
        register(Erased("loan", services.known_by, services.end_again))
        register(Erased(borrowers.ERASED, services.known_by, borrowers.erase_again))
        my_data.register_my_data()
