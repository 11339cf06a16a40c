"""What happens to sign-ups: each rule stands once, each use case in a file of its own.

Places. A date with a limit never has more places taken than that: every change of who has places counts under
a lock on the date (`locking`, `rooms`). Sign-ups with an e-mail address, or a mobile number where there is
SMS, take their places at once, so that a good day needs one step; they are firm when the button behind the
link in their message is pressed. Until then they give way: only to somebody who needs the places, only when
that is enough for them, the oldest first, and not in the first hour after their message left. So an address
that nobody reads keeps no place for good, and who confirms within the hour never loses one.

A sign-up by a telephone that gets no text messages can be proved by nobody but the organiser. It takes no
places while it waits: a stranger with a list of numbers could fill the date otherwise. It is taken as long as
there would be room now, and counted again when the organiser says yes (`requests`).

Who finds a date full may stand on its list (`waiting_list`). What was asked for together is one booking
(`bookings`): it has one message and one link, and of a course all dates or none (`courses`).
"""

from events.signups.services.confirming import confirm_signup, say_coming
from events.signups.services.courses import join_later_dates
from events.signups.services.ending import erase_served, move_ends
from events.signups.services.leaving import cancel_signup
from events.signups.services.moving import dates_to_move_to, move_signup
from events.signups.services.party import change_party
from events.signups.services.requests import accept_request, decline_request, give_place
from events.signups.services.rooms import (
    check_open,
    check_takes,
    number_on_list,
    numbers_on_lists,
    places_left,
)
from events.signups.services.taking import MOST_REQUESTS, SignedUp, sign_up
from events.signups.services.telling import RESEND_AFTER, request_confirmation
from events.signups.services.waiting_list import promote_all

__all__ = [
    "MOST_REQUESTS",
    "RESEND_AFTER",
    "SignedUp",
    "accept_request",
    "cancel_signup",
    "change_party",
    "check_open",
    "check_takes",
    "confirm_signup",
    "dates_to_move_to",
    "decline_request",
    "erase_served",
    "give_place",
    "join_later_dates",
    "move_ends",
    "move_signup",
    "number_on_list",
    "numbers_on_lists",
    "places_left",
    "promote_all",
    "request_confirmation",
    "say_coming",
    "sign_up",
]
