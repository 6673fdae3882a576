"""Writes the demonstration school into assets/demo/: an export as a parent app gives it, and who has which device.

    python build/make_demo.py [--exported DD-MM-YYYY]

Nobody in it exists: first names and surnames are drawn from two lists with a fixed seed. The same Python and
openpyxl give the same bytes. The program imports the export as it would any school's.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "demo"
SCHOOL = "Basisschool De Regenwulp"
EXPORTED = "04-09-2026"
SEED = 20261120
GROUPS = {"Groep 5/6": 24, "Groep 7": 28, "Groep 8": 26}
WITHOUT_PHONES = "Groep 5/6"
QUESTIONS = (
    "Beeldmateriaal nieuwsbrief",
    "Beeldmateriaal Parro",
    "Beeldmateriaal schoolgids",
    "Beeldmateriaal social media",
    "Beeldmateriaal website",
    "Deelname aan onderzoeken",
)
FIRST_NAMES = """\
Aaliyah, Abel, Adam, Amira, Anouk, Bas, Benthe, Bo, Boaz, Bram, Casper, Charlie, Cato, Dani, David, Dewi,
Dex, Ella, Elif, Emir, Esmee, Eva, Evi, Faas, Fenna, Fien, Filip, Floor, Floris, Gijs, Guus, Hanna, Hidde,
Hugo, Iris, Isa, Ivy, Jaap, Jael, Jasmijn, Jens, Jesse, Jonas, Joris, Julia, Juul, Kaya, Keet, Kyra, Lars,
Lieke, Lina, Lisa, Loek, Lotte, Luuk, Lynn, Maartje, Mare, Mats, Maud, Mees, Merel, Mila, Milou, Moos,
Nadia, Naomi, Niek, Nina, Noud, Olaf, Olivia, Omar, Otis, Pepijn, Philip, Pien, Quinten, Rayan, Ravi, Roos,
Rosa, Ruben, Saar, Samira, Siem, Silke, Sofie, Stijn, Suze, Sven, Tess, Thijmen, Tijn, Tobias, Tygo, Veerle,
Vera, Vic, Wouter, Yara, Yusuf, Zara, Ziva
"""
SURNAMES = """\
Aalbers, van Aken, Arends, Baars, van den Berg, Blom, de Boer, Bosman, Brouwer, van de Bunt, Claassen,
Cornelissen, van Dam, Dekker, van der Ende, Evers, Faber, van Gelder, de Graaf, Groen, de Haan, Hendriks,
van der Horst, Huisman, Jacobs, Jansen, de Jong, Kok, Koster, Kuipers, van der Laan, Lammers, van Leeuwen,
Maas, de Man, Meijer, Molenaar, Mulder, Nijhuis, van Oord, Oosting, Peters, Pietersen, Postma, van Rijn,
Roelofs, de Ruiter, Sanders, Schouten, Smeets, Snijders, van der Steen, Timmer, Tuinstra, van der Veen,
Verbeek, Verhoeven, Visser, de Vos, Vink, van der Wal, Wessels, de Wit, Wolters, van Zanten, Zijlstra, El
Idrissi, Kaya, Demir, Nguyen, Ramdin, Pinas
"""
HARD_NAMES = {
    "Groep 5/6": ("Zoë van 't Klooster", "Łucja Wójcik", "Jan-Willem van der Meulen-Bakker"),
    "Groep 7": ("İrem Yıldız", "Anne Fleur d'Hondt", "Noï ter Braak-Đorđević"),
    "Groep 8": ("Søren Østergaard", "Mohamed-Yassine Benaissa el Ouahabi", "Françoise op 't Eynde"),
}
UNCLEAR = {"Groep 7": "Ja, mits niet herkenbaar", "Groep 8": "in overleg"}


@dataclass
class Pupil:
    """A pupil of the demonstration school."""

    name: str
    group: str
    answers: list[str | None] = field(default_factory=list)


def pupils(rng: random.Random) -> list[Pupil]:
    """All pupils, by group and surname, with their guardians' answers."""
    firsts, surnames = (" ".join(names.split()).split(", ") for names in (FIRST_NAMES, SURNAMES))
    taken: set[str] = set()
    found = []
    for group, size in GROUPS.items():
        names = list(HARD_NAMES[group])
        while len(names) < size:
            name = f"{rng.choice(firsts)} {rng.choice(surnames)}"
            # The odd half of all names: the samples that the importer is tested with take the even half.
            if zlib.crc32(name.encode()) % 2 == 1 and name not in taken:
                taken.add(name)
                names.append(name)
        found += [Pupil(name, group, _answers(rng)) for name in sorted(names, key=_surname)]
    for group, text in UNCLEAR.items():
        rng.choice([p for p in found if p.group == group]).answers[4] = text
    return found


def _surname(name: str) -> str:
    """The surname from its first capital on, as class lists are sorted."""
    rest = name.partition(" ")[2]
    capital = re.search(r"[^\W\d_a-zà-ÿ].*", rest)
    return (capital.group() if capital else rest) + name


def _answers(rng: random.Random) -> list[str | None]:
    """Most families say the same to everything; the others choose by question. None: not answered."""
    manner = rng.random()
    if manner < 0.55:
        return ["Ja"] * len(QUESTIONS)
    if manner < 0.63:
        return ["Nee"] * len(QUESTIONS)
    if manner < 0.69:
        return [None] * len(QUESTIONS)
    return [rng.choices(["Ja", "Nee", None], [6, 3, 1])[0] for _question in QUESTIONS]


def write_export(path: Path, everybody: Sequence[Pupil], exported: str) -> None:
    """The export: title lines, headings in row 4, one row a pupil, the group in one merged cell."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Privacyvoorkeuren"
    sheet["A1"], sheet["A2"] = SCHOOL, f"Privacy-voorkeuren per leerling, geëxporteerd op {exported}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A2:H2")
    for column, heading in enumerate(("Groep", "Leerling", *QUESTIONS), 1):
        sheet.cell(4, column, heading).font = Font(bold=True)
    first = row = 5
    for group in GROUPS:
        for pupil in (p for p in everybody if p.group == group):
            for column, value in enumerate((pupil.name, *pupil.answers), 2):
                sheet.cell(row, column, value)
            row += 1
        sheet.cell(first, 1, group).alignment = Alignment(vertical="top")
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
        first = row
    for letter, width in zip("ABCDEFGH", (14, 34, *[16] * len(QUESTIONS)), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "C5"
    book.properties.creator = ""
    raw = io.BytesIO()
    book.save(raw)
    path.write_bytes(_timeless(raw.getvalue()))


def _timeless(workbook: bytes) -> bytes:
    """The workbook without the moment of its making, which openpyxl and zip files note in several places."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-09-04T08:00:00Z", content)
            entry = zipfile.ZipInfo(name, (2026, 9, 4, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return result.getvalue()


def devices(everybody: Sequence[Pupil], rng: random.Random) -> list[tuple[str, str, str, int]]:
    """Name, group, kind and pocket of each device: about 70 % phones but in the youngest group, 20 % watches."""
    found = []
    for group in GROUPS:
        members = [p.name for p in everybody if p.group == group]
        phones = set() if group == WITHOUT_PHONES else set(rng.sample(members, round(len(members) * 0.7)))
        watches = set(rng.sample(members, round(len(members) * 0.2)))
        owned = [(name, "phone") for name in members if name in phones]
        owned += [(name, "smartwatch") for name in members if name in watches]
        found += [(name, group, kind, pocket) for pocket, (name, kind) in enumerate(owned, 1)]
    return found


def write_devices(path: Path, rows: Sequence[tuple[str, str, str, int]]) -> None:
    """The devices as a table; UTF-8, commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("name", "group", "kind", "pocket"))
        out.writerows(rows)


def write(folder: Path, exported: str = EXPORTED) -> None:
    """Writes both files into `folder`; the answers bear the date `exported` (DD-MM-YYYY)."""
    rng = random.Random(SEED)
    everybody = pupils(rng)
    folder.mkdir(parents=True, exist_ok=True)
    write_export(folder / "demo-school.xlsx", everybody, exported)
    write_devices(folder / "devices.csv", devices(everybody, rng))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the demonstration school into assets/demo/.")
    parser.add_argument("--exported", default=EXPORTED, help="the date that the export bears (DD-MM-YYYY)")
    write(FOLDER, parser.parse_args().exported)
