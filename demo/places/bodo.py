"""Bodø: the town's library, its volunteer centre and a club for board games."""

from datetime import time

from demo.shapes import (
    FRIDAY,
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
        greeting="Velkommen til Bodø. Byen er stor nok til å ha det meste, og liten nok til å bli kjent i.",
        intro=(
            "<p>Hver uke møtes folk i Bodø for å prate, gå tur, lage mat og spille. Det meste er gratis, "
            "og ofte kan du bare komme.</p><p>Vi på <b>Ny i Bodø</b> hjelper deg med å finne fram. Kom "
            "innom oss på biblioteket.</p>"
        ),
        host_role="Koordinator for tilflyttere",
        host_hours="Tirsdag og torsdag kl. 11–16, i biblioteket",
        host_languages="norsk, engelsk, arabisk",
    ),
    "nn": PageText(
        greeting="Velkomen til Bodø. Byen er stor nok til å ha det meste, og liten nok til å bli kjend i.",
        intro=(
            "<p>Kvar veke møtest folk i Bodø for å prate, gå tur, lage mat og spele. Det meste er gratis, "
            "og ofte kan du berre kome.</p><p>Vi på <b>Ny i Bodø</b> hjelper deg med å finne fram. Kom "
            "innom oss på biblioteket.</p>"
        ),
        host_role="Koordinator for tilflyttarar",
        host_hours="Tysdag og torsdag kl. 11–16, i biblioteket",
        host_languages="norsk, engelsk, arabisk",
    ),
    "en": PageText(
        greeting="Welcome to Bodø. Big enough to have most things, small enough to get to know people.",
        intro=(
            "<p>Every week people in Bodø meet to talk, walk, cook and play. Most of it is free, and "
            "often you can just come.</p><p>We at <b>Ny i Bodø</b> help you find your way. Visit us at the "
            "library.</p>"
        ),
        host_role="Coordinator for newcomers",
        host_hours="Tuesday and Thursday, 11:00–16:00, in the library",
        host_languages="Norwegian, English, Arabic",
    ),
    "uk": PageText(
        greeting="Ласкаво просимо до Bodø. Тут є майже все, і тут легко познайомитися з людьми.",
        intro=(
            "<p>Щотижня люди в Bodø зустрічаються, щоб поговорити, погуляти, приготувати їжу й пограти в "
            "ігри. Більшість заходів безкоштовні, і можна просто прийти.</p><p>Ми в <b>Ny i Bodø</b> "
            "допоможемо вам зорієнтуватися. Завітайте до нас у бібліотеку.</p>"
        ),
        host_role="Контактна особа для нових мешканців",
        host_hours="Вівторок і четвер, 11:00–16:00, у бібліотеці",
        host_languages="норвезька, англійська, арабська",
    ),
    "ar": PageText(
        greeting="أهلًا بك في Bodø. مدينة فيها كل شيء تقريبًا، ومن السهل التعرف فيها على الناس.",
        intro=(
            "<p>كل أسبوع يلتقي الناس في Bodø للحديث والمشي والطبخ وألعاب الطاولة. معظم اللقاءات "
            "مجانية، ويمكنك الحضور دون تسجيل.</p><p>نحن في <b>Ny i Bodø</b> نساعدك على معرفة "
            "المدينة. يمكنك زيارتنا في المكتبة.</p>"
        ),
        host_role="منسق استقبال القادمين الجدد",
        host_hours="الثلاثاء والخميس، من 11:00 إلى 16:00، في المكتبة",
        host_languages="النرويجية والإنجليزية والعربية",
    ),
}

GROUPS = (
    Group("bodo-bibliotek", "Eksempelbiblioteket i Bodø", "library", email="hei@bodobibliotek.example"),
    Group(
        "sentralen",
        "Bodø frivilligsentral (eksempel)",
        "volunteer_centre",
        email="post@bodosentral.example",
        phone="75 00 00 31",
    ),
    Group("ny-i-bodo", "Ny i Bodø", "municipal", email="ny@bodo.example", phone="75 00 00 30"),
    Group("brettspill", "Brettspillklubben Nordlys", email="spill@nordlys.example"),
    Group("bodo-turlag", "Eksempel turlag, Bodø", email="bodo@turlaget.example"),
)

PLACES = (
    Place("bibliotek", "Eksempelbiblioteket", "Biblioteksgata 5", "8006", "Bodø", loop="yes"),
    Place(
        "sentralen",
        "Frivilligsentralen",
        "Eksempelgata 21",
        "8006",
        "Bodø",
        directions={
            "nb": "Inngang fra bakgården.",
            "en": "The entrance is in the back yard.",
            "uk": "Вхід з внутрішнього двору.",
            "ar": "المدخل من الفناء الخلفي.",
        },
    ),
    Place("kjokken", "Kjøkkenet på Alberthaugen", "Eksempelbakken 2", "8005", "Bodø", access="partly"),
    Place("parken", "Parken ved vannet", "Vannveien 8", "8007", "Bodø", access="partly"),
)

ACTIVITIES = (
    Activity(
        "bodo-bibliotek",
        "bibliotek",
        "sprakkafe",
        When(WEDNESDAY, time(17, 30), 90),
        {
            "nb": (
                "Språkkafé på biblioteket",
                "Vi deler oss i små grupper etter hvor mye norsk du kan. En frivillig sitter ved hvert "
                "bord. "
                "Temaet står på tavla, men vi snakker like ofte om noe annet.",
            ),
            "en": (
                "Language café at the library",
                "We make small groups by how much Norwegian you know. A volunteer sits at each table. "
                "The topic is "
                "on the board, but we often talk about something else.",
            ),
            "uk": (
                "Мовне кафе в бібліотеці",
                "Ми ділимося на невеликі групи залежно від того, скільки норвезької ви знаєте. За кожним "
                "столом "
                "сидить волонтер. Тема написана на дошці, але часто ми говоримо про щось інше.",
            ),
            "ar": (
                "مقهى اللغة في المكتبة",
                "نشكّل مجموعات صغيرة بحسب مستوى النرويجية. يجلس متطوع إلى كل طاولة. الموضوع مكتوب على "
                "اللوح، لكننا كثيرًا ما نتحدث عن شيء آخر.",
            ),
        },
        {"food": "coffee", "children_welcome": True, "spoken_languages": ["no", "en", "ar"]},
        with_groups=("sentralen",),
        picture=("coffee.jpg", "Tegning av tre kopper kaffe på et bord, med snakkebobler over."),
        crowd=(18, 42),
    ),
    Activity(
        "sentralen",
        "sentralen",
        "sprakkafe",
        When(MONDAY, time(11), 90),
        {
            "nb": (
                "Norsktrening på formiddagen",
                "For deg som jobber kveld eller er hjemme om dagen. Barn er velkomne.",
            ),
            "en": (
                "Norwegian practice in the morning",
                "For you who work evenings or are at home during the day. Children are welcome.",
            ),
            "uk": (
                "Розмовна норвезька зранку",
                "Для тих, хто працює ввечері або вдень удома. Дітям теж раді.",
            ),
            "ar": (
                "التدرب على النرويجية صباحًا",
                "لمن يعملون مساءً أو يكونون في البيت نهارًا. الأطفال مرحّب بهم.",
            ),
        },
        {"food": "coffee", "children_welcome": True},
        crowd=(6, 15),
    ),
    Activity(
        "ny-i-bodo",
        "bibliotek",
        "ny-i-norge",
        When(TUESDAY, time(18), 120, nth=1),
        {
            "nb": (
                "Ny i Bodø: spør kommunen",
                "Folk fra skole, barnehage, legekontor og skattekontor svarer på spørsmål. Ett tema hver "
                "gang.",
            ),
            "en": (
                "New in Bodø: ask the municipality",
                "People from schools, kindergartens, the doctor’s office and the tax office answer "
                "questions. One "
                "topic each time.",
            ),
            "uk": (
                "Ny i Bodø: запитайте комуну",
                "На запитання відповідають люди зі школи, дитячого садка, кабінету сімейного лікаря "
                "(legekontor) і податкової. Щоразу одна тема.",
            ),
            "ar": (
                "جديد في Bodø: أسئلة للبلدية",
                "يجيب عن الأسئلة موظفون من المدرسة والروضة والعيادة ومكتب الضرائب. موضوع واحد في كل مرة.",
            ),
        },
        {"interpreter_languages": ["uk", "ar", "ti"], "level": "none", "food": "snack"},
        picture=("meeting.jpg", "Tegning av seks mennesker rundt et bord med kaffekopper."),
        crowd=(20, 38),
    ),
    Activity(
        "brettspill",
        "bibliotek",
        "spill",
        When(THURSDAY, time(18), 180),
        {
            "nb": (
                "Brettspillkveld",
                "Vi lærer deg reglene. Mange av spillene trenger nesten ikke ord. Du kan komme alene.",
            ),
            "en": (
                "Board game evening",
                "We teach you the rules. Many of the games need almost no words. You can come on your own.",
            ),
            "uk": (
                "Вечір настільних ігор",
                "Ми навчимо вас правил. Для багатьох ігор майже не потрібні слова. Можна прийти без "
                "компанії.",
            ),
            "ar": (
                "أمسية ألعاب الطاولة",
                "نشرح لك القواعد. كثير من الألعاب لا يحتاج إلى كلمات تقريبًا. يمكنك الحضور بمفردك.",
            ),
        },
        {"level": "none", "spoken_languages": ["no", "en"], "audience": "everyone"},
        crowd=(9, 22),
    ),
    Activity(
        "bodo-turlag",
        "parken",
        "tur-friluft",
        When(SATURDAY, time(12), 180),
        {
            "nb": (
                "Rolig tur rundt vannet, med bålkaffe",
                "Vi går sakte rundt vannet. Det går an å trille vogn. Ta med kopp, så tar vi med kaffe.",
            ),
            "en": (
                "Walk near town, coffee on the fire",
                "We walk slowly around the lake. You can bring a pram. Bring a cup, and we bring coffee.",
            ),
            "uk": (
                "Прогулянка навколо озера з кавою на багатті",
                "Ми повільно йдемо навколо озера. Можна з дитячим візочком. Візьміть чашку, а кава — від "
                "нас.",
            ),
            "ar": (
                "نزهة قرب المدينة وقهوة على النار",
                "نمشي ببطء حول البحيرة. يمكن إحضار عربة أطفال. يرجى إحضار كوب، ونحن نحضر القهوة.",
            ),
        },
        {"grade": "easy", "distance_km": "4.0", "ascent_m": 40, "children_welcome": True, "food": "coffee"},
        crowd=(8, 21),
    ),
    Activity(
        "sentralen",
        "kjokken",
        "mat",
        When(FRIDAY, time(16, 30), 210),
        {
            "nb": (
                "Fredagsmiddag",
                "Vi lager mat fra to land og spiser sammen. Meld deg på, så vi vet hvor mange vi blir.",
            ),
            "en": (
                "Friday dinner",
                "We cook food from two countries and eat together. Sign up, so that we know how many we are.",
            ),
            "uk": (
                "П’ятнична вечеря",
                "Готуємо страви двох країн і їмо разом. Запишіться, щоб ми знали, скільки нас буде.",
            ),
            "ar": (
                "وجبة الجمعة معًا",
                "نطبخ طعامًا من بلدين ونأكل معًا. يرجى التسجيل، لكي نعرف كم سيكون عددنا.",
            ),
        },
        {"admission": "sign_up", "capacity": 30, "food": "meal", "price_nok": 40, "price_support": True},
        crowd=(14, 30),
    ),
    Activity(
        "bodo-bibliotek",
        "bibliotek",
        "kultur",
        When(TUESDAY, time(19), 120, every=2),
        {
            "nb": ("Filmkveld", "En norsk film med norsk tekst. Etterpå snakker de som vil, om filmen."),
            "en": (
                "Film evening",
                "A Norwegian film with Norwegian subtitles. Afterwards, those who want to, talk about it.",
            ),
            "uk": (
                "Вечір кіно",
                "Норвезький фільм із норвезькими субтитрами. Потім, хто хоче, говорить про фільм.",
            ),
            "ar": (
                "أمسية أفلام",
                "فيلم نرويجي مع ترجمة مكتوبة بالنرويجية. بعده يتحدث عنه من يرغب في ذلك.",
            ),
        },
        {"level": "A2", "audience": "adults"},
        crowd=(10, 26),
    ),
    Activity(
        "sentralen",
        "sentralen",
        "leksehjelp",
        When(TUESDAY, time(16), 120),
        {
            "nb": ("Leksehjelp med middag", "For elever fra 8. klasse og for voksne som tar norskprøve."),
            "uk": (
                "Допомога з уроками та вечеря",
                "Для учнів від 8-го класу й для дорослих, які складають іспит із норвезької.",
            ),
            "ar": (
                "المساعدة في الواجبات المدرسية مع وجبة ساخنة",
                "للتلاميذ من الصف الثامن، وللبالغين الذين يستعدون لامتحان اللغة النرويجية.",
            ),
        },
        {"age_from": 13, "food": "meal", "level": "A1"},
        crowd=(7, 16),
    ),
)

PLACE = Written(
    kommunenummer="1804",
    image="bodo.jpg",
    image_text="Tegning av en by ved sjøen under nordlys.",
    host_name="Samir Fjordlys",
    host_image="samir.png",
    host_email="samir.fjordlys@bodo.example",
    host_phone="75 00 00 30",
    texts=TEXTS,
    groups=GROUPS,
    places=PLACES,
    activities=ACTIVITIES,
)
