"""The look is one: no class without a rule, no rule without a use."""

import re
from pathlib import Path

from services.kernel.values import Urgency

SERVICES = Path(__file__).parents[2] / "services"
TEMPLATES = "\n".join(path.read_text("utf-8") for path in SERVICES.rglob("*.html"))
SCRIPTS = "\n".join(path.read_text("utf-8") for path in SERVICES.rglob("*.js"))
_WORD = re.compile(r"[a-z][\w-]*")
_ATTRIBUTE = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"')
_JINJA = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_QUOTED = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'')


def ruled() -> set[str]:
    """Every class a style sheet speaks of."""
    found: set[str] = set()
    for path in SERVICES.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"([^{}]+)\{", text):
            found |= set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    return found


def quoted(text: str) -> set[str]:
    """Every word that stands in a string of a template's expressions or of a script."""
    return {word for pair in _QUOTED.findall(text) for part in pair for word in _WORD.findall(part)}


def worn() -> set[str]:
    """Every class an element wears for certain, or by a plain condition."""
    found: set[str] = set()
    for value in _ATTRIBUTE.findall(TEMPLATES):
        found |= set(_JINJA.sub(" ", value).split())
    return {name for name in found if _WORD.fullmatch(name)}


def test_every_class_in_a_template_has_a_rule_or_serves_a_script() -> None:
    assert sorted(worn() - ruled() - quoted(SCRIPTS)) == []


def test_every_rule_is_for_a_class_that_something_wears() -> None:
    expressions = {word for inside in _JINJA.findall(TEMPLATES) for word in quoted(inside)}
    urgencies = {urgency.value for urgency in Urgency}
    drawn = {"icon"}
    assert sorted(ruled() - worn() - expressions - quoted(SCRIPTS) - urgencies - drawn) == []
