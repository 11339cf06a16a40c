"""What the municipalities that are not written out share: a short greeting, and something every week.

"%(name)s" is the municipality's name, as it stands on its road signs, in every language.
"""

from datetime import time

from home.demo.shapes import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, PageText, When

HOME = {
    "nb": ("Hvor bor du?", "Finn folk å møte denne uka, på språket ditt. Velg kommunen din."),
    "nn": ("Kvar bur du?", "Finn folk å møte denne veka, på språket ditt. Vel kommunen din."),
    "en": (
        "Where do you live?",
        "Find people to meet this week, in your language. Choose your municipality.",
    ),
    "uk": ("Де ви живете?", "Знайдіть, з ким зустрітися цього тижня, вашою мовою. Виберіть свою комуну."),
    "ar": ("أين تسكن؟", "اعثر على أناس تلتقي بهم هذا الأسبوع، بلغتك. اختر بلديتك."),
}
HOME_TITLES = {"nb": "Forsiden", "nn": "Framsida", "en": "Home", "uk": "Головна", "ar": "الصفحة الرئيسية"}

# Who answers where no newcomer host is named.
SHORT = {
    "nb": PageText(
        greeting="Velkommen til %(name)s",
        intro=(
            "<p>Så fint at du er her. På denne siden ser du hva som skjer i %(name)s denne uka. "
            "De fleste aktivitetene er gratis, og du kan bare komme.</p>"
        ),
        host_role="Svarer på spørsmål fra nye innbyggere",
        host_hours="Mandag til fredag kl. 9–15",
        host_languages="norsk, engelsk",
    ),
    "nn": PageText(
        greeting="Velkomen til %(name)s",
        intro=(
            "<p>Så fint at du er her. På denne sida ser du kva som skjer i %(name)s denne veka. "
            "Dei fleste aktivitetane er gratis, og du kan berre kome.</p>"
        ),
        host_role="Svarer på spørsmål frå nye innbyggjarar",
        host_hours="Måndag til fredag kl. 9–15",
        host_languages="norsk, engelsk",
    ),
    "en": PageText(
        greeting="Welcome to %(name)s",
        intro=(
            "<p>How good that you are here. On this page you see what is on in %(name)s this week. "
            "Most activities are free, and you can just come.</p>"
        ),
        host_role="Answers questions from new residents",
        host_hours="Monday to Friday, 9:00–15:00",
        host_languages="Norwegian, English",
    ),
    "uk": PageText(
        greeting="Ласкаво просимо до %(name)s",
        intro=(
            "<p>Добре, що ви тут. На цій сторінці видно, що відбувається в %(name)s цього тижня. "
            "Більшість занять безкоштовні, і можна просто прийти.</p>"
        ),
        host_role="Відповідає на запитання нових мешканців",
        host_hours="З понеділка по п’ятницю, 9:00–15:00",
        host_languages="норвезька, англійська",
    ),
    "ar": PageText(
        greeting="أهلاً بكم في %(name)s",
        intro=(
            "<p>سعداء بوجودكم هنا. في هذه الصفحة ترون ما يحدث في %(name)s هذا الأسبوع. "
            "معظم الأنشطة مجانية، ويمكنكم أن تأتوا مباشرة.</p>"
        ),
        host_role="يجيب عن أسئلة السكان الجدد",
        host_hours="من الاثنين إلى الجمعة، من 9:00 إلى 15:00",
        host_languages="النرويجية والإنجليزية",
    ),
}
HOST_NAME = "Servicekontoret"
HOST_PHONE = "75 00 00 10"

LIBRARY = "Eksempelbiblioteket i %(name)s"
LIBRARY_VENUE = "Biblioteket i %(place)s"

LANGUAGE_CAFE = {
    "nb": (
        "Språkkafé på biblioteket",
        "Kom og øv norsk sammen med folk som bor her. Du trenger ikke melde deg på. Vi har kaffe og te.",
    ),
    "en": (
        "Language café at the library",
        "Come and practise Norwegian with people who live here. No need to sign up. We have coffee and tea.",
    ),
    "uk": (
        "Мовне кафе в бібліотеці",
        "Приходьте тренувати норвезьку з місцевими людьми. Записуватися не потрібно. Є кава й чай.",
    ),
    "ar": (
        "مقهى اللغة في المكتبة",
        "تعال لتتدرب على النرويجية مع أناس يعيشون هنا. لا حاجة إلى التسجيل. لدينا قهوة وشاي.",
    ),
}
OPEN_HOUSE = {
    "nb": ("Åpent hus på biblioteket", "Les, spill, spør eller bare sitt litt. Barn er velkomne."),
    "en": ("Open house at the library", "Read, play, ask, or just sit for a while. Children are welcome."),
    "uk": (
        "День відкритих дверей у бібліотеці",
        "Читайте, грайте, питайте або просто посидьте. Дітям теж раді.",
    ),
    "ar": ("بيت مفتوح في المكتبة", "اقرأ أو العب أو اسأل أو اجلس قليلاً فقط. الأطفال مرحب بهم."),
}
# In turn, so that not everything is on the same evening.
WHENS = (
    When(TUESDAY, time(18), 90),
    When(WEDNESDAY, time(17), 120),
    When(THURSDAY, time(18), 120),
    When(MONDAY, time(12), 120),
    When(FRIDAY, time(11), 120),
)
