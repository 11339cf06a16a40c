"""Vågan: Svolvær and the fishing villages around it."""

from datetime import time

from demo.shapes import (
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
        greeting="Velkommen til Vågan. Enten du blir en sesong eller hele livet.",
        intro=(
            "<p>Mange kommer til Vågan for å jobbe med fisk eller turisme. Du er velkommen på alt som "
            "står her, også om du bare blir en vinter.</p>"
        ),
        host_role="Tilflyttervert",
        host_hours="Tirsdag til fredag kl. 10–14",
        host_languages="norsk, engelsk, spansk",
    ),
    "nn": PageText(
        greeting="Velkomen til Vågan. Anten du blir ein sesong eller heile livet.",
        intro=(
            "<p>Mange kjem til Vågan for å jobbe med fisk eller turisme. Du er velkomen på alt som står "
            "her, også om du berre blir ein vinter.</p>"
        ),
        host_role="Tilflyttarvert",
        host_hours="Tysdag til fredag kl. 10–14",
        host_languages="norsk, engelsk, spansk",
    ),
    "en": PageText(
        greeting="Welcome to Vågan. Whether you stay for a season or a lifetime.",
        intro=(
            "<p>Many people come to Vågan to work with fish or tourism. You are welcome to everything "
            "you see here, "
            "also if you only stay for a winter.</p>"
        ),
        host_role="Newcomer host",
        host_hours="Tuesday to Friday, 10:00–14:00",
        host_languages="Norwegian, English, Spanish",
    ),
    "uk": PageText(
        greeting="Ласкаво просимо до Vågan — на один сезон чи на все життя.",
        intro=(
            "<p>Багато людей приїжджає до Vågan працювати з рибою або в туризмі. Ми раді вам на всіх цих "
            "заходах, навіть якщо ви тут лише на одну зиму.</p>"
        ),
        host_role="Контактна особа для нових мешканців",
        host_hours="З вівторка по п’ятницю, 10:00–14:00",
        host_languages="норвезька, англійська, іспанська",
    ),
    "ar": PageText(
        greeting="أهلًا بك في Vågan، لموسم واحد أو للعمر كله.",
        intro=(
            "<p>كثيرون يأتون إلى Vågan للعمل في قطاع الأسماك أو السياحة. أهلًا بك في كل الأنشطة هنا، "
            "حتى لو كانت إقامتك لشتاء واحد فقط.</p>"
        ),
        host_role="مسؤول استقبال القادمين الجدد (tilflyttervert)",
        host_hours="من الثلاثاء إلى الجمعة، من 10:00 إلى 14:00",
        host_languages="النرويجية والإنجليزية والإسبانية",
    ),
}

ACTIVITIES = (
    Activity(
        "vagan-bibliotek",
        "bibliotek",
        "sprakkafe",
        When(WEDNESDAY, time(18), 90),
        {
            "nb": ("Språkkafé i Svolvær", "Kom rett fra jobb hvis du vil. Det er mat."),
            "en": ("Language café in Svolvær", "Come straight from work if you like. There is food."),
            "uk": ("Мовне кафе у Svolvær", "Можете прийти просто з роботи. Буде їжа."),
            "ar": ("مقهى اللغة في Svolvær", "يمكنك القدوم من العمل مباشرة. يوجد طعام."),
        },
        {"food": "snack", "spoken_languages": ["no", "en", "es"]},
        crowd=(8, 19),
    ),
    Activity(
        "vagan-husflid",
        "bibliotek",
        "handarbeid",
        When(TUESDAY, time(18), 120),
        {
            "nb": ("Strikk og prat", "Vi strikker varme ting til vinteren. Du får låne pinner."),
            "en": ("Knit and chat", "We knit warm things for winter. You can borrow needles."),
            "uk": ("В’язання й розмови", "В’яжемо теплі речі на зиму. Спиці можна позичити."),
            "ar": (
                "حياكة وحديث",
                "نحيك أشياء دافئة للشتاء. يمكنك استعارة الإبر.",
            ),
        },
        {"equipment_to_borrow": True},
        crowd=(4, 9),
    ),
    Activity(
        "vagan-turlag",
        "kaia",
        "tur-friluft",
        When(SATURDAY, time(11), 210),
        {
            "nb": ("Tur i nærheten", "En ny sti hver gang. Vi deler bil fra kaia."),
            "en": ("A walk nearby", "A new path each time. We share cars from the quay."),
            "uk": ("Прогулянка неподалік", "Щоразу нова стежка. Від причалу їдемо разом на машинах."),
            "ar": (
                "نزهة قريبة",
                "طريق جديد في كل مرة. نتشارك السيارات من رصيف الميناء.",
            ),
        },
        {"grade": "medium", "distance_km": "6.0", "ascent_m": 300, "transport_offered": True},
        crowd=(5, 13),
    ),
    Activity(
        "vagan-kulturskole",
        "kulturhus",
        "kultur",
        When(THURSDAY, time(19), 90),
        {
            "nb": ("Åpent kor", "Du trenger ikke å kunne noter. Vi synger på flere språk."),
            "en": ("Open choir", "You do not need to read music. We sing in several languages."),
            "uk": ("Відкритий хор", "Знати ноти не потрібно. Ми співаємо різними мовами."),
            "ar": ("كورال مفتوح", "لا حاجة إلى معرفة النوتة الموسيقية. نغني بعدة لغات."),
        },
        {"level": "none"},
        crowd=(9, 17),
    ),
)

PLACE = Written(
    kommunenummer="1865",
    image="vagan.jpg",
    image_text="Tegning av røde rorbuer under spisse fjell.",
    host_name="Mateo Kystvoll",
    host_image="mateo.png",
    host_email="mateo.kystvoll@vagan.example",
    host_phone="75 00 00 60",
    texts=TEXTS,
    groups=(
        Group(
            "vagan-bibliotek", "Eksempelbiblioteket i Vågan", "library", email="hei@vaganbibliotek.example"
        ),
        Group("vagan-husflid", "Vågan husflidslag (eksempel)", email="post@husflid.example"),
        Group("vagan-turlag", "Eksempel turlag, Lofoten", email="lofoten@turlaget.example"),
        Group(
            "vagan-kulturskole", "Kulturskolen i Vågan (eksempel)", "municipal", email="kultur@vagan.example"
        ),
    ),
    places=(
        Place("bibliotek", "Eksempelbiblioteket", "Havnegata 7", "8300", "Svolvær"),
        Place("kaia", "Hurtigbåtkaia", "Kaigata 1", "8300", "Svolvær", access="partly"),
        Place("kulturhus", "Kulturhuset", "Havnegata 15", "8300", "Svolvær", loop="yes"),
    ),
    activities=ACTIVITIES,
)
