"""The words of Herøy's page, in every language."""

from demo.shapes import PageText

TEXTS = {
    "nb": PageText(
        greeting="Velkommen til Herøy. Her er det alltid plass til én til rundt bordet.",
        intro=(
            "<p>Herøy er 1 900 mennesker på øyer som henger sammen med bruer. Mange av oss har flyttet "
            "hit, "
            "og vi vet hvordan det er å ikke kjenne noen.</p><p>Kom innom <b>Møtestedet</b> i Silvalen når "
            "døra er åpen. Du trenger ikke å melde deg på, og du kan komme selv om du ikke "
            "kan norsk.</p>"
        ),
        host_role="Tilflyttervert",
        host_hours="Mandag til torsdag kl. 9–15",
        host_languages="norsk, engelsk, litt polsk",
    ),
    "nn": PageText(
        greeting="Velkomen til Herøy. Her er det alltid plass til éin til rundt bordet.",
        intro=(
            "<p>Herøy er 1 900 menneske på øyar som heng saman med bruer. Mange av oss har flytta hit, "
            "og vi veit korleis det er å ikkje kjenne nokon.</p><p>Kom innom <b>Møtestedet</b> i "
            "Silvalen når "
            "døra er open. Du treng ikkje å melde deg på, og du kan kome sjølv om du ikkje "
            "kan norsk.</p>"
        ),
        host_role="Tilflyttarvert",
        host_hours="Måndag til torsdag kl. 9–15",
        host_languages="norsk, engelsk, litt polsk",
    ),
    "en": PageText(
        greeting="Welcome to Herøy. There is always room for one more at the table.",
        intro=(
            "<p>Herøy is 1,900 people on islands joined by bridges. Many of us have moved here ourselves, "
            "and we know what it is like not to know anyone.</p><p>Drop in at <b>Møtestedet</b> in "
            "Silvalen "
            "when the door is open. You do not need to sign up, and you do not need to speak Norwegian.</p>"
        ),
        host_role="Newcomer host",
        host_hours="Monday to Thursday, 9:00–15:00",
        host_languages="Norwegian, English, some Polish",
    ),
    "uk": PageText(
        greeting="Ласкаво просимо до Herøy. За нашим столом завжди знайдеться місце.",
        intro=(
            "<p>У Herøy на островах, з’єднаних мостами, живе 1900 людей. Багато хто з нас теж переїхав "
            "сюди, і ми знаємо, як це — нікого не знати.</p><p>Заходьте до <b>Møtestedet</b> у Silvalen, "
            "коли двері відчинені. Не потрібно записуватися, і не обов’язково розмовляти норвезькою.</p>"
        ),
        host_role="Контактна особа для нових мешканців",
        host_hours="З понеділка по четвер, 9:00–15:00",
        host_languages="норвезька, англійська, трохи польської",
    ),
    "ar": PageText(
        greeting="أهلًا بك في Herøy. هناك دائمًا متسع لشخص آخر حول الطاولة.",
        intro=(
            "<p>يعيش في Herøy حوالي 1900 شخص على جزر تربطها الجسور. كثيرون منا انتقلوا إلى هنا من "
            "أماكن أخرى، ونعرف كيف تكون الحياة دون معارف.</p><p>يمكنك زيارة <b>Møtestedet</b> في "
            "Silvalen عندما يكون الباب مفتوحًا. لا حاجة إلى التسجيل، ولا إلى التحدث بالنرويجية.</p>"
        ),
        host_role="مسؤولة استقبال القادمين الجدد (tilflyttervert)",
        host_hours="من الاثنين إلى الخميس، من 9:00 إلى 15:00",
        host_languages="النرويجية والإنجليزية وقليل من البولندية",
    ),
}
