"""Sortland – Suortá: where "Ny i Norge" of Vesterålen's six municipalities is run from."""

from datetime import time

from demo.shapes import (
    FRIDAY,
    MONDAY,
    SUNDAY,
    THURSDAY,
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
        greeting="Velkommen til Sortland, midt i Vesterålen.",
        intro=(
            "<p>I Vesterålen samarbeider seks kommuner om deg som er ny. På møteplassen <b>Ny i "
            "Norge</b> får du "
            "vite hvordan ting fungerer her. Like viktig er det at du forteller oss hva du trenger.</p>"
        ),
        host_role="Koordinator for Ny i Norge",
        host_hours="Mandag til fredag kl. 9–14",
        host_languages="norsk, engelsk, litauisk",
    ),
    "nn": PageText(
        greeting="Velkomen til Sortland, midt i Vesterålen.",
        intro=(
            "<p>I Vesterålen samarbeider seks kommunar om deg som er ny. På møteplassen <b>Ny i "
            "Norge</b> får du "
            "vite korleis ting fungerer her. Like viktig er det at du fortel oss kva du treng.</p>"
        ),
        host_role="Koordinator for Ny i Norge",
        host_hours="Måndag til fredag kl. 9–14",
        host_languages="norsk, engelsk, litauisk",
    ),
    "en": PageText(
        greeting="Welcome to Sortland, in the middle of Vesterålen.",
        intro=(
            "<p>In Vesterålen six municipalities work together for you who are new. At the meeting place "
            "<b>Ny i Norge</b> you learn how things work here. Just as important: we want to hear what "
            "you need.</p>"
        ),
        host_role="Coordinator of Ny i Norge",
        host_hours="Monday to Friday, 9:00–14:00",
        host_languages="Norwegian, English, Lithuanian",
    ),
    "uk": PageText(
        greeting="Ласкаво просимо до Sortland — у саме серце Vesterålen.",
        intro=(
            "<p>У Vesterålen шість комун разом допомагають новим мешканцям. На зустрічах <b>Ny i "
            "Norge</b> ви "
            "дізнаєтеся, як тут усе влаштовано. І так само важливо: ми хочемо почути, що потрібно вам.</p>"
        ),
        host_role="Координаторка зустрічей Ny i Norge",
        host_hours="З понеділка по п’ятницю, 9:00–14:00",
        host_languages="норвезька, англійська, литовська",
    ),
    "ar": PageText(
        greeting="أهلًا بك في Sortland، في قلب Vesterålen.",
        intro=(
            "<p>في Vesterålen تتعاون ست بلديات من أجل القادمين الجدد. في لقاءات <b>Ny i Norge</b> "
            "يمكنك معرفة كيف تسير الأمور هنا. ولا يقل أهمية عن ذلك أننا نريد أن نسمع منك ما الذي "
            "ينقصك.</p>"
        ),
        host_role="منسقة لقاءات Ny i Norge",
        host_hours="من الاثنين إلى الجمعة، من 9:00 إلى 14:00",
        host_languages="النرويجية والإنجليزية والليتوانية",
    ),
}

NEW_IN_NORWAY = {
    "nb": (
        "Ny i Norge",
        "Kommunen, en bedrift og en forening forteller om seg selv, og du får spørre. I den andre "
        "halvdelen er det "
        "du som forteller: Hva trenger du for å trives her? Vi skriver det ned, uten navn, og svarer "
        "neste gang.",
    ),
    "en": (
        "New in Norway",
        "The municipality, a company and an association tell about themselves, and you can ask. In the "
        "second half "
        "it is your turn: what do you need to feel at home here? We write it down without names and "
        "answer next time.",
    ),
    "uk": (
        "Ny i Norge: зустріч для нових мешканців",
        "Комуна, підприємство й об’єднання розповідають про себе, а ви можете запитувати. У другій "
        "половині розповідаєте ви: що вам потрібно, щоб почуватися тут як удома? Ми записуємо без імен і "
        "відповідаємо наступного разу.",
    ),
    "ar": (
        "لقاء «جديد في النرويج»",
        "تتحدث البلدية وشركة وجمعية عن عملها، ويمكنك طرح الأسئلة. في النصف الثاني يأتي دورك: ما "
        "الذي يساعدك على الشعور بأنك في بيتك هنا؟ نكتب ذلك دون أسماء ونجيب في المرة القادمة.",
    ),
}

ACTIVITIES = (
    Activity(
        "ny-i-norge",
        "kulturhus",
        "ny-i-norge",
        When(WEDNESDAY, time(18), 120, every=2),
        NEW_IN_NORWAY,
        {
            "interpreter_languages": ["uk", "ar", "lt"],
            "level": "none",
            "children_welcome": True,
            "childcare": True,
            "food": "snack",
        },
        picture=("meeting.jpg", "Tegning av seks mennesker rundt et bord med kaffekopper."),
        programme=(
            (time(18), "Kaffe og bli kjent"),
            (time(18, 20), "Kommunen, en bedrift og en forening forteller"),
            (time(19, 15), "Din tur: spørsmål og ønsker"),
            (time(19, 50), "Oppsummering"),
        ),
        crowd=(12, 27),
    ),
    Activity(
        "sortland-bibliotek",
        "bibliotek",
        "sprakkafe",
        When(MONDAY, time(18), 90),
        {
            "nb": ("Språkkafé på biblioteket", "Små bord, god tid og frivillige som liker å prate."),
            "en": (
                "Language café at the library",
                "Small tables, plenty of time and volunteers who like to talk.",
            ),
            "uk": (
                "Мовне кафе в бібліотеці",
                "Невеликі столики, багато часу й волонтери, які люблять поговорити.",
            ),
            "ar": ("مقهى اللغة في المكتبة", "طاولات صغيرة ووقت كثير ومتطوعون يحبون الحديث."),
        },
        {"food": "coffee", "children_welcome": True},
        crowd=(7, 15),
    ),
    Activity(
        "sortland-turlag",
        "torget",
        "tur-friluft",
        When(SUNDAY, time(12), 180),
        {
            "nb": ("Kort søndagstur", "To timer ute, med pølser på bål. Barn er velkomne."),
            "en": (
                "Short Sunday walk",
                "Two hours outdoors, with sausages on the fire. Children are welcome.",
            ),
            "uk": (
                "Коротка недільна прогулянка",
                "Дві години на природі, з ковбасками на багатті. Дітям раді.",
            ),
            "ar": (
                "نزهة قصيرة يوم الأحد",
                "ساعتان في الهواء الطلق مع نقانق مشوية على النار. الأطفال مرحّب بهم.",
            ),
        },
        {"grade": "easy", "distance_km": "3.5", "ascent_m": 90, "children_welcome": True, "food": "snack"},
        crowd=(6, 16),
    ),
    Activity(
        "sortland-bibliotek",
        "bibliotek",
        "spill",
        When(THURSDAY, time(17), 150),
        {
            "nb": (
                "Sjakk og brettspill",
                "Alle kan lære det. Noen av oss er gode, andre flytter brikker for første gang.",
            ),
            "en": (
                "Chess and board games",
                "Anyone can learn. Some of us are good, others move a piece for the first time.",
            ),
            "uk": ("Шахи та настільні ігри", "Навчитися може кожен. Хтось грає добре, а хтось — уперше."),
            "ar": (
                "الشطرنج وألعاب الطاولة",
                "يستطيع الجميع تعلّمها. بعضنا يجيد اللعب، وبعضنا يحرّك القطع لأول مرة.",
            ),
        },
        {"level": "none"},
        crowd=(4, 10),
    ),
    Activity(
        "sortland-sentral",
        "kulturhus",
        "mat",
        When(FRIDAY, time(17), 150, nth=1),
        {
            "nb": ("Internasjonal kafé", "Ta med en rett hvis du vil. Hvis ikke, er du velkommen likevel."),
            "en": ("International café", "Bring a dish if you like. If not, you are welcome all the same."),
            "uk": ("Міжнародне кафе", "Можете принести страву. Якщо ні — ми вам однаково раді."),
            "ar": (
                "مقهى عالمي",
                "يمكنك إحضار طبق من الطعام. وإن لم يكن ذلك ممكنًا، فأهلًا بك أيضًا.",
            ),
        },
        {"food": "meal", "level": "none", "children_welcome": True},
        crowd=(22, 45),
    ),
)

PLACE = Written(
    kommunenummer="1870",
    image="sortland.jpg",
    image_text="Tegning av blå hus ved et sund, med bru og fjell.",
    host_name="Rasa Blåfjell",
    host_image="rasa.png",
    host_email="rasa.blafjell@sortland.example",
    host_phone="75 00 00 50",
    texts=TEXTS,
    groups=(
        Group(
            "ny-i-norge",
            "Ny i Norge, Vesterålen",
            "municipal",
            email="nyinorge@vesteralen.example",
            also_active_in=("1851", "1866", "1867", "1868", "1871"),
        ),
        Group(
            "sortland-bibliotek",
            "Eksempelbiblioteket i Sortland",
            "library",
            email="hei@sortlandbibliotek.example",
        ),
        Group("sortland-turlag", "Eksempel turlag, Vesterålen", email="vesteralen@turlaget.example"),
        Group(
            "sortland-sentral",
            "Sortland frivilligsentral (eksempel)",
            "volunteer_centre",
            email="post@sortlandsentral.example",
        ),
    ),
    places=(
        Place("kulturhus", "Kulturhuset, lille sal", "Eksempelgata 30", "8400", "Sortland", loop="yes"),
        Place("bibliotek", "Eksempelbiblioteket", "Eksempelgata 32", "8400", "Sortland"),
        Place("torget", "Torget", "Torget 1", "8400", "Sortland"),
    ),
    activities=ACTIVITIES,
)
