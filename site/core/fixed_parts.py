"""Templates whose fixed parts are put together once for each language.

Most of a page is the same for everybody who reads it in one language: text, translated words, the addresses
of files, of icons and of pages without a value in them. Django makes all of it anew for each page, some
hundred times. This loader takes what stands side by side in a template and depends on nothing but the
language together into one `Fixed`, which remembers its text.

What a tag of our own gives depends on the language alone where its function says so (`by_language`). What
depends on few values beside the language stands between `{% kept %}` and `{% endkept %}`, which names them.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.autoreload import file_changed
from django.utils.translation import get_language

Tag = TypeVar("Tag", bound=Callable[..., object])
_BY_LANGUAGE = "depends_on_the_language_alone"
# What each part has become: by itself, the language, whether values are escaped there, and its own values.
_texts: dict[tuple[object, ...], str] = {}


def by_language(function: Tag) -> Tag:
    """For the function of a simple tag: with the same arguments, it gives the same in one language."""
    setattr(function, _BY_LANGUAGE, True)
    return function


class _FixingLoader(base.Loader):
    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template: Template = super().get_template(template_name, skip)
        _fix(template.nodelist)
        return template


class Loader(cached.Loader, _FixingLoader):
    """Django's loader that keeps what it has compiled; what it keeps has been fixed."""


class Fixed(Node):
    """Nodes that stand side by side, and give the same text to every reader of a language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = NodeList(nodes)
        self.token, self.origin = nodes[0].token, nodes[0].origin

    def render(self, context: Context) -> str:
        return kept(self, self.nodes, context)


class Kept(Node):
    """What is between the tags, made once for each language and all of `values`: few there can be."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: Context) -> str:
        return kept(self, self.nodelist, context, *(value.resolve(context) for value in self.values))


def kept(part: object, nodes: NodeList, context: Context, *values: Hashable) -> str:
    """What `nodes` have become in this language with these values; made where they have not."""
    key = (part, get_language(), context.autoescape, *values)
    text = _texts.get(key)
    if text is None:
        text = _texts[key] = nodes.render(context)
    return text


@receiver([setting_changed, file_changed])
def forget(**_what: object) -> None:
    """Where one works on the site, catalogues and settings change while it runs."""
    _texts.clear()


def _fix(nodes: NodeList) -> None:
    """Takes together what is fixed in `nodes` and below them."""
    fixed: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if _is_fixed(node):
            run.append(node)
            continue
        fixed += [*_taken_together(run), node]
        run = []
        for below in _lists_of(node):
            _fix(below)
    nodes[:] = [*fixed, *_taken_together(run)]


def _taken_together(run: list[Node]) -> list[Node]:
    return run if all(isinstance(node, TextNode) for node in run) else [Fixed(run)]


def _lists_of(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [nodes for _condition, nodes in node.conditions_nodelists]
    return [value for value in vars(node).values() if isinstance(value, NodeList)]


def _is_fixed(node: Node) -> bool:
    match node:
        case TextNode() | LoadNode() | CommentNode():
            return True
        case TranslateNode(asvar=None):
            return _is_literal(node.filter_expression) and _is_literal(node.message_context)
        case BlockTranslateNode(asvar=None, countervar=None, plural=None | []):
            is_text = all(token.token_type.name == "TEXT" for token in node.singular)
            return is_text and not node.extra_context and _is_literal(node.message_context)
        case StaticNode(varname=None):
            return _is_literal(node.path)
        case URLNode(asvar=None):
            # What stands in a namespace may lead elsewhere within an app that is there twice.
            is_named = _is_literal(node.view_name) and ":" not in str(node.view_name.var)
            return is_named and not node.args and not node.kwargs
        case SimpleNode(target_var=None, takes_context=None | False):
            values = [*node.args, *node.kwargs.values()]
            return getattr(node.func, _BY_LANGUAGE, False) and all(_is_literal(value) for value in values)
    return False


def _is_literal(value: FilterExpression | None) -> bool:
    """Whether it is a text or a number as it stands in the template; or nothing."""
    if value is None:
        return True
    if value.filters:
        return False
    return not isinstance(value.var, Variable) or value.var.literal is not None
