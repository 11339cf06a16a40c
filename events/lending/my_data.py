"""What somebody has borrowed and not brought back, behind the link to all that is kept of them."""

from django.utils.translation import gettext_lazy as _

from core.privacy.held import Root, register
from events.lending.borrowers import erase, loans_of
from events.lending.models import Loan
from events.lending.wording import thing_in_words


def register_my_data() -> None:
    """Called while the app gets ready."""
    register(
        Root(
            "loan",
            Loan,
            _("You have borrowed something"),
            rows=loans_of,
            controller=lambda row: row.thing.organisation.name,
            about=lambda row: thing_in_words(row.thing),
            named=lambda row: row.borrower,
            erase=erase,
        )
    )
