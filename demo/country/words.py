"""What the country's activities say: the demonstration's own words, and sentences that make texts of real length.

A sentence has the same number in every language, so a translation says what its source says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import override

from core.languages import language_codes
from demo.places import WRITTEN
from events.choices import Category

# Texts of a category differ in so many ways.
VARIANTS = 12
# Beside what the activity says of itself: some ninety words together.
SENTENCES_EACH = 5

SENTENCES: dict[str, tuple[str, ...]] = {
    "nb": (
        "Du trenger ikke å kjenne noen fra før, for vi hilser på alle som kommer inn døra.",
        "Kom litt før vi begynner, så rekker vi å vise deg rundt og finne en plass til deg.",
        "Mange av oss har flyttet hit selv, og vi husker godt hvordan den første tida var.",
        "Vi setter kaffe og te på bordet, og som regel er det noen som har bakt noe godt.",
        "Snakk det språket du vil, så hjelper vi hverandre med å forstå det som blir sagt.",
        "Bussen stopper rett utenfor, og det er gratis å parkere både for biler og sykler.",
        "Ta gjerne med barn, for de får papir, farger og et hjørne der de kan leke i fred.",
        "Du bestemmer selv hvor lenge du blir, og ingen spør hvorfor du må gå litt tidlig.",
        "Har du spørsmål om skole, helse eller arbeid, er det alltid noen her som kan svare.",
        "Inngangen er på baksida av huset, og det henger et skilt på døra når vi holder åpent.",
        "Vi tar ikke bilder uten å spørre, og det du forteller her, blir mellom oss i rommet.",
        "Etterpå rydder vi sammen og avtaler hvem som tar med noe til neste gang vi ses.",
        "Om vinteren legger vi ut brodder ved døra, så du kommer deg trygt hjem igjen på isen.",
        "Si fra om du trenger skyss, så finner vi en som kjører samme vei og har plass i bilen.",
    ),
    "nn": (
        "Du treng ikkje å kjenne nokon frå før, for vi helsar på alle som kjem inn døra.",
        "Kom litt før vi begynner, så rekk vi å vise deg rundt og finne ein plass til deg.",
        "Mange av oss har flytta hit sjølve, og vi hugsar godt korleis den første tida var.",
        "Vi set kaffi og te på bordet, og som regel er det nokon som har baka noko godt.",
        "Snakk det språket du vil, så hjelper vi kvarandre med å forstå det som blir sagt.",
        "Bussen stoppar rett utanfor, og det er gratis å parkere både for bilar og syklar.",
        "Ta gjerne med barn, for dei får papir, fargar og eit hjørne der dei kan leike i fred.",
        "Du bestemmer sjølv kor lenge du blir, og ingen spør kvifor du må gå litt tidleg.",
        "Har du spørsmål om skule, helse eller arbeid, er det alltid nokon her som kan svare.",
        "Inngangen er på baksida av huset, og det heng eit skilt på døra når vi held ope.",
        "Vi tek ikkje bilete utan å spørje, og det du fortel her, blir mellom oss i rommet.",
        "Etterpå ryddar vi saman og avtaler kven som tek med noko til neste gong vi sest.",
        "Om vinteren legg vi ut broddar ved døra, så du kjem deg trygt heim igjen på isen.",
        "Sei frå om du treng skyss, så finn vi ein som køyrer same vegen og har plass i bilen.",
    ),
    "en": (
        "You do not have to know anybody, because we say hello to everyone who comes in.",
        "Come a little before we begin, so that we have time to show you around the place.",
        "Many of us have moved here ourselves, and we remember well what the first time was like.",
        "There is coffee and tea on the table, and usually somebody has baked something good.",
        "Speak whatever language you like, and we help each other understand what is said.",
        "The bus stops right outside, and parking is free both for cars and for bicycles.",
        "Do bring children, who get paper, colours and a corner where they can play in peace.",
        "You decide how long you stay, and nobody asks why you have to leave a little early.",
        "If you wonder about school, health or work, there is always somebody who can answer.",
        "The entrance is at the back of the house, with a sign on the door when we are open.",
        "We take no pictures without asking, and what you tell us here stays in the room.",
        "Afterwards we tidy up together and agree who brings something the next time we meet.",
        "In winter we put out ice grips by the door, so that you get home safely on the ice.",
        "Tell us if you need a lift, and we find somebody with a free seat who drives your way.",
    ),
    "uk": (
        "Нікого знати заздалегідь не потрібно: ми вітаємося з усіма, хто заходить у двері.",
        "Приходьте трохи раніше, щоб ми встигли все показати й знайти для вас зручне місце.",
        "Багато хто з нас теж сюди переїхав, і ми добре пам’ятаємо, яким був перший час.",
        "На столі є кава й чай, і зазвичай хтось приносить із дому щось смачне до них.",
        "Говоріть тією мовою, якою вам зручно, а ми допоможемо одне одному все зрозуміти.",
        "Автобус зупиняється просто біля входу, а машину чи велосипед можна залишити безкоштовно.",
        "Беріть із собою дітей: для них є папір, фарби й куточок, де можна спокійно гратися.",
        "Ви самі вирішуєте, скільки часу тут бути, і ніхто не питає, чому ви йдете раніше.",
        "Якщо є запитання про школу, здоров’я чи роботу, тут завжди хтось може відповісти.",
        "Вхід із другого боку будинку, а на дверях висить табличка, коли в нас відчинено.",
        "Ми нікого не фотографуємо без дозволу, а все почуте залишається між нами в кімнаті.",
        "Потім ми разом прибираємо й домовляємося, хто що принесе на нашу наступну зустріч.",
        "Узимку біля дверей лежать льодоходи, щоб ви безпечно дісталися додому навіть по льоду.",
        "Скажіть, якщо вас потрібно підвезти: знайдемо когось, хто їде туди ж і має місце.",
    ),
    "ar": (
        "لا حاجة إلى معرفة أحد مسبقًا، فنحن نرحّب بكل من يدخل من الباب.",
        "من الأفضل الحضور قبل البداية بقليل، ليكون لدينا وقت للتعريف بالمكان والجالسين.",
        "كثيرون منا انتقلوا إلى هنا أيضًا، ونتذكر جيدًا كيف كانت الأيام الأولى.",
        "على الطاولة قهوة وشاي، وغالبًا ما يحضر أحدهم شيئًا لذيذًا من البيت.",
        "يمكن التحدث بأي لغة، ونحن نساعد بعضنا بعضًا على فهم ما يقال.",
        "تتوقف الحافلة أمام المكان مباشرة، وموقف السيارات والدراجات مجاني للجميع طوال اليوم.",
        "الأطفال مرحّب بهم، ولهم ورق وألوان وركن يلعبون فيه بهدوء وأمان.",
        "مدة البقاء اختيار شخصي، ولا أحد يسأل عن سبب المغادرة قبل النهاية.",
        "عند وجود أسئلة عن المدرسة أو الصحة أو العمل، هناك دائمًا من يستطيع الإجابة.",
        "المدخل من الجهة الخلفية للبيت، وعلى الباب لافتة عندما يكون المكان مفتوحًا.",
        "لا نلتقط صورًا من دون إذن، وما يقال هنا يبقى بيننا في الغرفة.",
        "بعد ذلك نرتّب المكان معًا ونتفق على من يحضر شيئًا في المرة القادمة.",
        "في الشتاء نضع عند الباب ما يمنع الانزلاق، لتكون العودة إلى البيت آمنة على الجليد.",
        "يمكن إخبارنا عند الحاجة إلى توصيلة، وسنجد من يسير في الطريق نفسه ولديه مكان.",
    ),
}


@dataclass(frozen=True)
class Text:
    """One wording of a category in one language."""

    category: str
    variant: int
    language: str
    title: str
    description: str


def all_texts() -> Iterator[Text]:
    """`VARIANTS` of each category in each language that the site is written in."""
    for category in Category:
        written = [each.texts for place in WRITTEN for each in place.activities if each.category == category]
        for variant in range(VARIANTS):
            own = written[variant % len(written)] if written else {}
            for language in language_codes():
                title, first = own.get(language) or (_label(category, language), "")
                yield Text(category, variant, language, title, f"{first} {_more(variant, language)}".strip())


def _label(category: Category, language: str) -> str:
    with override(language):
        return str(category.label)


def _more(variant: int, language: str) -> str:
    sentences = SENTENCES[language]
    return " ".join(sentences[(variant * 5 + step * 3) % len(sentences)] for step in range(SENTENCES_EACH))
