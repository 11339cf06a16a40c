"""Rich text that anybody may have written: the few tags that a letter needs, and nothing else."""

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

TAGS = frozenset({"p", "b", "i", "a", "ul", "ol", "li", "br"})
SAME = {"strong": "b", "em": "i", "div": "p", "h1": "p", "h2": "p", "h3": "p", "h4": "p"}
# Gone with all that is in them.
WITH_CONTENT = ("script", "style", "template", "iframe", "object", "svg", "math", "textarea", "title")
ADDRESSES = ("http://", "https://", "mailto:", "tel:", "/")


def cleaned(html: str) -> str:
    """`html` with bold, italic, links, lists and paragraphs. Links to pages of Wagtail's stay as stored."""
    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(WITH_CONTENT):
        tag.decompose()
    for tag in soup.find_all(True):
        tag.name = SAME.get(tag.name, tag.name)
        if tag.name not in TAGS:
            tag.unwrap()
            continue
        tag.attrs = {**_link(tag)} if tag.name == "a" else {}
        if tag.name == "a" and not tag.attrs:
            tag.unwrap()
    return _in_paragraphs(soup)


def _link(tag: Tag) -> dict[str, str]:
    kind, number = str(tag.get("linktype") or ""), str(tag.get("id") or "")
    if kind in ("page", "document") and number.isdecimal():
        return {"linktype": kind, "id": number}
    href = str(tag.get("href") or "").strip()
    is_safe = href.lower().startswith(ADDRESSES) and not href.startswith("//")
    return {"href": href} if is_safe else {}


def _in_paragraphs(soup: BeautifulSoup) -> str:
    """Words that stand in no paragraph get one: everything that shows a letter counts on it."""
    paragraph: Tag | None = None
    for child in list(soup.children):
        if isinstance(child, Tag) and child.name in ("p", "ul", "ol"):
            paragraph = None
            continue
        if isinstance(child, NavigableString) and not child.strip() and paragraph is None:
            continue
        if paragraph is None:
            paragraph = soup.new_tag("p")
            child.insert_before(paragraph)
        paragraph.append(child.extract())
    return soup.decode(formatter="minimal").strip()
