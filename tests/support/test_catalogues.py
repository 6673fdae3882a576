"""The catalogues hold exactly what the program says, whole in both languages.

A failure's remedy is nearly always `make messages`, and then the Dutch by hand.
"""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from deviceclerk.support import paths

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "build" / "catalogues.py"))
LANGUAGES = ("nl", "en")
Key = tuple[str | None, str]

SAME_IN_DUTCH = {
    "import",
    "OK",
    "Labels…",
    "Scanner",
    "School",
    "Website",
    "film",
    "labels",
    "smartwatch",
    "tablet",
    "{n} label",
    "Per week",
    "Week",
    "“Anja de Vries”",
    "“De Vries Anja”",
    "“De Vries, Anja”",
}
"""Texts that are the same in both languages, and rightly so."""


def key(message: Message) -> Key:
    """What names a message: its context and its (singular) text."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def texts(value: object) -> list[str]:
    """One text, or the texts of all plurals."""
    return [value] if isinstance(value, str) else [str(text) for text in value]  # type: ignore[attr-defined]


def messages(catalogue: Catalog) -> dict[Key, Message]:
    """All messages but the header."""
    return {key(message): message for message in catalogue if message.id}


@pytest.fixture(scope="module")
def said() -> dict[Key, Message]:
    """What the program says."""
    template: Catalog = TOOL["extract"]()
    found = messages(template)
    assert found, "nothing extracted"
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Each language's catalogue, read strictly."""
    with TOOL["path_of"](request.param).open("rb") as file:
        return read_po(file, locale=request.param, abort_invalid=True)


def test_nothing_is_missing_and_nothing_superfluous(catalogue: Catalog, said: dict[Key, Message]) -> None:
    known = messages(catalogue)
    assert sorted(map(str, said.keys() - known.keys())) == []
    assert sorted(map(str, known.keys() - said.keys())) == []
    assert list(catalogue.obsolete) == []


def test_every_text_is_translated(catalogue: Catalog, said: dict[Key, Message]) -> None:
    known = messages(catalogue)
    empty = [name for name, message in known.items() if not all(texts(message.string))]
    assert empty == []
    fuzzy = [name for name, message in known.items() if message.fuzzy]
    assert fuzzy == []
    plural = [name for name in said.keys() & known.keys() if said[name].pluralizable != known[name].pluralizable]
    assert plural == []


def placeholders(text: str) -> set[str]:
    """The {names} in a text."""
    return set(re.findall(r"\{([^{}]*)\}", text))


def test_placeholders_are_the_same_on_both_sides(catalogue: Catalog) -> None:
    wrong = []
    for message in translated(catalogue):
        *_, fullest = texts(message.id)
        singular, *others = texts(message.string)
        # The singular of a plural may leave its number out: "one device".
        spare = {"n"} if message.pluralizable else set()
        if placeholders(singular) | spare != placeholders(fullest) | spare:
            wrong.append(singular)
        wrong += [form for form in others if placeholders(form) != placeholders(fullest)]
    assert wrong == []


def translated(catalogue: Catalog) -> list[Message]:
    """The messages with a translation; that none lacks one is tested by itself."""
    return [message for message in messages(catalogue).values() if all(texts(message.string))]


def test_edges_and_punctuation_are_kept(catalogue: Catalog) -> None:
    wrong = []
    for message in translated(catalogue):
        for source, form in zip(texts(message.id), texts(message.string), strict=False):
            for edge in ("\n", " ", ":", "…"):
                if source.endswith(edge) != form.endswith(edge):
                    wrong.append((source, form))
            if source.startswith(" ") != form.startswith(" "):
                wrong.append((source, form))
    assert wrong == []


def test_dutch_is_dutch() -> None:
    dutch = translated(TOOL["read"](TOOL["path_of"]("nl"), "nl"))
    same = {text for m in dutch for text in texts(m.id)[:1] if texts(m.string) == texts(m.id)}
    worded = {text for text in same if re.search(r"[^\W\d_]{2}", re.sub(r"\{\w*\}", "", text))}
    assert worded == SAME_IN_DUTCH


def test_english_says_what_the_code_says() -> None:
    english = messages(TOOL["read"](TOOL["path_of"]("en"), "en"))
    assert [key(m) for m in english.values() if texts(m.string) != texts(m.id)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogues_are_those_of_the_sources(language: str, tmp_path: Path) -> None:
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source: Path = TOOL["path_of"](language)
    (folder / source.name).write_bytes(source.read_bytes())
    TOOL["compile_all"](tmp_path)
    with (folder / "deviceclerk.mo").open("rb") as file:
        fresh = messages(read_mo(file))
    with (paths.assets() / "locale" / language / "LC_MESSAGES" / "deviceclerk.mo").open("rb") as file:
        used = messages(read_mo(file))
    assert {k: texts(m.string) for k, m in used.items()} == {k: texts(m.string) for k, m in fresh.items()}


def calls(source: str) -> list[ast.Call]:
    """All calls of the translating functions in a module."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call for call in found if isinstance(call.func, ast.Name) and call.func.id in TOOL["KEYWORDS"]]


def test_only_plain_texts_are_translated() -> None:
    """What is not written out at the call cannot be extracted, so nobody would translate it."""
    wrong = []
    for path in (ROOT / "deviceclerk").rglob("*.py"):
        if path.name == "i18n.py":
            continue
        for call in calls(path.read_text(encoding="utf-8")):
            count = {"_": 1}.get(call.func.id, 2)  # type: ignore[attr-defined]
            if not all(
                isinstance(word, ast.Constant) and isinstance(word.value, str) for word in call.args[:count]
            ):
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []


def test_nothing_is_translated_while_importing() -> None:
    """A text made at import stays in the language of that moment."""
    wrong: list[str] = []
    for path in (ROOT / "deviceclerk").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        wrong += [f"{path.name}:{call.lineno}" for call in early(tree)]
    assert wrong == []


def early(node: ast.AST) -> list[ast.Call]:
    """The translating calls that run when the module is imported."""
    found: list[ast.Call] = []
    waiting: list[ast.AST] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, ast.Lambda):
            continue
        if isinstance(current, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [*current.args.defaults, *(default for default in current.args.kw_defaults if default)]
            waiting += [*current.decorator_list, *defaults]
            continue
        name = current.func if isinstance(current, ast.Call) else None
        if isinstance(current, ast.Call) and isinstance(name, ast.Name) and name.id in TOOL["KEYWORDS"]:
            found.append(current)
        waiting += ast.iter_child_nodes(current)
    return found


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("TITLE = _('Door')", 1),
        ("class Screen:\n    title = _('Door')", 1),
        ("def show(title=_('Door')): ...", 1),
        ("def show(*, title=ngettext('a', 'b', 1)): ...", 1),
        ("def show():\n    return _('Door')", 0),
        ("TITLE = lambda: _('Door')", 0),
    ],
)
def test_early_texts_are_found(source: str, count: int) -> None:
    assert len(early(ast.parse(source))) == count
