"""Rana – Raane: language cafés at the library in Mo i Rana."""

from datetime import time

from demo.shapes import (
    MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Activity,
    Group,
    PageText,
    Place,
    When,
    Written,
)

TEXTS = {
    "nb": PageText(
        greeting="Velkommen til Rana. Her bor det folk fra over hundre land, og nå deg.",
        intro=(
            "<p>Mange kommer til Mo i Rana for å jobbe. Det tar tid å få venner på et nytt sted, så vi "
            "har laget "
            "noen steder der det går litt fortere.</p><p>Ta med familien. De fleste møteplassene passer "
            "for barn.</p>"
        ),
        host_role="Tilflyttervert",
        host_hours="Hverdager kl. 10–14, på servicekontoret",
        host_languages="norsk, engelsk, ukrainsk",
    ),
    "nn": PageText(
        greeting="Velkomen til Rana. Her bur det folk frå over hundre land, og no deg.",
        intro=(
            "<p>Mange kjem til Mo i Rana for å jobbe. Det tek tid å få vener på ein ny stad, så vi har "
            "laga "
            "nokre stader der det går litt fortare.</p><p>Ta med familien. Dei fleste møteplassane "
            "passar for barn.</p>"
        ),
        host_role="Tilflyttarvert",
        host_hours="Kvardagar kl. 10–14, på servicekontoret",
        host_languages="norsk, engelsk, ukrainsk",
    ),
    "en": PageText(
        greeting="Welcome to Rana. People from more than a hundred countries live here, and now you.",
        intro=(
            "<p>Many people come to Mo i Rana to work. It takes time to make friends in a new place, so "
            "we have made "
            "some places where it goes a little faster.</p><p>Bring your family. Most meeting places "
            "suit children.</p>"
        ),
        host_role="Newcomer host",
        host_hours="Every weekday, 10:00–14:00, at the service office",
        host_languages="Norwegian, English, Ukrainian",
    ),
    "uk": PageText(
        greeting="Ласкаво просимо до Rana. Тут живуть люди з понад ста країн, а тепер і ви.",
        intro=(
            "<p>Багато людей приїжджає до Mo i Rana працювати. Щоб знайти друзів на новому місці, "
            "потрібен час. Тому ми створили місця, де це йде трохи швидше.</p><p>Беріть із собою сім’ю. "
            "Більшість заходів підходять для дітей.</p>"
        ),
        host_role="Контактна особа для нових мешканців",
        host_hours="У робочі дні, 10:00–14:00, у центрі обслуговування комуни (servicekontoret)",
        host_languages="норвезька, англійська, українська",
    ),
    "ar": PageText(
        greeting="أهلًا بك في Rana. يعيش هنا أناس من أكثر من مئة بلد، والآن أنت أيضًا.",
        intro=(
            "<p>كثيرون يأتون إلى Mo i Rana للعمل. تكوين الصداقات في مكان جديد يحتاج إلى وقت، لذلك "
            "أنشأنا أماكن يحدث فيها ذلك أسرع قليلًا.</p><p>يمكنك إحضار العائلة. معظم أماكن اللقاء "
            "مناسبة للأطفال.</p>"
        ),
        host_role="مسؤولة استقبال القادمين الجدد (tilflyttervert)",
        host_hours="من الاثنين إلى الجمعة، من 10:00 إلى 14:00، في مكتب الخدمات (servicekontoret)",
        host_languages="النرويجية والإنجليزية والأوكرانية",
    ),
}

ACTIVITIES = (
    Activity(
        "rana-bibliotek",
        "bibliotek",
        "sprakkafe",
        When(TUESDAY, time(17), 120),
        {
            "nb": (
                "Språkkafé i Mo i Rana",
                "Åpent for alle, uansett hvor mye norsk du kan. Frivillige fra byen sitter sammen med deg.",
            ),
            "en": (
                "Language café in Mo i Rana",
                "Open to everyone, however much Norwegian you know. Volunteers from the town sit with you.",
            ),
            "uk": (
                "Мовне кафе в Mo i Rana",
                "Раді всім, хоч би скільки норвезької ви знали. Поруч із вами сидять волонтери з міста.",
            ),
            "ar": (
                "مقهى اللغة في Mo i Rana",
                "مفتوح للجميع مهما كان مستواك في النرويجية. يجلس معك متطوعون من المدينة.",
            ),
        },
        {"food": "coffee", "children_welcome": True, "spoken_languages": ["no", "en", "uk"]},
        crowd=(15, 33),
    ),
    Activity(
        "rana-sentral",
        "sentral",
        "kafe-moteplass",
        When(THURSDAY, time(10), 180),
        {
            "nb": (
                "Torsdagskafé",
                "Suppe, prat og hjelp med digitale skjemaer. Noen kan ukrainsk, noen kan tigrinja.",
            ),
            "en": (
                "Thursday café",
                "Soup, a chat and help with digital forms. Some speak Ukrainian, some Tigrinya.",
            ),
            "uk": (
                "Кафе щочетверга",
                "Суп, розмова й допомога з електронними формами. Хтось говорить українською, хтось — "
                "мовою тигринья.",
            ),
            "ar": (
                "مقهى الخميس",
                "حساء وحديث ومساعدة في الاستمارات الإلكترونية. بعضنا يتحدث الأوكرانية، وبعضنا التغرينية.",
            ),
        },
        {"food": "meal", "level": "none", "spoken_languages": ["no", "uk", "ti"]},
        crowd=(10, 19),
    ),
    Activity(
        "rana-turlag",
        "parkering",
        "tur-friluft",
        When(SATURDAY, time(10), 300, every=2),
        {
            "nb": (
                "Topptur for nye i fjellet",
                "Litt brattere enn en søndagstur. Du får låne staver og klær, og vi stopper ofte.",
            ),
            "en": (
                "Summit hike for beginners",
                "A little steeper than a Sunday walk. We lend poles and clothes, and we stop often.",
            ),
            "uk": (
                "Похід на вершину для тих, хто в горах уперше",
                "Трохи крутіше за недільну прогулянку. Позичимо палиці й одяг і часто зупинятимемося.",
            ),
            "ar": (
                "رحلة إلى القمة للجدد في الجبال",
                "الطريق أكثر انحدارًا بقليل من نزهة الأحد. نعير العصي والملابس، ونتوقف كثيرًا.",
            ),
        },
        {
            "grade": "medium",
            "distance_km": "8.0",
            "ascent_m": 520,
            "equipment_to_borrow": True,
            "admission": "sign_up",
            "capacity": 15,
            "age_from": 12,
        },
        picture=("hike.jpg", "Tegning av en sti opp mot fjellet, med skilt og telt."),
        crowd=(6, 14),
    ),
    Activity(
        "rana-bibliotek",
        "bibliotek",
        "handarbeid",
        When(WEDNESDAY, time(18), 120),
        {
            "nb": ("Syverksted", "Sy om klær eller lag noe nytt. Maskinene står klare."),
            "en": ("Sewing workshop", "Change clothes or make something new. The machines are ready."),
            "uk": ("Швейна майстерня", "Перешийте одяг або пошийте щось нове. Машинки вже чекають."),
            "ar": ("ورشة خياطة", "لتعديل الملابس أو صنع شيء جديد. ماكينات الخياطة جاهزة."),
        },
        {"equipment_to_borrow": True, "audience": "adults"},
        crowd=(4, 9),
    ),
    Activity(
        "rana-idrett",
        "hallen",
        "idrett",
        When(MONDAY, time(18), 90),
        {
            "nb": ("Åpen hall", "Volleyball og fotball for alle. Du kan låne innesko."),
            "en": ("Open sports hall", "Volleyball and football for everyone. You can borrow indoor shoes."),
            "uk": ("Відкритий спортзал", "Волейбол і футбол для всіх. Спортивне взуття можна позичити."),
            "ar": ("قاعة رياضية مفتوحة", "كرة طائرة وكرة قدم للجميع. يمكن استعارة أحذية رياضية."),
        },
        {"equipment_to_borrow": True, "level": "none", "age_from": 13},
        crowd=(9, 24),
    ),
)

PLACE = Written(
    kommunenummer="1833",
    image="rana.jpg",
    image_text="Tegning av fjell, en by i dalen og en fjord.",
    host_name="Oksana Svaberg",
    host_image="oksana.png",
    host_email="oksana.svaberg@rana.example",
    host_phone="75 00 00 40",
    texts=TEXTS,
    groups=(
        Group("rana-bibliotek", "Eksempelbiblioteket i Rana", "library", email="hei@ranabibliotek.example"),
        Group(
            "rana-sentral",
            "Rana frivilligsentral (eksempel)",
            "volunteer_centre",
            email="post@ranasentral.example",
        ),
        Group("rana-turlag", "Eksempel turlag, Rana", email="rana@turlaget.example"),
        Group("rana-idrett", "Eksempel idrettslag, Rana", email="post@ranaidrett.example"),
    ),
    places=(
        Place("bibliotek", "Eksempelbiblioteket", "Torggata 4", "8622", "Mo i Rana", loop="yes"),
        Place("sentral", "Frivilligsentralen", "Eksempelgata 9", "8622", "Mo i Rana"),
        Place("parkering", "Parkeringsplassen ved løypa", "Fjellveien 30", "8614", "Mo i Rana", access="no"),
        Place("hallen", "Eksempelhallen", "Idrettsveien 2", "8613", "Mo i Rana"),
    ),
    activities=ACTIVITIES,
)
