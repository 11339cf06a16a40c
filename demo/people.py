"""Who can log in to the demonstration, and the newcomers that its hosts welcome. All of them are made up."""

from dataclasses import dataclass

from organisations.models import Role


@dataclass(frozen=True)
class LogIn:
    """A demonstration user. `places`: kommunenummer; `groups`: (kommunenummer, organisation's slug)."""

    role: str
    email: str
    name: str
    to_try: str
    granted: str = ""
    places: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    superuser: bool = False


LOG_INS = (
    LogIn(
        role="Organiser",
        email="organiser@moteplass.example",
        name="Ola Havgapet",
        to_try="Publish a weekly language café in Herøy; count who came at the door",
        groups=(("1818", "sprakvenner"), ("1818", "motestedet"), ("1818", "heroy-bibliotek")),
    ),
    LogIn(
        role="Editor",
        email="editor@moteplass.example",
        name="Eva Holmesund",
        to_try="Approve the activity that waits in Herøy; change the municipality's page",
        granted=Role.EDITOR,
        places=("1818",),
    ),
    LogIn(
        role="Newcomer host",
        email="host@moteplass.example",
        name="Ingrid Havblikk",
        to_try="Import a list of newcomers in Herøy; send them the welcome package",
        granted=Role.HOST,
        places=("1818", "1804"),
    ),
    LogIn(
        role="Municipality admin",
        email="leader@moteplass.example",
        name="Liv Leirvåg",
        to_try="Invite a colleague in Herøy; name a deputy; let somebody go",
        granted=Role.ADMIN,
        places=("1818",),
    ),
    LogIn(
        role="County editor",
        email="county@moteplass.example",
        name="Rune Fylkesnes",
        to_try="Decide what has waited for more than three days in Nordland",
        granted=Role.COUNTY_EDITOR,
    ),
    LogIn(
        role="County adviser",
        email="adviser@moteplass.example",
        name="Ragnhild Fylkesvik",
        to_try="See Nordland's figures; download them for Excel",
        granted=Role.COUNTY_ADVISER,
    ),
    LogIn(
        role="Administrator",
        email="admin@moteplass.example",
        name="Aslak Driftøy",
        to_try="Everything, also /admin/",
        superuser=True,
    ),
)

# (name, language, months since arrival, interests). The address is made from the name.
NEWCOMERS = {
    "1818": (
        ("Olena Vyshnia", "uk", 6, ("sprakkafe", "handarbeid")),
        ("Taras Veresen", "uk", 6, ("tur-friluft",)),
        ("Marta Brzoza", "en", 6, ("mat",)),
        ("Yusuf Zaytoun", "ar", 5, ("sprakkafe",)),
        ("Amal Zaytoun", "ar", 5, ("barn-familie", "sprakkafe")),
        ("Jonas Vestavind", "nb", 5, ("tur-friluft",)),
        ("Nadia Kalyna", "uk", 5, ()),
        ("Silje Sørheim", "nn", 2, ("handarbeid",)),
        ("Bohdan Lypa", "uk", 2, ("spill",)),
        ("Rosa Olivar", "en", 2, ("mat", "kultur")),
        ("Hala Yasmin", "ar", 1, ("sprakkafe", "mat")),
        ("Petro Yavir", "uk", 1, ("idrett",)),
        ("Ida Nordavind", "nb", 0, ()),
        ("Daria Malva", "uk", 0, ("barn-familie",)),
        ("Karim Rumman", "ar", 0, ("sprakkafe",)),
    ),
    "1804": (
        ("Iryna Barvinok", "uk", 6, ("sprakkafe",)),
        ("Samuel Okaline", "en", 6, ("spill",)),
        ("Layla Narjis", "ar", 5, ("mat",)),
        ("Oleh Dubenko", "uk", 5, ("tur-friluft",)),
        ("Zofia Wrzos", "en", 5, ()),
        ("Ahmad Sanawbar", "ar", 4, ("sprakkafe", "idrett")),
        ("Trine Vårsol", "nb", 4, ("kultur",)),
        ("Mykola Klen", "uk", 1, ("leksehjelp",)),
        ("Salma Rayhan", "ar", 1, ("handarbeid",)),
        ("Anders Fonnheim", "nn", 0, ("tur-friluft",)),
    ),
}
