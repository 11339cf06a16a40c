"""Words that a question of an organiser must not hold: what nobody may ask with a sign-up.

Health and belief are special categories (GDPR article 9, legal.md L3); where somebody is from and on what
ground they stay is never stored here. It is a short list of the words that organisers write, in their
languages. Who asks with other words still answers for it: the form says so.
"""

import unicodedata

# What begins a word: Norwegian, English, Ukrainian, and Arabic without its article.
BEGINNINGS = {
    "health": tuple(
        """
        allerg sykdom sjukdom sykemeld sjukemeld helse diagnos medisin funksjonsned funksjonshem handikap
        handicap gravid psykisk depresjon depressiv epileps diabet astma rullestol blodtype vaksin cøliak
        glutenint laktoseint adhd autis legebesøk legetime traume angst
        disease illness disab health medic pregnan mental depress asthma wheelchair vaccin coeliac celiac
        алерг хвороб захворюв здоров діагноз інвалід вагітн ліки депрес вакцин
        حساسي مرض امراض صحه صحي تشخيص اعاقه حامل دواء ادويه اكتءاب لقاح
        """.split()
    ),
    "faith": tuple(
        """
        religi livssyn moske muslim kristen kristn jødisk jøde katolsk ortodoks hindu buddhis ateis halal
        kosher koscher ramadan bønnerom bønnetid svinekjøtt svinekjøt hijab troende truande trossamf trussamf
        church mosque christian jewish catholic orthodox atheis prayer pork belief
        реліг церкв мечет мусульм християн іудей католи православ молитв свинин
        ديان دينك دينيه كنيسه مسجد مسلم مسيحي يهودي حلال رمضان صلاه حجاب خنزير
        """.split()
    ),
    "origin": tuple(
        """
        statsborg nasjonalitet opphaldsl oppholdst oppholdsl oppholdsgr flyktning asylsøk asylmott
        fødselsnummer personnummer fødeland etnis opprinnelsesl opphavsl hudfarge
        nationalit citizen refugee residence ethnic
        громадянств національн біжен притулок етнічн
        جنسيه لاجي لجوء اقامه
        """.split()
    ),
}
# What is meant only where it stands alone: "bønner" are beans, and Kirkenes is a town.
WHOLE = {
    "health": set("syk sjuk syke sjuke lege ill sick doctor".split()),
    "faith": set("tro troen tru trua kirke kirken kirka kyrkje kyrkja bønn faith віра دين".split()),
}
ARABIC_BEFORE = ("وال", "بال", "لل", "ال", "و", "ب", "ل")


def what_is_wrong(text: str) -> str:
    """ "health", "faith" or "origin" where `text` asks for that; "" where no word of it is known here."""
    for word in _words(text):
        for kind, beginnings in BEGINNINGS.items():
            for form in _forms(word):
                if form.startswith(beginnings) or form in WHOLE.get(kind, ()):
                    return kind
    return ""


def _words(text: str) -> list[str]:
    """Small letters; Arabic without its vowels, and each letter in one form."""
    plain = unicodedata.normalize("NFC", text.casefold())
    for letters, one in (("أإآٱ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ئ", "ء"), ("ؤ", "ء")):
        for letter in letters:
            plain = plain.replace(letter, one)
    kept = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn" and sign != "ـ")
    return "".join(sign if sign.isalnum() else " " for sign in kept).split()


def _forms(word: str) -> list[str]:
    """The word, and in Arabic what is left when what is written together with it is taken away."""
    return [word, *(word.removeprefix(before) for before in ARABIC_BEFORE if word.startswith(before))]
