"""The message catalogues: extract the texts, bring the catalogues up to date, compile them.

    python build/catalogues.py            all three (make messages)
    python build/catalogues.py compile    only the last

The Dutch of new texts is then written into assets/locale/nl/LC_MESSAGES/deviceclerk.po by hand. The texts
themselves are English; the English catalogue fills itself.
"""

from __future__ import annotations

import copy
import io
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "assets" / "locale"
DOMAIN = "deviceclerk"
LANGUAGES = ("nl", "en")
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

DROPPED_HEADERS = (
    b'"Project-Id-Version',
    b'"Report-Msgid-Bugs-To',
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Generated-By',
)


def extract(package: Path = ROOT / "deviceclerk") -> Catalog:
    """All texts of the program, with the files in which they stand; a comment that begins with "For
    translators:" comes along."""
    found = Catalog(project="DeviceClerk", charset="utf-8")
    texts = extract_from_dir(
        str(package), [("**.py", "python")], keywords=KEYWORDS, comment_tags=["For translators:"]
    )
    for name, _line, message, comments, context in texts:
        # No line numbers: they would change the catalogue with every edit of the code.
        found.add(message, None, [(f"{package.name}/{name}", 0)], auto_comments=comments, context=context)
    return found


def path_of(language: str, locale: Path = LOCALE) -> Path:
    """Where a language's catalogue lies."""
    return locale / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path, language: str) -> Catalog:
    """The catalogue in `path`, an empty one where there is none yet. Raises PoFileError on a damaged one."""
    if not path.exists():
        return Catalog(locale=language, project="DeviceClerk", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


def write(path: Path, catalogue: Catalog) -> None:
    """Writes `catalogue` in a form that the same texts always give: no dates, no tool's name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = f"# DeviceClerk's texts, {catalogue.locale_identifier}."
    catalogue.fuzzy = False
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = text.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(DROPPED_HEADERS)))


def update(language: str, template: Catalog) -> Catalog:
    """A language's catalogue with exactly the texts of `template`: new ones empty, gone ones dropped."""
    catalogue = read(path_of(language), language)
    # A copy: babel takes over the template's own messages, which one language would fill for the next.
    catalogue.update(copy.deepcopy(template), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that have no translation yet, or not for each plural."""
    texts = []
    for message in catalogue:
        given = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(given):
            texts.append(message.id if isinstance(message.id, str) else message.id[0])
    return texts


def compile_all(locale: Path = LOCALE) -> None:
    """Compiles every catalogue under `locale` beside its source, where the source is newer."""
    for source in sorted(locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        draft = target.with_suffix(".mo.new")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)


def main(arguments: list[str]) -> int:
    """Runs the tool; returns 1 while a text is untranslated, else 0."""
    missing = 0
    if arguments != ["compile"]:
        template = extract()
        for language in LANGUAGES:
            catalogue = update(language, template)
            write(path_of(language), catalogue)
            for text in untranslated(catalogue):
                missing += 1
                print(f"{language}: not translated: {text}")
    compile_all()
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
