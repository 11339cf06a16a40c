"""What is made of what. The order of the style sheets is the order of the cascade."""

SHEETS = (
    "vendor/theme.css",
    "vendor/designsystemet.css",
    "css/theme.css",
    "css/fonts.css",
    "css/base.css",
    "css/frame.css",
    "css/layout.css",
    "css/components.css",
    "css/filters.css",
    "css/data.css",
    "css/events.css",
    "css/cards.css",
    "css/event-page.css",
    "css/forms.css",
    "css/home.css",
    "css/staff.css",
    "css/mail-reader.css",
    "css/door.css",
    "css/print.css",
)
BUNDLES = {
    # All that any page can have; and what the pages of a list, an activity or a place can have, which are
    # read on phones (those that include `READERS`).
    "built/site.css": SHEETS,
    "built/pages.css": SHEETS,
    # On every page. A script of one page stays a file of its own.
    "built/site.js": ("js/later.js", "js/menus.js", "js/live.js", "js/my-place.js", "js/door-leave.js"),
}
# What base.html fetches beforehand is named in config/languages.py.
FONTS = {
    "built/fonts/latin.woff2": "vendor/fonts/inter-latin.woff2",
    "built/fonts/latin-more.woff2": "vendor/fonts/inter-latin.woff2",
    "built/fonts/sami.woff2": "vendor/fonts/inter-latin-ext.woff2",
    "built/fonts/latin-extended.woff2": "vendor/fonts/inter-latin-ext.woff2",
    "built/fonts/cyrillic.woff2": "vendor/fonts/inter-cyrillic.woff2",
    "built/fonts/cyrillic-more.woff2": "vendor/fonts/inter-cyrillic.woff2",
    "built/fonts/arabic.woff2": "vendor/fonts/vazirmatn-arabic.woff2",
}
# Says of each font which letters it has.
LETTERS = "css/fonts.css"
# Rules for paper alone.
FOR_PRINT = {"css/print.css"}
# Files of ours that are made smaller under their own names.
SMALLER = {".css", ".js", ".svg"}
# Already as small as its makers made it, or only an ingredient.
AS_IT_IS = "vendor/"
# Where the names of classes are written: what none of these knows, no page can have.
PROGRAMS = (
    "static/js/*.js",
    "site/core/**/*.py",
    "organisations/**/*.py",
    "events/**/*.py",
    "newcomers/**/*.py",
    "home/**/*.py",
)
TEMPLATES = "templates"
# Templates that name this one, all that those name in turn, and what forms, blocks and htmx bring into them.
READERS = "core/stylesheets_pages.html"
BROUGHT = ("core/*.html", "home/blocks/*.html", "events/_*.html", "home/_*.html")
NEVER_BROUGHT = {"core/staff.html", "core/styleguide.html"}
