from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignupsConfig(AppConfig):
    name = "events.signups"
    label = "signups"
    verbose_name = _("Sign-ups")

    def ready(self) -> None:
        from core.privacy.erasures import Erased, register
        from events import places
        from events.dates import people
        from events.discovery import joining
        from events.signups import (  # noqa: F401  connects
            access,
            counting,
            erasing,
            mails,
            my_data,
            news,
            offering,
            receivers,
            requests,
            services,
        )

        places.counted_by(counting.places_left_at)
        people.counted_by(people.Register(people=counting.people_at, heads=counting.heads_at))
        joining.offered_by(offering.sign_up_here)
        mails.register_mails()
        news.register_news()
        register(Erased("signup", erasing.known_by, erasing.erase_again))
        requests.register_requests()
        access.register_access()
        my_data.register_my_data()
