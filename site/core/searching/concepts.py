"""What people look for, in the words of our languages: who types "кава" finds what is called "kaffe".

A concept is a line of words, one language after another (Norwegian in both forms, English, Ukrainian, Arabic,
then a few of what else is spoken here). One form of a word is enough where the others have the same stem.
What has one of its words is indexed with the concept, and each of them asks for it.
"""

from functools import cache, lru_cache

from core.searching.words import stems, words_of

CONCEPTS: dict[str, str] = {
    "coffee": """
        kaffe kaffi kaffikopp kaffekos coffee кава кавою قهوة القهوة kawa kahve qaxwo buna ቡና
    """,
    "tea": """
        te tea чай чаю شاي herbata shaah
    """,
    "waffle": """
        vaffel vafler vaflar waffle waffles вафля вафлі وافل
    """,
    "cake": """
        kake kaker cake cakes bakst торт торти пиріг тістечка كعك كعكة حلويات
    """,
    "food": """
        mat måltid måltider middag lunsj lunsjen frokost kveldsmat suppe spise ete food meal meals
        dinner lunch breakfast soup eat eating їжа їжі їжу обід обіди вечеря вечері сніданок суп
        поїсти طعام الطعام أكل اكل غداء عشاء فطور وجبة وجبات jedzenie cunto makan
    """,
    "cooking": """
        matlaging matlagning koking bake baking matkurs cook cooking cookery готувати готування
        кулінарія кулінарний випічка طبخ الطبخ خبز gotowanie
    """,
    "cafe": """
        kafé kafeen kaféen kaffebar cafe café coffeehouse кафе кав'ярня кавярня مقهى المقهى مقاهي
        kawiarnia kafejka
    """,
    "language": """
        språk språkene språka språkkafé samtale samtaler prate praksis snakke snakk language
        languages conversation talk talking speaking speak мова мови мову мовний мовне розмова
        розмови розмовляти говорити розмовний لغة اللغة لغات محادثة المحادثة تحدث język luqad
    """,
    "norwegian": """
        norsk norsken norskkurs bokmål nynorsk norwegian норвезька норвезької норвезьку норвезький
        النرويجية نرويجي نرويجية norweski
    """,
    "children": """
        barn barna barnet unger ungane småbarn baby babyer child children kid kids babies toddler
        діти дітей дітям дитина дитячий малюк малюки طفل أطفال اطفال الأطفال dzieci carruur
    """,
    "family": """
        familie familier familien foreldre family families parent parents сімʼя сім'я сім'ї сімя
        сімї родина родини родинний батьки عائلة العائلة عائلات أسرة اسرة rodzina qoys
    """,
    "youth": """
        ungdom ungdommer ungdommar ungdomsklubb tenåring tenåringer youth teen teens teenager young
        молодь молоді підліток підлітки підлітків شباب الشباب مراهق młodzież dhalinyaro
    """,
    "seniors": """
        senior seniorer eldre pensjonist pensjonister seniors elderly pensioner старші літні
        пенсіонери пенсіонер كبار المسنين مسنين seniorzy
    """,
    "women": """
        kvinne kvinner kvinnene jente jenter damer dame woman women girl girls lady ladies жінка
        жінки жінок жінкам дівчата نساء النساء امرأة سيدات بنات kobiety dumar
    """,
    "free": """
        gratis vederlagsfritt free безкоштовно безкоштовний безоплатно مجاني مجانا مجانية المجاني
        bezpłatnie bilaash
    """,
    "beginner": """
        nybegynner nybegynnere nybyrjar nybyrjarar begynner lett beginner beginners easy початківець
        початківці початківців початківцям легкий مبتدئ مبتدئين للمبتدئين المبتدئين początkujący
    """,
    "hike": """
        tur turer turar turen fottur fotturar fjelltur topptur gåtur gåing skogstur spasertur
        vandring hike hikes hiking walk walks walking trek trekking прогулянка прогулянки похід
        походи піти пішохідний رحلة رحلات نزهة مشي المشي التنزه wycieczka spacer
    """,
    "outdoors": """
        friluft friluftsliv ute utendørs natur naturen skog fjell outdoors outdoor outside nature
        forest mountain mountains природа природі надворі ліс гори гора طبيعة الطبيعة جبل جبال
        الغابة przyroda
    """,
    "ski": """
        ski skitur skiturar skiing skis лижі лижах лижний تزلج التزلج narty
    """,
    "swimming": """
        svømme svømming svømmehall symje symjing bade bading basseng swim swimming pool плавання
        плавати басейн سباحة السباحة مسبح pływanie
    """,
    "exercise": """
        trene trening treningen styrke gym yoga pilates idrett mosjon exercise training workout
        fitness sport sports тренування тренуватися спорт спортивний фітнес йога вправи رياضة
        الرياضة تمارين تدريب يوغا لياقة ćwiczenia
    """,
    "football": """
        fotball football soccer футбол كرة القدم piłka kubbad
    """,
    "ballgames": """
        volleyball basketball håndball innebandy badminton bordtennis tennis волейбол баскетбол
        теніс бадмінтон الطائرة السلة تنس
    """,
    "dance": """
        dans danse dansing swing folkedans dance dances dancing танець танці танців танцювати
        танцювальний رقص الرقص taniec
    """,
    "music": """
        musikk musikken konsert konserter gitar piano korps band music concert concerts guitar
        музика музики концерт концерти гітара موسيقى الموسيقى حفلة حفل muzyka
    """,
    "singing": """
        kor koret kora song sang synge syng allsang allsong choir choirs sing singing хор хору спів
        співи співати пісня пісні غناء الغناء كورال أغاني جوقة śpiew chór
    """,
    "film": """
        film filmer filmar kino films movie movies cinema фільм фільми кіно فيلم أفلام افلام سينما
    """,
    "theatre": """
        teater revy skuespill theatre theater drama театр вистава مسرح المسرح teatr
    """,
    "art": """
        kunst tegne tegning male maling utstilling keramikk art painting paint drawing exhibition
        ceramics мистецтво малювання малювати живопис виставка кераміка فن فنون الفن رسم معرض sztuka
    """,
    "crafts": """
        håndarbeid handarbeid strikke strikking strikkekafé hekle hekling sy sying søm verksted
        snekre veving crafts craft knit knitting crochet sew sewing workshop handicraft рукоділля
        в'язання вязання вязати шиття шити майстерня ремесла حياكة الحياكة خياطة الخياطة حرف أشغال
        robótki
    """,
    "games": """
        spill spillkveld brettspill sjakk kort bingo quiz game games boardgame chess гра гри ігри
        ігор настільні шахи бінго вікторина لعبة ألعاب العاب الألعاب شطرنج gry
    """,
    "books": """
        bok bøker lese lesing lesesirkel bibliotek biblioteket book books reading read library книга
        книги книг читання читати бібліотека бібліотеці كتاب كتب الكتب قراءة مكتبة المكتبة książki
        biblioteka
    """,
    "meeting": """
        møteplass møtested møtestad treff treffpunkt treffe venner vener meet meetup friends friend
        зустріч зустрічі зустрітися друзі друзів знайомство لقاء اللقاء أصدقاء اصدقاء التعارف
        spotkanie
    """,
    "homework": """
        lekse lekser leksehjelp homework schoolwork уроки домашнє домашні завдання واجبات الواجبات
        واجب lekcje
    """,
    "work": """
        jobb jobber arbeid arbeidsliv karriere cv jobbsøking job jobs work career робота роботу
        роботи праця вакансія عمل العمل وظيفة وظائف praca shaqo
    """,
    "course": """
        kurs kurset opplæring undervisning course courses class classes lesson lessons курс курси
        навчання заняття دورة دورات درس دروس تعليم
    """,
    "computer": """
        data datahjelp pc mobil digital computer phone компʼютер комп'ютер компютер телефон цифровий
        حاسوب كمبيوتر هاتف komputer
    """,
    "volunteering": """
        frivillig frivillige dugnad volunteer volunteers volunteering волонтер волонтери
        волонтерство толока تطوع متطوع متطوعين التطوع wolontariat
    """,
    "celebration": """
        fest fester feiring feire festival jul julefest nyttår 17mai party celebration celebrate
        christmas свято свята святкування вечірка різдво фестиваль احتفال حفلة عيد الميلاد مهرجان
        święto
    """,
    "faith": """
        kirke gudstjeneste tro bibel moske bønn church faith prayer mosque bible церква віра молитва
        мечеть біблія كنيسة مسجد صلاة إيمان دين kościół
    """,
    "newcomers": """
        nyankommet nyinnflyttet innflytter innflyttere flyktning flyktninger innvandrer innvandrere
        newcomer newcomers refugee refugees immigrant immigrants новоприбулі переселенці біженці
        біженець іммігранти القادمون الجدد لاجئ لاجئين مهاجرين uchodźcy
    """,
    "garden": """
        hage hagen hagearbeid dyrke parsellhage garden gardening сад город садівництво حديقة زراعة
        ogród
    """,
    "cycling": """
        sykkel sykle sykling sykkeltur bike bicycle cycling велосипед велосипеди دراجة دراجات rower
    """,
    "fishing": """
        fiske fisketur fishing риболовля рибалка صيد السمك wędkarstwo
    """,
    "mentor": """
        mentor mentorer nettverk nettverket veileder mentors network наставник ментор мережа مرشد
        شبكة
    """,
    "online": """
        nett nettbasert digitalt online internet онлайн інтернет إنترنت انترنت
    """,
}
# Every concept is a word of its own in the index, which nobody types.
MARK = "0c0"
# Of a Norwegian compound, the part that is a concept's word, and what else there has to be.
SHORTEST_PART, SHORTEST_REST = 4, 3


@cache
def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for concept, written in CONCEPTS.items():
        for word in words_of(written):
            for stem in stems(word):
                found.setdefault(stem, set()).add(token(concept))
    return {stem: frozenset(tokens) for stem, tokens in found.items()}


@cache
def _by_word() -> dict[str, frozenset[str]]:
    return {word: concepts_of(word) for word in known_words() if len(word) >= SHORTEST_PART}


def concepts_within(word: str) -> frozenset[str]:
    """The tokens of the concepts that a compound begins or ends with: "vaffeldag", "strikkekveld"."""
    if len(word) < SHORTEST_PART + SHORTEST_REST or not word.isascii():
        return frozenset()
    found: set[str] = set()
    for length in range(SHORTEST_PART, len(word) - SHORTEST_REST + 1):
        found |= _by_word().get(word[:length], frozenset()) | _by_word().get(word[-length:], frozenset())
    return frozenset(found)


@cache
def known_words() -> frozenset[str]:
    """Every word of every concept, plain: what a typing error may have meant."""
    return frozenset(word for written in CONCEPTS.values() for word in words_of(written))


def token(concept: str) -> str:
    """The word by which the index knows a concept: "coffee" → "0c0coffee". `KeyError`: we have none such."""
    CONCEPTS[concept]
    return MARK + concept


@lru_cache(maxsize=20_000)
def concepts_of(word: str) -> frozenset[str]:
    """The tokens of the concepts that a plain word is a word for."""
    by_stem = _by_stem()
    return frozenset(one for stem in stems(word) for one in by_stem.get(stem, ()))
