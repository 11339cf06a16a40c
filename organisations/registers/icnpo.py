"""ICNPO as Frivillighetsregisteret calls it: what a list may say. `organisations.icnpo` has words for people.

The group of "10100" is "10", not "1": a leaf is a group and two or three figures.
"""

NAMES = {
    "1100": "Kunst og kultur",
    "1200": "Idrett",
    "1300": "Rekreasjon og sosiale foreninger",
    "2100": "Grunn- og videregående utdanning",
    "2200": "Høgskole og universitet",
    "2300": "Annen utdanning",
    "2400": "Forskning",
    "3100": "Sykehus og rehabilitering",
    "3200": "Sykehjem",
    "3300": "Psykiatriske institusjoner",
    "3400": "Andre helsetjenester",
    "4100": "Sosiale tjenester",
    "4200": "Krisehjelp og støttearbeid",
    "4300": "Økonomisk og materiell støtte",
    "5100": "Natur- og miljøvern",
    "5200": "Dyrevern",
    "6100": "Lokalsamfunnsutvikling",
    "6200": "Bolig- og lokalmiljø",
    "6300": "Arbeidsopplæring",
    "7100": "Interesseorganisasjoner",
    "7200": "Juridisk rådgivning",
    "7300": "Politiske organisasjoner",
    "8100": "Pengeutdelende stiftelser",
    "8200": "Frivillighetssentraler",
    "9100": "Internasjonale organisasjoner",
    "10100": "Tros- og livssynsorganisasjoner",
    "11100": "Næringslivs- og arbeidsgiverorganisasjoner",
    "11200": "Yrkessammenslutninger",
    "11300": "Arbeidstakerorganisasjoner",
    "12100": "Andre",
    "13100": "Barne- og ungdomsorganisasjoner",
    "14100": "Mangfold og inkludering",
}
