"""Herøy in Nordland: the volunteer centre Møtestedet and the house around it."""

from datetime import time

from demo.places.heroy_page import TEXTS
from demo.shapes import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Activity,
    Group,
    Place,
    When,
    Written,
)

GROUPS = (
    Group(
        "motestedet",
        "Frivilligsentralen Møtestedet",
        "volunteer_centre",
        email="motestedet@heroy.example",
        phone="75 00 00 21",
        about={
            "nb": "Vi er et møtested for alle i Herøy. Hos oss drikker folk kaffe, øver på norsk og finner "
            "noen å gjøre ting sammen med. Kom innom, så viser vi deg rundt.",
            "nn": "Vi er ein møteplass for alle i Herøy. Hos oss drikk folk kaffi, øver på norsk og finn "
            "nokon å gjere ting saman med. Kom innom, så viser vi deg rundt.",
            "en": "We are a meeting place for everyone in Herøy. People drink coffee here, practise Norwegian "
            "and find others to do things with. Come by, and we will show you around.",
            "uk": "Ми — місце зустрічі для всіх у Herøy. Тут люди п’ють каву, практикують норвезьку і "
            "знаходять, з ким провести час. Заходьте, ми вам усе покажемо.",
            "ar": "نحن مكان لقاء لكل من يعيش في هيروي. يشرب الناس القهوة عندنا ويتدربون على النرويجية ويجدون من "
            "يشاركهم ما يحبون. مرّ علينا وسنعرّفك على المكان.",
        },
    ),
    Group("heroy-bibliotek", "Herøy folkebibliotek", "library", email="biblioteket@heroy.example"),
    Group("eksempel-turlag", "Eksempel turlag, Herøy", email="tur@turlaget.example"),
    Group("sprakvenner", "Språkvenner i Herøy", trusted=False, email="hei@sprakvenner.example"),
)

PLACES = (
    Place(
        "huset",
        "Møtestedet i Silvalen",
        "Eksempelveien 12",
        "8850",
        "Herøy",
        loop="yes",
        directions={
            "nb": "Den gule døra ved siden av butikken. Ring på hvis den er låst.",
            "nn": "Den gule døra ved sida av butikken. Ring på om det er låst.",
            "en": "The yellow door next to the shop. Ring the bell if it is locked.",
            "uk": "Жовті двері поруч із магазином. Якщо зачинено, подзвоніть у дзвінок.",
            "ar": "الباب الأصفر بجانب المتجر. إذا كان مغلقًا فيمكن الضغط على الجرس.",
        },
        about={
            "nb": "Et lite hus med kjøkken, langbord og lekekrok. Her er det noen som ønsker deg velkommen "
            "når du kommer inn. Du trenger ikke å kjøpe noe.",
            "nn": "Eit lite hus med kjøken, langbord og leikekrok. Her er det nokon som ønskjer deg velkomen "
            "når du kjem inn. Du treng ikkje å kjøpe noko.",
            "en": "A small house with a kitchen, a long table and a corner for children to play in. Somebody "
            "welcomes you when you come in. You do not have to buy anything.",
            "uk": "Невеликий будинок із кухнею, довгим столом і дитячим куточком. Коли ви зайдете, хтось вас "
            "привітає. Купувати нічого не потрібно.",
            "ar": "بيت صغير فيه مطبخ وطاولة طويلة وركن يلعب فيه الأطفال. سيرحّب بك أحدهم عند دخولك. لست "
            "مضطرًا إلى شراء أي شيء.",
        },
    ),
    Place("bibliotek", "Biblioteket i Herøy", "Eksempelveien 14", "8850", "Herøy"),
    Place("skolen", "Skolekjøkkenet", "Skoleveien 3", "8850", "Herøy", access="partly"),
    Place("kaia", "Parkeringsplassen ved kaia", "Kaiveien 1", "8850", "Herøy", access="no"),
)

LANGUAGE_CAFE = Activity(
    "motestedet",
    "huset",
    "sprakkafe",
    When(TUESDAY, time(18), 120),
    {
        "nb": (
            "Språkkafé på Møtestedet",
            "Vi drikker kaffe og snakker norsk sammen, i ditt tempo. Noen er helt nye, andre har bodd "
            "her hele "
            "livet. Ta gjerne med en venn. Barn kan leke i kroken ved vinduet.",
        ),
        "en": (
            "Language café at Møtestedet",
            "We drink coffee and speak Norwegian together, at your pace. Some are brand new here, others "
            "have "
            "lived here all their lives. Bring a friend if you like. Children can play in the corner.",
        ),
        "uk": (
            "Мовне кафе в Møtestedet",
            "Ми п’ємо каву й разом розмовляємо норвезькою — у вашому темпі. Хтось тут зовсім недавно, а "
            "хтось "
            "живе все життя. Можна прийти з другом чи подругою. Діти можуть гратися в куточку біля вікна.",
        ),
        "ar": (
            "مقهى اللغة في Møtestedet",
            "نشرب القهوة ونتحدث النرويجية معًا بالسرعة التي تناسبك. بعضنا جديد هنا تمامًا، وبعضنا "
            "عاش هنا طوال حياته. يمكنك إحضار صديق أو صديقة. يستطيع الأطفال اللعب في الركن بجانب "
            "النافذة.",
        ),
    },
    {
        "children_welcome": True,
        "food": "coffee",
        "spoken_languages": ["no", "en", "uk", "pl"],
        "interpreter_languages": ["uk"],
    },
    with_groups=("heroy-bibliotek",),
    picture=("coffee.jpg", "Tegning av tre kopper kaffe på et bord, med snakkebobler over."),
    crowd=(11, 24),
)

OPEN_HOUSE = Activity(
    "motestedet",
    "huset",
    "kafe-moteplass",
    When(MONDAY, time(10), 240),
    {
        "nb": (
            "Åpent hus med vafler",
            "Kom når du vil og gå når du vil. Vi har vafler, aviser og god tid. Spør oss om skjema, buss, "
            "barnehage eller hva du vil.",
        ),
        "en": (
            "Drop-in with waffles",
            "Come when you like and leave when you like. We have waffles, newspapers and plenty of time. "
            "Ask us "
            "about forms, buses, kindergarten or anything else.",
        ),
        "uk": (
            "Двері відчинені: вафлі й розмови",
            "Приходьте й ідіть, коли вам зручно. У нас є вафлі, газети й багато часу. Питайте нас про "
            "бланки й заяви, автобуси, дитячий садок чи будь-що інше.",
        ),
        "ar": (
            "لقاء مفتوح مع الوافل",
            "يمكنك الحضور والمغادرة في أي وقت. لدينا وافل وجرائد ووقت كثير. يمكنك سؤالنا عن "
            "الاستمارات أو الحافلات أو روضة الأطفال أو أي شيء آخر.",
        ),
    },
    {"children_welcome": True, "food": "snack", "level": "none", "spoken_languages": ["no", "en"]},
    crowd=(8, 20),
)

HIKE = Activity(
    "eksempel-turlag",
    "kaia",
    "tur-friluft",
    When(SUNDAY, time(11), 240),
    {
        "nb": (
            "Søndagstur for alle",
            "Rolig tur langs sjøen med pause og bål. Turlederen venter på den siste. Har du ikke tursko "
            "eller "
            "regnjakke? Ring oss, så låner du av laget. Vi kjører sammen fra kaia.",
        ),
        "en": (
            "Sunday walk for everyone",
            "An easy walk along the sea with a break and a fire. The leader waits for the last one. No "
            "hiking "
            "shoes or rain jacket? Call us and borrow from the club. We drive together from the quay.",
        ),
        "uk": (
            "Недільна прогулянка для всіх",
            "Спокійна прогулянка вздовж моря з перервою й багаттям. Ніхто не відстане: провідник чекає на "
            "всіх. Немає черевиків чи куртки від дощу? Зателефонуйте — позичите в клубі. Від причалу їдемо "
            "разом.",
        ),
        "ar": (
            "نزهة الأحد للجميع",
            "نزهة هادئة بمحاذاة البحر مع استراحة حول النار. ينتظر مرشد الرحلة آخر شخص. إذا لم يكن "
            "لديك حذاء مشي أو معطف للمطر، فيمكنك الاتصال بنا والاستعارة من النادي. ننطلق معًا "
            "بالسيارات من رصيف الميناء.",
        ),
    },
    {
        "grade": "easy",
        "distance_km": "5.5",
        "ascent_m": 120,
        "equipment_to_borrow": True,
        "transport_offered": True,
        "children_welcome": True,
        "admission": "sign_up",
        "capacity": 25,
        "spoken_languages": ["no", "en"],
    },
    picture=("hike.jpg", "Tegning av en sti opp mot fjellet, med skilt og telt."),
    crowd=(7, 18),
)

OTHERS = (
    Activity(
        "heroy-bibliotek",
        "bibliotek",
        "handarbeid",
        When(WEDNESDAY, time(18, 30), 120),
        {
            "nb": (
                "Strikkekveld på biblioteket",
                "Vi strikker, hekler og prater. Garn og pinner ligger klart, og noen viser deg hvordan.",
            ),
            "en": (
                "Knitting evening at the library",
                "We knit, crochet and chat. Yarn and needles are ready, and someone shows you how.",
            ),
            "uk": (
                "Вечір в’язання в бібліотеці",
                "В’яжемо спицями й гачком і розмовляємо. Пряжа й спиці є, і хтось покаже вам, як це робити.",
            ),
            "ar": (
                "أمسية حياكة في المكتبة",
                "نحيك بالإبر وبالصنارة ونتحدث. الخيوط والإبر جاهزة، ويوجد من يعلّمك الطريقة.",
            ),
        },
        {"equipment_to_borrow": True, "food": "coffee", "audience": "adults"},
        crowd=(5, 11),
    ),
    Activity(
        "heroy-bibliotek",
        "bibliotek",
        "leksehjelp",
        When(THURSDAY, time(15), 120),
        {
            "nb": (
                "Leksehjelp",
                "For elever fra 5. klasse og oppover. To frivillige hjelper deg, og det er brødskiver og "
                "frukt.",
            ),
            "en": (
                "Homework help",
                "For pupils from year 5 and up. Two volunteers help you, and there is bread and fruit.",
            ),
            "uk": (
                "Допомога з уроками",
                "Для учнів від 5-го класу. Вам допоможуть двоє волонтерів, а ще є бутерброди й фрукти.",
            ),
            "ar": (
                "المساعدة في الواجبات المدرسية",
                "للتلاميذ من الصف الخامس فما فوق. يساعدك متطوعان، ويوجد خبز وفاكهة.",
            ),
        },
        {"age_from": 10, "food": "snack", "level": "A1"},
        crowd=(4, 9),
    ),
    Activity(
        "motestedet",
        "skolen",
        "mat",
        When(FRIDAY, time(17), 180, every=2),
        {
            "nb": (
                "Vi lager mat sammen",
                "Hver gang bestemmer en av oss retten. Maten kan være halal eller vegetarisk. Si fra når "
                "du melder deg på. Etterpå spiser vi sammen.",
            ),
            "en": (
                "We cook together",
                "Each time one of us chooses the dish. The food can be halal or vegetarian: tell us when "
                "you "
                "sign up. Afterwards we eat together.",
            ),
            "uk": (
                "Готуємо разом",
                "Щоразу хтось із нас обирає страву. Їжа може бути халяльною або вегетаріанською: "
                "скажіть, коли "
                "записуєтеся. Потім їмо разом.",
            ),
            "ar": (
                "نطبخ معًا",
                "في كل مرة يختار أحدنا الطبق. يمكن أن يكون الطعام حلالًا أو نباتيًا: يرجى إخبارنا عند "
                "التسجيل. بعد ذلك نأكل معًا.",
            ),
        },
        {"admission": "sign_up", "capacity": 16, "food": "meal", "price_nok": 50, "price_support": True},
        picture=("food.jpg", "Tegning av en gryte som damper, med grønnsaker ved siden av."),
        crowd=(8, 16),
    ),
    Activity(
        "heroy-bibliotek",
        "bibliotek",
        "barn-familie",
        When(SATURDAY, time(11), 60),
        {
            "nb": (
                "Eventyrstund på flere språk",
                "Vi leser den samme boka på norsk og ett språk til. Du kan lese på ditt språk hvis du vil.",
            ),
            "en": (
                "Story time in several languages",
                "We read the same book in Norwegian and one more language. You can read in yours if you "
                "like.",
            ),
            "uk": (
                "Казки різними мовами",
                "Читаємо ту саму книжку норвезькою і ще однією мовою. За бажання можете почитати своєю.",
            ),
            "ar": (
                "ساعة القصص بعدة لغات",
                "نقرأ الكتاب نفسه بالنرويجية وبلغة أخرى. يمكنك القراءة بلغتك أيضًا.",
            ),
        },
        {
            "audience": "families",
            "children_welcome": True,
            "level": "none",
            "spoken_languages": ["no", "uk", "ar"],
        },
        crowd=(6, 15),
    ),
    Activity(
        "motestedet",
        "huset",
        "sprakkafe",
        When(THURSDAY, time(11), 90),
        {
            "nb": (
                "Kvinnekafé",
                "En rolig formiddag for kvinner. Vi øver på norsk, og barna får leke i rommet ved siden av.",
            ),
            "uk": (
                "Жіноче кафе",
                "Спокійний ранок для жінок. Вчимося говорити норвезькою, а діти граються в сусідній кімнаті.",
            ),
            "ar": (
                "مقهى النساء",
                "صباح هادئ للنساء. نتدرب على اللغة النرويجية، ويلعب الأطفال في الغرفة المجاورة.",
            ),
        },
        {"women_only": True, "childcare": True, "children_welcome": True, "food": "coffee"},
        crowd=(3, 7),
    ),
    Activity(
        "motestedet",
        "huset",
        "medvirkning",
        When(WEDNESDAY, time(19), 90, nth=2),
        {
            "nb": (
                "Hva mangler i Herøy?",
                "Kommunen kommer for å høre. Si hva som er vanskelig når du er ny, og hva som er bra. "
                "Neste gang "
                "forteller vi hva som er gjort.",
            ),
            "en": (
                "What is missing in Herøy?",
                "The municipality comes to listen. Say what is hard when you are new, and what is good. "
                "Next time "
                "we tell you what has been done.",
            ),
            "uk": (
                "Чого бракує в Herøy?",
                "Комуна прийде послухати. Розкажіть, що важко, коли ви тут нещодавно, і що добре. "
                "Наступного разу ми розповімо, що зроблено.",
            ),
        },
        {"interpreter_languages": ["uk", "ar"], "food": "coffee", "level": "none"},
        crowd=(5, 12),
    ),
    # Waits for the municipality's yes: an organisation that nobody knows yet.
    Activity(
        "sprakvenner",
        "bibliotek",
        "sprakkafe",
        When(MONDAY, time(19), 90),
        {
            "nb": (
                "Norsk prat for nybegynnere",
                "Vi øver på de første setningene: i butikken, hos legen, på bussen. Alle kan komme.",
            )
        },
        {"food": "coffee"},
    ),
)

PLACE = Written(
    kommunenummer="1818",
    image="heroy.jpg",
    image_text="Tegning av hus og båter på lave øyer, med fjell bak.",
    host_name="Ingrid Havblikk",
    host_image="ingrid.png",
    host_email="ingrid.havblikk@heroy.example",
    host_phone="75 00 00 20",
    texts=TEXTS,
    groups=GROUPS,
    places=PLACES,
    activities=(LANGUAGE_CAFE, OPEN_HOUSE, HIKE, *OTHERS),
)
