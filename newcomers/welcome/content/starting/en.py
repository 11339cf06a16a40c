"""Texts to begin with, in English. PLACE is the municipality."""

from newcomers.welcome.content.starting.nb import DOCTOR, MOVING

ROLE = "Newcomer host"
NEXT_EVENTS = "On near you now"

SUBJECTS = {
    "arrival": "Welcome to PLACE",
    "month_1": "How is life in PLACE?",
    "month_3": "Three months in PLACE",
    "month_6": "Half a year in PLACE",
    "month_12": "One year in PLACE",
}

LETTERS = {
    "arrival": (
        "<p>Welcome here! We are glad that you live in PLACE now. In the beginning there is a lot to find "
        "out. "
        "You do not have to do everything at once, and you do not have to do it alone.</p>"
        "<p>The fastest way to know people is to meet them. Below you see what is on near you. If this week "
        "does not suit you, you are just as welcome next week.</p>"
        "<p>If you wonder about anything, just answer this message.</p>"
    ),
    "month_1": (
        "<p>You have been here for a while now. Have you found your way around? Many find it easier to "
        "come to "
        "an activity with somebody. Answer this message, and one of us comes with you the first time.</p>"
        "<p>You do not have to speak good Norwegian. In most places a little is enough.</p>"
    ),
    "month_3": (
        "<p>You have lived here for three months. Perhaps everyday life begins now. It is a good time to try "
        "something new: a choir, a hiking group, a sports club. You can try before you become a member.</p>"
        "<p>Did you not find anything that suits you? Answer this message, and we look together.</p>"
    ),
    "month_6": (
        "<p>Half a year has passed. Do you know PLACE better now? Then perhaps you can welcome the next "
        "person "
        "who moves here. Many places need volunteers, and it is a good way to get to know people.</p>"
        "<p>We would like to hear what has been good, and what we can do better. Answer this message.</p>"
    ),
    "month_12": (
        "<p>You have lived in PLACE for a year now. Thank you for choosing to live here.</p>"
        "<p>This is the last message from us. If you have a minute, we would like to know whether you still "
        "live here. You are welcome to write to us at any time.</p>"
    ),
}

CHECKLISTS = {
    "week": (
        "Your first week",
        (
            ("Report your move to the National Population Register", MOVING),
            ("Put your name on the letter box", ""),
            ("Visit a meeting place and say hello", ""),
        ),
    ),
    "month": (
        "Your first month",
        (
            ("Choose a doctor (fastlege)", DOCTOR),
            ("Get a library card. It is free", ""),
            ("Ask about kindergarten, school and activities", ""),
        ),
    ),
    "half_year": (
        "Worth a try",
        (
            ("Join a dugnad", ""),
            ("Go on a hike that you have not done before", ""),
            ("Ask at the library or the volunteer centre whether they need a volunteer", ""),
        ),
    ),
}

EXPLAINED = {
    "dugnad": (
        "<p>At a dugnad we do a job together, without pay: paint the club house, tidy the school yard, "
        "bake for "
        "a party. You need no skills. Afterwards there is coffee, and suddenly you know five more people.</p>"
    ),
    "lag": (
        "<p>A lag or forening is people who do something together because they like it: football, a choir, "
        "hiking, knitting. How to join:</p><ol><li>Come and try. It costs nothing.</li><li>Tell whoever "
        "leads "
        "it that you would like to join.</li><li>Pay for your membership. In many places you can get help to "
        "pay.</li></ol>"
    ),
    "nødnummer": (
        "<ul><li>110: fire</li><li>112: police</li><li>113: ambulance, when a life is in danger</li>"
        "<li>116117: emergency doctor, when you need one now and your own is closed</li></ul>"
        "<p>Calling 110, 112 and 113 is free, also without money on the phone. Say where you are. You can "
        "speak "
        "English.</p>"
    ),
    "allemannsretten": (
        "<p>Everybody in Norway may walk in the forest and in the mountains, swim and pick berries. You "
        "do not "
        "have to ask anybody. Take care of nature, and keep away from houses and gardens.</p>"
        "<p>Everybody may also use the library, come to open meeting places and join clubs. Nobody asks for "
        "papers.</p>"
    ),
}
