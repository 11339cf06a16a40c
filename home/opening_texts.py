"""The first words of a site and of a municipality's page, until their editors write their own."""

from typing import NamedTuple


class FrontText(NamedTuple):
    """The front page in one language."""

    title: str
    heading: str
    intro: str


class GreetingText(NamedTuple):
    """A municipality's page in one language. "%(name)s" is its name; `intro` is rich text."""

    greeting: str
    intro: str


FRONT = {
    "nb": FrontText(
        title="Forsiden",
        heading="Hvor bor du?",
        intro="Finn folk å møte denne uka, på språket ditt. Velg kommunen din.",
    ),
    "nn": FrontText(
        title="Framsida",
        heading="Kvar bur du?",
        intro="Finn folk å møte denne veka, på språket ditt. Vel kommunen din.",
    ),
    "en": FrontText(
        title="Home",
        heading="Where do you live?",
        intro="Find people to meet this week, in your language. Choose your municipality.",
    ),
    "uk": FrontText(
        title="Головна",
        heading="Де ви живете?",
        intro="Знайдіть, з ким зустрітися цього тижня, вашою мовою. Виберіть свою комуну.",
    ),
    "ar": FrontText(
        title="الصفحة الرئيسية",
        heading="أين تسكن؟",
        intro="اعثر على أناس تلتقي بهم هذا الأسبوع، بلغتك. اختر بلديتك.",
    ),
}
GREETINGS = {
    "nb": GreetingText(
        greeting="Velkommen til %(name)s",
        intro=(
            "<p>Så fint at du er her. På denne siden ser du hva som skjer i %(name)s denne uka. "
            "De fleste aktivitetene er gratis, og du kan bare komme.</p>"
        ),
    ),
    "nn": GreetingText(
        greeting="Velkomen til %(name)s",
        intro=(
            "<p>Så fint at du er her. På denne sida ser du kva som skjer i %(name)s denne veka. "
            "Dei fleste aktivitetane er gratis, og du kan berre kome.</p>"
        ),
    ),
    "en": GreetingText(
        greeting="Welcome to %(name)s",
        intro=(
            "<p>How good that you are here. On this page you see what is on in %(name)s this week. "
            "Most activities are free, and you can just come.</p>"
        ),
    ),
    "uk": GreetingText(
        greeting="Ласкаво просимо до %(name)s",
        intro=(
            "<p>Добре, що ви тут. На цій сторінці видно, що відбувається в %(name)s цього тижня. "
            "Більшість занять безкоштовні, і можна просто прийти.</p>"
        ),
    ),
    "ar": GreetingText(
        greeting="أهلاً بكم في %(name)s",
        intro=(
            "<p>سعداء بوجودكم هنا. في هذه الصفحة ترون ما يحدث في %(name)s هذا الأسبوع. "
            "معظم الأنشطة مجانية، ويمكنكم أن تأتوا مباشرة.</p>"
        ),
    ),
}
