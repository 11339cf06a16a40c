"""What the municipalities that are not written out share: a short greeting, and something every week.

"%(name)s" is the municipality's name, as it stands on its road signs, in every language.
"""

from datetime import time

from demo.shapes import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, PageText, When
from home.opening_texts import first_words

# Who answers where no newcomer host is named.
SHORT = {
    "nb": PageText(
        greeting=first_words("nb").greeting,
        intro=first_words("nb").intro,
        host_role="Svarer på spørsmål fra tilflyttere",
        host_hours="Mandag til fredag kl. 9–15",
        host_languages="norsk, engelsk",
    ),
    "nn": PageText(
        greeting=first_words("nn").greeting,
        intro=first_words("nn").intro,
        host_role="Svarar på spørsmål frå tilflyttarar",
        host_hours="Måndag til fredag kl. 9–15",
        host_languages="norsk, engelsk",
    ),
    "en": PageText(
        greeting=first_words("en").greeting,
        intro=first_words("en").intro,
        host_role="Answers questions from newcomers",
        host_hours="Monday to Friday, 9:00–15:00",
        host_languages="Norwegian, English",
    ),
    "uk": PageText(
        greeting=first_words("uk").greeting,
        intro=first_words("uk").intro,
        host_role="Відповідає на запитання нових мешканців",
        host_hours="З понеділка по п’ятницю, 9:00–15:00",
        host_languages="норвезька, англійська",
    ),
    "ar": PageText(
        greeting=first_words("ar").greeting,
        intro=first_words("ar").intro,
        host_role="الإجابة عن أسئلة القادمين الجدد",
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
        "Kom og øv på norsk sammen med folk som bor her. Du trenger ikke å melde deg på. Vi har kaffe og te.",
    ),
    "en": (
        "Language café at the library",
        "Come and practise Norwegian with people who live here. No need to sign up. We have coffee and tea.",
    ),
    "uk": (
        "Мовне кафе в бібліотеці",
        "Приходьте поговорити норвезькою з тими, хто тут живе. Записуватися не потрібно. Є кава й чай.",
    ),
    "ar": (
        "مقهى اللغة في المكتبة",
        "هنا نتدرب على النرويجية مع أناس يعيشون هنا. لا حاجة إلى التسجيل. لدينا قهوة وشاي.",
    ),
}
OPEN_HOUSE = {
    "nb": ("Åpent hus på biblioteket", "Les, spill, spør eller bare sitt litt. Barn er velkomne."),
    "en": ("Drop-in at the library", "Read, play, ask, or just sit for a while. Children are welcome."),
    "uk": (
        "Двері бібліотеки відчинені",
        "Читайте, грайте, питайте або просто посидьте. Дітям теж раді.",
    ),
    "ar": (
        "لقاء مفتوح في المكتبة",
        "للقراءة أو اللعب أو طرح الأسئلة أو مجرد الجلوس قليلًا. الأطفال مرحّب بهم.",
    ),
}
# In turn, so that not everything is on the same evening.
WHENS = (
    When(TUESDAY, time(18), 90),
    When(WEDNESDAY, time(17), 120),
    When(THURSDAY, time(18), 120),
    When(MONDAY, time(12), 120),
    When(FRIDAY, time(11), 120),
)
