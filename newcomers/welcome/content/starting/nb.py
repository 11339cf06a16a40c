"""Texts to begin with, in bokmål. PLACE is the municipality."""

MOVING = "https://www.skatteetaten.no/person/folkeregister/flytte/"
DOCTOR = "https://www.helsenorge.no/"

ROLE = "Tilflyttervert"
NEXT_EVENTS = "Dette skjer nær deg nå"

SUBJECTS = {
    "arrival": "Velkommen til PLACE",
    "month_1": "Hvordan går det i PLACE?",
    "month_3": "Tre måneder i PLACE",
    "month_6": "Et halvt år i PLACE",
    "month_12": "Ett år i PLACE",
}

LETTERS = {
    "arrival": (
        "<p>Velkommen hit! Vi er glade for at du bor i PLACE nå. I begynnelsen er det mye å finne ut av. "
        "Du trenger ikke å gjøre alt med en gang, og du trenger ikke å gjøre det alene.</p>"
        "<p>Den raskeste veien til å kjenne noen er å møte dem. Lenger ned står det som skjer nær deg. "
        "Passer det ikke denne uka, er du like velkommen neste uke.</p>"
        "<p>Lurer du på noe, kan du svare på denne meldingen.</p>"
    ),
    "month_1": (
        "<p>Nå har du vært her en stund. Har du funnet fram? Mange synes det er lettere å komme på en "
        "aktivitet når de har noen å gå sammen med. Svar på denne meldingen, så blir en av oss med deg "
        "første gang.</p>"
        "<p>Du trenger ikke å snakke godt norsk. De fleste steder er litt norsk nok.</p>"
    ),
    "month_3": (
        "<p>Du har bodd her i tre måneder. Nå begynner kanskje hverdagen. Det er en fin tid for å prøve noe "
        "nytt: et kor, en turgruppe, et idrettslag. Du kan prøve før du blir medlem.</p>"
        "<p>Fant du ikke noe som passet? Svar på denne meldingen, så leter vi sammen.</p>"
    ),
    "month_6": (
        "<p>Et halvt år har gått. Kjenner du PLACE bedre nå? Det gjør kanskje at du kan ta imot den neste "
        "som flytter hit. Mange steder trenger frivillige, og det er en god måte å bli kjent på.</p>"
        "<p>Vi vil gjerne høre hva som har vært bra, og hva vi kan gjøre bedre. Svar på denne "
        "meldingen.</p>"
    ),
    "month_12": (
        "<p>Nå har du bodd i PLACE i ett år. Takk for at du valgte å bo her.</p>"
        "<p>Dette er den siste meldingen fra oss. Har du et minutt, vil vi gjerne vite om du fortsatt bor "
        "her. Du er velkommen til å svare oss når som helst.</p>"
    ),
}

CHECKLISTS = {
    "week": (
        "Den første uka",
        (
            ("Meld flytting til Folkeregisteret (registeret over alle som bor i Norge)", MOVING),
            ("Sett navnet ditt på postkassa", ""),
            ("Kom innom en møteplass og si hei", ""),
        ),
    ),
    "month": (
        "Den første måneden",
        (
            ("Velg fastlege (legen du alltid går til)", DOCTOR),
            ("Få lånekort på biblioteket. Det er gratis", ""),
            ("Spør om barnehage, skole og fritidsaktiviteter", ""),
        ),
    ),
    "half_year": (
        "Verdt å prøve",
        (
            ("Bli med på en dugnad", ""),
            ("Gå en tur du ikke har gått før", ""),
            ("Spør på biblioteket eller frivilligsentralen om de trenger en frivillig", ""),
        ),
    ),
}

EXPLAINED = {
    "dugnad": (
        "<p>På en dugnad gjør vi en jobb sammen, uten lønn: maler klubbhuset, rydder på skolen, baker til en "
        "fest. Du trenger ikke å kunne noe fra før. Etterpå er det kaffe, og da kjenner du plutselig fem "
        "til.</p>"
    ),
    "lag": (
        "<p>Et lag eller en forening er folk som gjør noe sammen fordi de har lyst: fotball, kor, tur, "
        "strikking. Slik blir du med:</p><ol><li>Kom og prøv. Det koster ikke noe.</li><li>Si til den som "
        "leder at du vil være med.</li><li>Betal medlemskapet. Mange steder får du hjelp til å "
        "betale.</li></ol>"
    ),
    "nødnummer": (
        "<ul><li>110: brann</li><li>112: politi</li><li>113: ambulanse, når det står om liv</li>"
        "<li>116117: legevakt, når du trenger lege nå og fastlegen er stengt</li></ul>"
        "<p>Det er gratis å ringe 110, 112 og 113, også uten penger på telefonen. Si hvor du er. Du kan "
        "snakke engelsk.</p>"
    ),
    "allemannsretten": (
        "<p>Alle som er i Norge kan gå på tur i skogen og på fjellet, bade og plukke bær. Du trenger ikke "
        "å spørre noen. Ta vare på naturen, og hold avstand til hus og hager.</p>"
        "<p>Alle kan også bruke biblioteket, gå på åpne møteplasser og bli med i lag og foreninger. Ingen "
        "spør om papirer.</p>"
    ),
}
