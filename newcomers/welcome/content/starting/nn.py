"""Texts to begin with, in nynorsk. PLACE is the municipality."""

from newcomers.welcome.content.starting.nb import DOCTOR, MOVING

ROLE = "Tilflyttarvert"
NEXT_EVENTS = "Dette skjer nær deg no"

SUBJECTS = {
    "arrival": "Velkomen til PLACE",
    "month_1": "Korleis går det i PLACE?",
    "month_3": "Tre månader i PLACE",
    "month_6": "Eit halvt år i PLACE",
    "month_12": "Eitt år i PLACE",
}

LETTERS = {
    "arrival": (
        "<p>Velkomen hit! Vi er glade for at du bur i PLACE no. I starten er det mykje å finne ut av. Du "
        "treng "
        "ikkje å gjere alt med ein gong, og du treng ikkje å gjere det åleine.</p>"
        "<p>Den raskaste vegen til å bli kjend med folk er å møte dei. Lenger ned står det som skjer nær "
        "deg. "
        "Passar det ikkje denne veka, er du like velkomen neste veke.</p>"
        "<p>Lurer du på noko, kan du svare på denne meldinga.</p>"
    ),
    "month_1": (
        "<p>No har du vore her ei stund. Har du funne fram? Mange synest det er lettare å kome på ein "
        "aktivitet "
        "når dei har nokon å gå saman med. Svar på denne meldinga, så blir ein av oss med deg første "
        "gongen.</p>"
        "<p>Du treng ikkje å snakke godt norsk. Dei fleste stadene er litt norsk nok.</p>"
    ),
    "month_3": (
        "<p>Du har budd her i tre månader. No kjem kanskje kvardagen. Det er ei fin tid for å prøve noko "
        "nytt: "
        "eit kor, ei turgruppe, eit idrettslag. Du kan prøve før du blir medlem.</p>"
        "<p>Fann du ikkje noko som passa? Svar på denne meldinga, så leiter vi saman.</p>"
    ),
    "month_6": (
        "<p>Eit halvt år har gått. Kjenner du PLACE betre no? Det gjer kanskje at du kan ta imot den "
        "neste som "
        "flyttar hit. Mange stader treng frivillige, og det er ein god måte å bli kjend på.</p>"
        "<p>Vi vil gjerne høyre kva som har vore bra, og kva vi kan gjere betre. Svar på denne meldinga.</p>"
    ),
    "month_12": (
        "<p>No har du budd i PLACE i eitt år. Takk for at du valde å bu her.</p>"
        "<p>Dette er den siste meldinga frå oss. Har du eit minutt, vil vi gjerne vite om du framleis bur "
        "her. "
        "Du er velkomen til å svare oss når som helst.</p>"
    ),
}

CHECKLISTS = {
    "week": (
        "Den første veka",
        (
            ("Meld flytting til Folkeregisteret (registeret over alle som bur i Noreg)", MOVING),
            ("Set namnet ditt på postkassa", ""),
            ("Kom innom ein møteplass og sei hei", ""),
        ),
    ),
    "month": (
        "Den første månaden",
        (
            ("Vel fastlege (legen du alltid går til)", DOCTOR),
            ("Få lånekort på biblioteket. Det er gratis", ""),
            ("Spør om barnehage, skule og fritidsaktivitetar", ""),
        ),
    ),
    "half_year": (
        "Verdt å prøve",
        (
            ("Bli med på ein dugnad", ""),
            ("Gå ein tur du ikkje har gått før", ""),
            ("Spør på biblioteket eller frivilligsentralen om dei treng ein frivillig", ""),
        ),
    ),
}

EXPLAINED = {
    "dugnad": (
        "<p>På ein dugnad gjer vi ein jobb saman, utan løn: målar klubbhuset, ryddar på skulen, bakar til "
        "ein "
        "fest. Du treng ikkje å kunne noko frå før. Etterpå er det kaffe, og då kjenner du plutseleg fem "
        "til.</p>"
    ),
    "lag": (
        "<p>Eit lag eller ei foreining er folk som gjer noko saman fordi dei har lyst: fotball, kor, tur, "
        "strikking. Slik blir du med:</p><ol><li>Kom og prøv. Det kostar ikkje noko.</li><li>Sei til den som "
        "leier at du vil vere med.</li><li>Betal medlemskapen. Mange stader får du hjelp til å "
        "betale.</li></ol>"
    ),
    "nødnummer": (
        "<ul><li>110: brann</li><li>112: politi</li><li>113: ambulanse, når det står om liv</li>"
        "<li>116117: legevakt, når du treng lege no og fastlegen er stengd</li></ul>"
        "<p>Det er gratis å ringje 110, 112 og 113, også utan pengar på telefonen. Sei kvar du er. Du kan "
        "snakke engelsk.</p>"
    ),
    "allemannsretten": (
        "<p>Alle som er i Noreg kan gå på tur i skogen og på fjellet, bade og plukke bær. Du treng ikkje å "
        "spørje nokon. Ta vare på naturen, og hald avstand til hus og hagar.</p>"
        "<p>Alle kan også bruke biblioteket, gå på opne møteplassar og bli med i lag og foreiningar. Ingen "
        "spør om papir.</p>"
    ),
}
