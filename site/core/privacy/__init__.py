"""What the site holds about people: why, on what basis, and until when.

`purposes` states each purpose once; the privacy page is made from it. `declaration` says of every field
whether it is about a person, for which purpose and how it ends. `purge` ends it.
"""

from core.privacy.purposes import (
    ACCOUNT,
    ANSWER,
    ASKED,
    ASKING,
    CONTACT,
    FOLLOW,
    FORGOTTEN,
    INVITED,
    JOINING,
    LATER,
    LOAN,
    MAIL,
    POSTAL,
    PURPOSES,
    QUESTION,
    REPORT,
    SIGNUP,
    SMS,
    VISIT,
    WELCOME,
    Purpose,
)

__all__ = [
    "ACCOUNT",
    "ANSWER",
    "ASKED",
    "ASKING",
    "CONTACT",
    "FOLLOW",
    "FORGOTTEN",
    "JOINING",
    "INVITED",
    "LATER",
    "POSTAL",
    "LOAN",
    "MAIL",
    "PURPOSES",
    "QUESTION",
    "REPORT",
    "SIGNUP",
    "SMS",
    "VISIT",
    "WELCOME",
    "Purpose",
]
