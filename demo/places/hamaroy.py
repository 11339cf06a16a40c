"""Hábmer – Hamarøy: few people, long distances, and rooms that everybody shares."""

from datetime import time

from demo.shapes import FRIDAY, MONDAY, SUNDAY, THURSDAY, Activity, Group, PageText, Place, When, Written

TEXTS = {
    "nb": PageText(
        greeting="Buoris! Velkommen til Hábmer – Hamarøy.",
        intro=(
            "<p>Her møtes lulesamisk og norsk, sjø og fjell. Avstandene er lange, så si fra hvis du "
            "trenger noen som kan kjøre deg. Det er nesten alltid noen som skal samme vei.</p>"
        ),
        host_role="Kontaktperson for tilflyttere",
        host_hours="Mandag, onsdag og fredag kl. 10–14",
        host_languages="norsk, lulesamisk, engelsk",
    ),
    "nn": PageText(
        greeting="Buoris! Velkomen til Hábmer – Hamarøy.",
        intro=(
            "<p>Her møtest lulesamisk og norsk, sjø og fjell. Avstandane er lange, så sei frå viss du "
            "treng nokon som kan køyre deg. Det er nesten alltid nokon som skal same veg.</p>"
        ),
        host_role="Kontaktperson for tilflyttarar",
        host_hours="Måndag, onsdag og fredag kl. 10–14",
        host_languages="norsk, lulesamisk, engelsk",
    ),
    "en": PageText(
        greeting="Buoris! Welcome to Hábmer – Hamarøy.",
        intro=(
            "<p>Here Lule Sámi and Norwegian meet, and the sea meets the mountains. Distances are long, "
            "so tell us if "
            "you need a lift. There is nearly always someone driving past.</p>"
        ),
        host_role="Contact for newcomers",
        host_hours="Monday, Wednesday and Friday, 10:00–14:00",
        host_languages="Norwegian, Lule Sámi, English",
    ),
    "uk": PageText(
        greeting="Buoris! Ласкаво просимо до Hábmer – Hamarøy.",
        intro=(
            "<p>Тут зустрічаються луле-саамська й норвезька мови, море й гори. Відстані великі, тому "
            "скажіть, якщо "
            "вас треба підвезти. Майже завжди хтось їде повз.</p>"
        ),
        host_role="Контактна особа для нових мешканців",
        host_hours="Понеділок, середа й п’ятниця, 10:00–14:00",
        host_languages="норвезька, луле-саамська, англійська",
    ),
    "ar": PageText(
        greeting="Buoris! أهلًا بك في Hábmer – Hamarøy.",
        intro=(
            "<p>هنا تلتقي سامية لوله والنرويجية، ويلتقي البحر والجبال. المسافات طويلة، "
            "فيرجى إخبارنا عند الحاجة إلى توصيلة بالسيارة. هناك دائمًا تقريبًا من يمر بسيارته.</p>"
        ),
        host_role="مسؤولة التواصل مع القادمين الجدد",
        host_hours="الاثنين والأربعاء والجمعة، من 10:00 إلى 14:00",
        host_languages="النرويجية وسامية لوله والإنجليزية",
    ),
}

ACTIVITIES = (
    Activity(
        "hamaroy-bibliotek",
        "bibliotek",
        "sprakkafe",
        When(MONDAY, time(17), 90),
        {
            "nb": ("Språkkafé: norsk og lulesamisk", "Vi øver på begge språk. Alle er nybegynnere i noe."),
            "en": (
                "Language café: Norwegian and Lule Sámi",
                "We practise both languages. Everyone is a beginner at something.",
            ),
            "uk": ("Мовне кафе: норвезька й луле-саамська", "Вчимо обидві мови. Кожен у чомусь новачок."),
            "ar": (
                "مقهى اللغة: النرويجية وسامية لوله",
                "نتدرب على اللغتين. كلنا مبتدئون في شيء ما.",
            ),
        },
        {"food": "coffee", "transport_offered": True, "spoken_languages": ["no", "smj", "en"]},
        crowd=(3, 8),
    ),
    Activity(
        "hamaroy-sentral",
        "grendehus",
        "kafe-moteplass",
        When(THURSDAY, time(11), 180),
        {
            "nb": ("Lunsj på grendehuset", "Suppe og brød for alle som har lyst på selskap."),
            "en": ("Lunch at the village hall", "Soup and bread for everyone who would like company."),
            "uk": ("Обід у сільському клубі", "Суп і хліб для всіх, хто хоче товариства."),
            "ar": (
                "غداء في بيت القرية",
                "حساء وخبز لكل من يرغب في صحبة.",
            ),
        },
        {"food": "meal", "price_nok": 30, "price_support": True, "transport_offered": True},
        crowd=(6, 14),
    ),
    Activity(
        "hamaroy-sentral",
        "grendehus",
        "frivillig-dugnad",
        When(SUNDAY, time(13), 180, nth=2),
        {
            "nb": (
                "Dugnad på grendehuset",
                "Vi maler, rydder og spiser kake. Verktøy finnes. Du trenger ikke å kunne noe fra før.",
            ),
            "en": (
                "Dugnad at the village hall",
                "We paint, tidy and eat cake. There are tools. You need no experience.",
            ),
            "uk": (
                "Dugnad у сільському клубі",
                "Фарбуємо, прибираємо та їмо торт. Інструменти є. Нічого вміти не треба.",
            ),
            "ar": (
                "عمل تطوعي جماعي (dugnad) في بيت القرية",
                "ندهن وننظف ونأكل الكعك. الأدوات موجودة. لا حاجة إلى خبرة.",
            ),
        },
        {"food": "snack", "children_welcome": True, "level": "none"},
        crowd=(5, 12),
    ),
    Activity(
        "hamaroy-bibliotek",
        "bibliotek",
        "kultur",
        When(FRIDAY, time(19), 120, every=2),
        {"nb": ("Filmkveld i bygda", "Vi stemmer over filmen uka før. Popkorn er gratis.")},
        {"food": "snack", "level": "A2"},
        crowd=(4, 11),
    ),
)

PLACE = Written(
    kommunenummer="1875",
    image="hamaroy.jpg",
    image_text="Tegning av et spisst fjell ved sjøen og et lite grendehus.",
    host_name="Ravna Steinfjell",
    host_image="ravna.png",
    host_email="ravna.steinfjell@hamaroy.example",
    host_phone="75 00 00 70",
    texts=TEXTS,
    groups=(
        Group(
            "hamaroy-bibliotek",
            "Eksempelbiblioteket i Hamarøy",
            "library",
            email="hei@hamaroybibliotek.example",
        ),
        Group(
            "hamaroy-sentral",
            "Hamarøy frivilligsentral (eksempel)",
            "volunteer_centre",
            email="post@hamaroysentral.example",
        ),
    ),
    places=(
        Place("bibliotek", "Eksempelbiblioteket", "Oppeidveien 4", "8294", "Hamarøy"),
        Place("grendehus", "Grendehuset", "Grendeveien 11", "8294", "Hamarøy", access="partly"),
    ),
    activities=ACTIVITIES,
)
