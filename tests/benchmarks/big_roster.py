"""A large export to measure with: one row a pupil and one column a question, as a parent app might give it."""

import random
from pathlib import Path

from openpyxl import Workbook

_QUESTIONS = (
    "Beeldmateriaal nieuwsbrief",
    "Beeldmateriaal Parro",
    "Beeldmateriaal schoolgids",
    "Beeldmateriaal social media",
    "Beeldmateriaal website",
    "Deelname aan onderzoeken",
    "Schoolfotograaf",
    "Klassenfoto",
    "Krant",
    "Jaarboek",
    "Privéaccounts van ouders",
)
_FIRST = ("Anna", "Björn", "Chloë", "Daniël", "Emma", "Guus", "Isa", "Jip", "Loïs", "Mila", "Pien", "Renée", "Sem")
_PREFIX = ("", "", "", "de ", "van ", "van der ", "van 't ")
_ANSWERS = ("Ja", "Ja", "Ja", "Nee", None)


def write(path: Path, pupils: int, purposes: int) -> None:
    """Writes a workbook of so many pupils, each with a name of its own, and questions (at most 11)."""
    rng = random.Random(20260904)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Privacyvoorkeuren")
    sheet.append(["Privacy-voorkeuren per leerling, geëxporteerd op 04-09-2026"])
    sheet.append([])
    sheet.append(["Leerlingnummer", "Leerling", "Groep", *_QUESTIONS[:purposes]])
    for number in range(pupils):
        name = f"{rng.choice(_FIRST)} {rng.choice(_PREFIX)}{_surname(number)}"
        group = f"{number * 200 // pupils // 25 + 1}{'ABC'[number % 3]}"
        answers = [rng.choice(_ANSWERS) for _ in range(purposes)]
        sheet.append([f"{10_000 + number}", name, group, *answers])
    book.save(path)


def _surname(number: int) -> str:
    """A made-up surname that no other number has."""
    syllables = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu")
    return "".join(syllables[int(digit)] for digit in f"{number:05}").capitalize()
