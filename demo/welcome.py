"""The welcome package of Herøy and Bodø, in five languages.

"%(name)s" is the municipality, "%(place)s" the place to come to.
"""

from dataclasses import dataclass

MOVING = "https://www.skatteetaten.no/person/folkeregister/flytte/"
DOCTOR = "https://www.helsenorge.no/"
LANGUAGES = ("nb", "nn", "en", "uk", "ar")


@dataclass(frozen=True)
class PackageText:
    """The words of a package in one language. `checklists`: heading, then (what to do, link or nothing)."""

    name: str
    letter: str
    contacts: str
    host_helps_with: str
    centre_helps_with: str
    checklists: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    dugnad: str
    club: str
    next_events: str


TEXTS = {
    "nb": PackageText(
        name="Velkommen til %(name)s",
        letter=(
            "<p>Velkommen hit! Vi er glade for at du bor i %(name)s nå. I begynnelsen er "
            "det mye å "
            "finne ut av. Du trenger ikke å gjøre alt med en gang, og du trenger ikke å gjøre det alene.</p>"
            "<p>Den raskeste veien til å kjenne noen er å møte dem. Kom innom <b>%(place)s</b> en dag. "
            "Passer det ikke denne uka, er du like velkommen neste uke.</p>"
        ),
        contacts="Spør oss",
        host_helps_with="Alt du lurer på når du er ny. Jeg kan også bli med deg første gang.",
        centre_helps_with="Aktiviteter, frivillige og en kopp kaffe",
        checklists=(
            (
                "Den første uka",
                (
                    ("Meld flytting til Folkeregisteret (registeret over alle som bor i Norge)", MOVING),
                    ("Sett navnet ditt på postkassa", ""),
                    ("Kom innom en møteplass og si hei", ""),
                ),
            ),
            (
                "Den første måneden",
                (
                    ("Velg fastlege (legen du alltid går til)", DOCTOR),
                    ("Få lånekort på biblioteket. Det er gratis", ""),
                    ("Spør om barnehage, skole og fritidsaktiviteter", ""),
                ),
            ),
        ),
        dugnad=(
            "<p>På en dugnad gjør vi en jobb sammen, uten lønn: maler klubbhuset, rydder på skolen, "
            "baker til en fest. "
            "Du trenger ikke å kunne noe fra før. Etterpå er det kaffe, og da kjenner du plutselig fem "
            "til.</p>"
        ),
        club=(
            "<p>Et lag eller en forening er folk som gjør noe sammen fordi de har lyst: fotball, kor, "
            "tur, strikking. "
            "Du kan prøve før du blir medlem. Medlemskap koster ofte litt, og mange steder får du hjelp "
            "til å betale.</p>"
        ),
        next_events="Dette skjer nær deg nå",
    ),
    "nn": PackageText(
        name="Velkomen til %(name)s",
        letter=(
            "<p>Velkomen hit! Vi er glade for at du bur i %(name)s no. I starten er det mykje å "
            "finne ut av. Du treng ikkje å gjere alt med ein gong, og du treng ikkje å gjere det åleine.</p>"
            "<p>Den raskaste vegen til å bli kjend med folk er å møte dei. Kom innom <b>%(place)s</b> ein dag. "
            "Passar det ikkje denne veka, er du like velkomen neste veke.</p>"
        ),
        contacts="Spør oss",
        host_helps_with="Alt du lurer på når du er ny. Eg kan også bli med deg første gongen.",
        centre_helps_with="Aktivitetar, frivillige og ein kopp kaffe",
        checklists=(
            (
                "Den første veka",
                (
                    ("Meld flytting til Folkeregisteret (registeret over alle som bur i Noreg)", MOVING),
                    ("Set namnet ditt på postkassa", ""),
                    ("Kom innom ein møteplass og sei hei", ""),
                ),
            ),
            (
                "Den første månaden",
                (
                    ("Vel fastlege (legen du alltid går til)", DOCTOR),
                    ("Få lånekort på biblioteket. Det er gratis", ""),
                    ("Spør om barnehage, skule og fritidsaktivitetar", ""),
                ),
            ),
        ),
        dugnad=(
            "<p>På ein dugnad gjer vi ein jobb saman, utan løn: målar klubbhuset, ryddar på skulen, bakar til "
            "ein fest. Du treng ikkje å kunne noko frå før. Etterpå er det kaffe, og då kjenner du plutseleg "
            "fem til.</p>"
        ),
        club=(
            "<p>Eit lag eller ei foreining er folk som gjer noko saman fordi dei har lyst: fotball, kor, tur, "
            "strikking. Du kan prøve før du blir medlem. Medlemskap kostar ofte litt, og mange stader får du "
            "hjelp til å betale.</p>"
        ),
        next_events="Dette skjer nær deg no",
    ),
    "en": PackageText(
        name="Welcome to %(name)s",
        letter=(
            "<p>Welcome here! We are glad that you live in %(name)s now. In the "
            "beginning there is a lot "
            "to find out. You do not have to do everything at once, and you do not have to do it alone.</p>"
            "<p>The fastest way to know people is to meet them. Drop in at <b>%(place)s</b> one day. "
            "If this week does not suit you, you are just as welcome next week.</p>"
        ),
        contacts="Ask us",
        host_helps_with="Anything you wonder about as a newcomer. I can come with you the first time.",
        centre_helps_with="Activities, volunteers and a cup of coffee",
        checklists=(
            (
                "Your first week",
                (
                    ("Report your move to the National Population Register", MOVING),
                    ("Put your name on the letter box", ""),
                    ("Visit a meeting place and say hello", ""),
                ),
            ),
            (
                "Your first month",
                (
                    ("Choose a doctor (fastlege)", DOCTOR),
                    ("Get a library card. It is free", ""),
                    ("Ask about kindergarten, school and activities", ""),
                ),
            ),
        ),
        dugnad=(
            "<p>At a dugnad we do a job together, without pay: paint the club house, tidy the school "
            "yard, bake for a "
            "party. You need no skills. Afterwards there is coffee, and suddenly you know five more "
            "people.</p>"
        ),
        club=(
            "<p>A lag or forening is people who do something together because they like it: football, a "
            "choir, hiking, "
            "knitting. You can try before you become a member. Membership often costs a little, and in "
            "many places you "
            "can get help to pay.</p>"
        ),
        next_events="On near you now",
    ),
    "uk": PackageText(
        name="Ласкаво просимо до %(name)s",
        letter=(
            "<p>Ласкаво просимо! Ми раді, що ви тепер живете в комуні %(name)s. Спочатку треба з багато "
            "чим розібратися. "
            "Не обов’язково робити все одразу, і не обов’язково робити це самотужки.</p>"
            "<p>Найшвидший спосіб познайомитися з людьми — зустрітися з ними. Завітайте одного дня до "
            "<b>%(place)s</b>. "
            "Якщо цього тижня незручно, ми так само будемо раді вам наступного.</p>"
        ),
        contacts="Звертайтеся до нас",
        host_helps_with="Відповім на всі ваші запитання. Першого разу можу піти разом із вами.",
        centre_helps_with="Заходи, волонтери та чашка кави",
        checklists=(
            (
                "Перший тиждень",
                (
                    ("Повідомте Реєстр населення (Folkeregisteret) про свій переїзд", MOVING),
                    ("Підпишіть свою поштову скриньку", ""),
                    ("Завітайте на якийсь захід і привітайтеся", ""),
                ),
            ),
            (
                "Перший місяць",
                (
                    ("Оберіть сімейного лікаря (fastlege)", DOCTOR),
                    ("Отримайте читацький квиток у бібліотеці. Це безкоштовно", ""),
                    ("Запитайте про дитячий садок, школу та гуртки", ""),
                ),
            ),
        ),
        dugnad=(
            "<p>Dugnad — це коли ми разом робимо якусь роботу безкоштовно: фарбуємо клуб, прибираємо "
            "біля школи, печемо "
            "на свято. Нічого вміти не треба. Потім п’ємо каву, і раптом ви знаєте ще п’ятьох людей.</p>"
        ),
        club=(
            "<p>Lag або forening — це люди, які разом роблять те, що їм подобається: футбол, хор, "
            "походи, в’язання. "
            "Можна спробувати, перш ніж стати членом. Членство часто трохи коштує, і в багатьох місцях "
            "допомагають "
            "його оплатити.</p>"
        ),
        next_events="Найближчі заходи поруч із вами",
    ),
    "ar": PackageText(
        name="أهلًا بك في %(name)s",
        letter=(
            "<p>أهلًا بك هنا! يسعدنا وجودك في %(name)s. في البداية هناك أمور كثيرة جديدة. لا "
            "حاجة إلى إنجاز كل شيء دفعة واحدة، ولا إلى إنجازه بمفردك.</p><p>أسرع طريقة للتعرف على "
            "الناس هي اللقاء بهم. يمكنك زيارة <b>%(place)s</b> في أي يوم. وإذا لم يناسبك هذا "
            "الأسبوع، فأهلًا بك في الأسبوع القادم أيضًا.</p>"
        ),
        contacts="يمكنك سؤالنا",
        host_helps_with="كل ما يهم القادمين الجدد. يمكنني أيضًا مرافقتك في المرة الأولى.",
        centre_helps_with="الأنشطة والمتطوعون وفنجان قهوة",
        checklists=(
            (
                "الأسبوع الأول",
                (
                    ("إبلاغ السجل السكاني (Folkeregisteret) بالانتقال", MOVING),
                    ("كتابة الاسم على صندوق البريد", ""),
                    ("زيارة أحد أماكن اللقاء وإلقاء التحية", ""),
                ),
            ),
            (
                "الشهر الأول",
                (
                    ("اختيار طبيب الأسرة (fastlege)", DOCTOR),
                    ("الحصول على بطاقة المكتبة، وهي مجانية", ""),
                    ("السؤال عن الروضة والمدرسة والأنشطة", ""),
                ),
            ),
        ),
        dugnad=(
            "<p>كلمة dugnad تعني أن نقوم معًا بعمل دون أجر: ندهن بيت النادي، أو ننظف ساحة المدرسة، "
            "أو نخبز لحفلة. لا حاجة إلى أي خبرة. بعد ذلك نشرب القهوة، وفجأة يصبح لديك خمسة معارف "
            "جدد.</p>"
        ),
        club=(
            "<p>كلمة lag أو forening تعني مجموعة من الناس يفعلون معًا ما يحبونه: كرة القدم أو الغناء "
            "أو المشي أو الحياكة. يمكنك التجربة قبل الحصول على العضوية. كثيرًا ما تكلف العضوية "
            "مبلغًا صغيرًا، وفي أماكن كثيرة يمكن الحصول على مساعدة في التكلفة.</p>"
        ),
        next_events="ما يحدث بالقرب منك الآن",
    ),
}
