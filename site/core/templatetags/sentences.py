"""Django's library `i18n`, whose `blocktranslate` isolates the values that it puts into a sentence.

The settings give it the name `i18n`, so that no template has to remember it: ours, and those of Wagtail and
allauth. `core.isolation` says what is isolated, and why.
"""

import re
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token, TokenType
from django.templatetags import i18n
from django.templatetags.i18n import BlockTranslateNode

from core.isolation import in_a_sentence

register = template.Library()
register.tags = dict(i18n.register.tags)
register.filters = dict(i18n.register.filters)

# A value that the text's own markup isolates.
OPEN_BDI = re.compile(r"<bdi[^<>]*>\s*$")


class InASentence:
    """A variable of the template that is isolated when it is read."""

    def __init__(self, expression: FilterExpression) -> None:
        self.expression = expression

    def resolve(self, context: Context) -> object:
        return in_a_sentence(self.expression.resolve(context))


def to_isolate(tokens: list[Token]) -> list[str]:
    """The names in the running text of a sentence: not within a tag, and not in a `bdi` already.

    Django fills a name in once for all its places: one that stands within a tag too, an address, stays bare.
    """
    names, within_tags, before = [], set(), ""
    for token in tokens:
        if token.token_type == TokenType.VAR:
            if before.rfind("<") > before.rfind(">"):
                within_tags.add(token.contents)
            elif not OPEN_BDI.search(before):
                names.append(token.contents)
            before += "*"
        else:
            before += token.contents
    return [name for name in names if name not in within_tags]


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> BlockTranslateNode:
    """Django's tag: a plural's counter stays a number, and every other value is isolated."""
    node: Any = i18n.do_block_translate(parser, token)
    for name in to_isolate([*node.singular, *(node.plural or [])]):
        if name != node.countervar:
            node.extra_context[name] = InASentence(
                node.extra_context.get(name) or parser.compile_filter(name)
            )
    return node
