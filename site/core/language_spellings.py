"""How people write the names of languages where CLDR has other words for them, and what is no language.

Norwegian offices, people themselves, and programs: each word as `core.comparing.search_form` has it or not.
"""

from collections.abc import Mapping

# By code: ISO 639-1 where there is one, else 639-3.
SPELLINGS: Mapping[str, str] = {
    "no": "norsk, norwegian, norvezka, norweski, no, nor, норвежский, норвезька, النرويجية, نرويجي",
    "nb": "bokmål, norsk bokmål, nob, riksmål",
    "nn": "nynorsk, norsk nynorsk, nno",
    "en": "engelsk, eng, english, inglis, inglés, amerikansk, britisk, الإنجليزية, انجليزي",
    "uk": "ukrainsk, ukrainisch, ukr, ua, ukrainian, ukrainsky, ukrajinska, украинский",
    "ru": "russisk, rus, ru, russian, русский, русск, русскии",
    "be": "hviterussisk, kviterussisk, belarusisk, belarussisk, belarusian",
    "pl": "polsk, pol, polski, polish, polska",
    "lt": "litauisk, lietuviu, lietuviškai, lit",
    "lv": "latvisk, lettisk, latviski, latviešu",
    "et": "estisk, estlandsk, eesti keel",
    "ro": "rumensk, romensk, moldovsk, moldavisk, romana, limba romana, mol, молдавский",
    "cs": "tsjekkisk, kjekkisk, cz, cesky",
    "sk": "slovakisk, slovensky",
    "sl": "slovensk, slovenščina",
    "hu": "ungarsk, magyar",
    "sq": "albansk, kosovoalbansk, kosovo-albansk, shqip, shqiptare",
    "mk": "makedonsk",
    "sr": "serbisk, srpski",
    "hr": "kroatisk, hrvatski",
    "bs": "bosnisk, bosanski",
    "sh": "serbokroatisk, serbo-kroatisk, jugoslavisk, hbs, bks, bcs, naški",
    "cnr": "montenegrinsk, crnogorski",
    "el": "gresk, gr, ελληνικά",
    "tr": "tyrkisk, türkce, turkce",
    "de": "tysk, østerriksk, deutsch",
    "nl": "nederlandsk, hollandsk, flamsk",
    "pt": "portugisisk, brasiliansk, brasiliansk portugisisk, portugues, brasilianskportugisisk",
    "es": "spansk, español, castellano, latinamerikansk spansk",
    "fr": "fransk, francais",
    "it": "italiensk, italiano",
    "se": "samisk, nordsamisk, davvisámegiella, sámegiella",
    "smj": "lulesamisk, julevsámegiella",
    "sma": "sørsamisk, åarjelsaemien gïele",
    "fkv": "kvensk, kveeni",
    "da": "dansk, dk",
    "ar": "arabisk, ara, arb, arabi, arabic, arabiska, standardarabisk, syrisk arabisk, irakisk arabisk, "
    "عربي, عربى, العربيه, اللغة العربية, levantinsk arabisk",
    "fa": "farsi, persisk, persian, pes, iransk persisk, парсі, فارسي, فارسى",
    "prs": "dari, dari persisk, afghansk persisk, afghansk farsi, dari afghansk, fa-af, دری, درى, "
    "الدارية, дарі, дари, dariska, farsi dari",
    "haz": "hazaragi, hazara, hazargi, هزارگی",
    "ps": "pashto, pasjto, pasto, pastho, pashtu, pushto, pasthu, pashtun, pbt, pbu, pst, پښتو, بشتو, пушту",
    "ur": "urdu, اردو",
    "pa": "punjabi, panjabi, pandjabi",
    "ku": "kurdisk, kurdi, kurdish, كردي, كردى, كردية, الكردية, курдська, курдский",
    "kmr": "kurmanji, kurmandji, kurmanci, kurmancî, kurmanji kurdisk, nordkurdisk, kurmandzji, kirmanji, "
    "كرمانجي, کورمانجی, курманджі",
    "ckb": "sorani, surani, sentralkurdisk, kurdisk sorani, سوراني, سۆرانی, сорані",
    "sdh": "sørkurdisk, feyli, feili",
    "ti": "tigrinja, tigrinya, tigrigna, tigrinnja, tigrinia, tigrinsk, tigringa, tigrenja, tigrina, tir, "
    "التغرينية, التغرينيا, تيغرينيا, тигринья, тігринья, ትግርኛ",
    "tig": "tigre, tigré, tigrait",
    "byn": "bilen, blin, bilin",
    "ssy": "saho",
    "aa": "afar",
    "kun": "kunama",
    "am": "amharisk, amharic, amarisk, amharinya, amharigna, አማርኛ, амхарська",
    "om": "oromo, oromisk, oromiffa, oromifa, afaan oromo, galla",
    "so": "somali, somalisk, somalsk, soomaali, af soomaali, afsoomaali, somaliska, somalia språk, "
    "الصومالية, صومالي, сомалі, сомалийский",
    "sw": "swahili, kiswahili, kisvahili, suahili, kibajuni, swh, kongoswahili, congo swahili",
    "ln": "lingala",
    "rw": "kinyarwanda, rwandisk, ikinyarwanda",
    "rn": "kirundi, rundi, ikirundi",
    "lua": "tshiluba, ciluba, luba",
    "cgg": "rukiga",
    "lg": "luganda, ganda",
    "ki": "kikuyu, gikuyu",
    "fuf": "pular",
    "ff": "fula, fulani, fulfulde, pulaar",
    "wo": "wolof",
    "mnk": "mandinka",
    "bm": "bambara",
    "kri": "krio",
    "pcm": "pidgin, nigeriansk pidgin",
    "yo": "yoruba",
    "ig": "igbo, ibo",
    "ha": "hausa",
    "ak": "akan",
    "tw": "twi",
    "ee": "ewe",
    "zgh": "tamazight, tamazigh, berbisk, berber, amazigh",
    "kab": "kabylsk, kabyle",
    "rif": "tarifit, rifi, riffi",
    "din": "dinka",
    "nus": "nuer",
    "su": "sundanesisk",
    "apd": "sudanesisk arabisk",
    "zza": "zaza, zazaki",
    "aii": "assyrisk, østsyrisk, nyarameisk, assyrian, suret, sureth, الآشورية",
    "syc": "klassisk syrisk",
    "tru": "turoyo, surayt, suryoyo",
    "hy": "armensk",
    "ka": "georgisk",
    "az": "aserbajdsjansk, aserbadjansk, azeri, aserisk",
    "ce": "tsjetsjensk, tsjetjensk, chechen, нохчийн",
    "kk": "kasakhisk",
    "uz": "usbekisk, uzbekisk, uzbek",
    "tk": "turkmensk",
    "tg": "tadsjikisk",
    "ky": "kirgisisk",
    "ug": "uigurisk, uygur, uyghur",
    "th": "thai, thailandsk, tajlandsk, ไทย, ภาษาไทย",
    "vi": "vietnamesisk, viet, tiếng việt",
    "zh": "kinesisk, mandarin, cmn, cn, chinese, 中文, 汉语, 普通话",
    "yue": "kantonesisk, cantonese, 粤语, 廣東話",
    "ja": "japansk, jp",
    "ko": "koreansk",
    "fil": "filipino, filippinsk, pilipino, tagalog, tl, tgl, fil, filipinsk, filippino",
    "ceb": "cebuano, bisaya, visaya",
    "ilo": "ilokano, ilocano",
    "id": "indonesisk, bahasa, bahasa indonesia",
    "ms": "malayisk, bahasa malaysia",
    "my": "burmesisk, myanmar, burmese",
    "ksw": "karen, sgaw karen, s'gaw karen, karensk",
    "cnh": "hakha chin, hakha, lai",
    "ctd": "tedim, tedim chin, zomi",
    "cfm": "falam, falam chin",
    "kac": "kachin, jingpho, katsjin",
    "rhg": "rohingya, rohingja",
    "ta": "tamil, tamilsk",
    "te": "telugu",
    "hi": "hindi",
    "bn": "bengali, bangla",
    "ne": "nepali, nepalsk",
    "si": "singalesisk, sinhala",
    "skr": "saraiki, seraiki",
    "pnb": "vestpunjabi, western punjabi",
    "bal": "baluchi, balochi, balutsji",
    "he": "hebraisk, hebrew, iw",
    "rom": "romani, romanes, romanés",
    "nsl": "norsk tegnspråk, norsk teiknspråk, tegnspråk, teiknspråk",
    "is": "islandsk",
    "fo": "færøysk",
    "sv": "svensk, svenska",
    "fi": "finsk, suomi",
    "bg": "bulgarsk",
    "ga": "irsk",
}

# One word for a people or a country, of which nobody knows which language is meant: the host is asked.
NO_LANGUAGE = """
    syrisk syrian syr syriske syrer afghansk afghan afghani afghaner eritreisk eritrean eritreer etiopisk
    ethiopian irakisk iraqi iransk iranian sudansk sudanesisk sudanese pakistansk pakistani indisk indian
    kongolesisk congolese libanesisk lebanese palestinsk palestinian marokkansk moroccan algerisk algerian
    tunisisk tunisian egyptisk egyptian jemenittisk yemeni libysk libyan nigeriansk nigerian kenyansk kenyan
    ugandisk ugandan burundisk belgisk belgian sveitsisk swiss kosovo kosovar somalilandsk gambisk
    ghanesisk ghanaian srilankisk filippiner kameruner kamerunsk сирійська سوري سوريه افغاني اريتري عراقي
    ايراني سوداني
"""
# A sentence with one of these says what somebody does not speak.
NEGATIONS = frozenset("ikke ikkje ingen not no none kein не нет немає ليس لا uten without".split())
# What stands beside a name and says nothing of which language it is.
FILLERS = """
    sprak spraket spraak morsmal malsprak language languages lang tongue native speaker speaks speaking
    snakker talar pratar mother jezyk keel limba mova мова мовою мові рідна язык языка родной родныи اللغه لغه
    زبان ژبه
    hovedsakelig mest mainly mostly flytende fluent litt noe bare only kun dialekt dialect tolk trenger og and
    bahasa forst primart foretrekker prefers
"""
# Members of a macrolanguage that a host may write after it: "Kurdisk (sorani)".
VARIETIES: Mapping[str, frozenset[str]] = {
    "ku": frozenset({"kmr", "ckb", "sdh"}),
    "fa": frozenset({"prs", "haz"}),
    "no": frozenset({"nb", "nn"}),
    "zh": frozenset({"yue"}),
    "sh": frozenset({"sr", "hr", "bs", "cnr"}),
    "se": frozenset({"smj", "sma", "se"}),
    "zgh": frozenset({"kab", "rif"}),
    "pa": frozenset({"pnb"}),
    "ff": frozenset({"fuf"}),
}
# ISO 639-3 codes of members that go by the name and the 639-1 code of the whole.
MEMBERS: Mapping[str, str] = {
    **{"arb": "ar", "cmn": "zh", "pes": "fa", "swh": "sw", "zsm": "ms", "ekk": "et", "lvs": "lv"},
    **{"uzn": "uz", "azj": "az", "khk": "mn", "npi": "ne", "pbu": "ps", "pst": "ps", "pbt": "ps"},
    **{"als": "sq", "aln": "sq", "plt": "mg", "ydd": "yi", "gaz": "om", "tgl": "fil", "ory": "or"},
    **{"quz": "qu", "nor": "no"},
}
# Names of those that CLDR does not name, or names otherwise than people do, and own names.
OWN_NAMES: Mapping[str, str] = {
    "prs": "دری",
    "kmr": "kurmancî",
    "haz": "هزارگی",
    "fil": "Filipino",
    "sh": "srpskohrvatski",
    "ti": "ትግርኛ",
    "rom": "romani čhib",
    "kun": "Kunama",
    "ksw": "ကညီကျိၥ်",
    "cnh": "Laiholh",
    "ctd": "Zopau",
    "cnr": "crnogorski",
    "aii": "ܣܘܪܝܬ",
    "nsl": "norsk tegnspråk",
}
# What newcomers to Norwegian municipalities speak most, for the top of a list of choices.
COMMON = tuple(
    """
    uk pl lt ar ti so en ru ro prs fa ps sw am kmr ckb th fil tr ur es pt de fr nl hi ta vi zh my lv et bg hu
    sk cs sq bs hr sr mk el it om ln rw rn ku da sv fi is se nb nn bn ne pa ka hy az uz kk be si id
    """.split()
)
