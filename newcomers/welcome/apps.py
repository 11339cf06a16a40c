from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WelcomeConfig(AppConfig):
    name = "newcomers.welcome"
    label = "welcome"
    verbose_name = _("Welcome packages")

    def ready(self) -> None:
        from core.privacy.erasures import Erased, register
        from newcomers.services import known_by
        from newcomers.welcome import many, my_data, receivers, sending, trial  # noqa: F401  connects them
        from newcomers.welcome.desk import leaving, waiting
        from newcomers.welcome.desk import parts as desk_parts
        from newcomers.welcome.steps import asking_later, journeys, later, on_desk, tasks, texting  # noqa: F401  tasks too
        from newcomers.welcome.steps import receivers as of_steps  # noqa: F401  connects them

        register(Erased(journeys.STOPPED, known_by, journeys.stop_again))
        register(Erased(later.WORD, later.known_by, later.erase_again))
        asking_later.register_question()
        my_data.register_my_data()
        sending.register_package(**many.TOGETHER)
        texting.register_text(returned=many.returned)
        trial.register_test()
        waiting.register_parts()
        desk_parts.also_waits(on_desk.company)
        desk_parts.also_waits(on_desk.due)
        leaving.register()
