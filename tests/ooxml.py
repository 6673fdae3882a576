"""What makes Excel say that it found a problem with a file's content: looked for in the parts of a workbook.

Excel itself is not here to ask. Of what it takes offence at in practice, what a program like ours could get wrong
is checked: parts that are not there or not declared, elements out of their order, numbers of styles and texts that
do not exist, cells twice or in the wrong order, names of sheets and of ranges, texts that are too long.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

from lxml import etree
from openpyxl.utils import column_index_from_string

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing", "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
"""The order in which a sheet's parts must stand."""


def problems(path: Path) -> list[str]:
    """All that was found, in words; empty for a workbook that Excel opens in silence."""
    with zipfile.ZipFile(path) as file:
        if (broken := file.testzip()) is not None:
            return [f"{broken} is damaged"]
        names = file.namelist()
        parts = {name: etree.fromstring(file.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    found = [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    found += _undeclared(parts, names) + _dangling(parts, names) + _workbook(parts["xl/workbook.xml"])
    styles = len(parts["xl/styles.xml"].findall(f"{_MAIN}cellXfs/{_MAIN}xf"))
    texts = len(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else 0
    for name, part in parts.items():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            found += [f"{name}: {what}" for what in _sheet(part, styles, texts)]
    return found


def _undeclared(parts: dict[str, etree._Element], names: list[str]) -> list[str]:
    types = parts["[Content_Types].xml"]
    given = {one.get("PartName", "").lstrip("/") for one in types.findall(f"{_TYPES}Override")}
    endings = {one.get("Extension", "") for one in types.findall(f"{_TYPES}Default")}
    lost = [f"{name} is declared and not there" for name in given if name not in names]
    unsaid = [
        n for n in names if n not in given and n.rpartition(".")[2] not in endings and n != "[Content_Types].xml"
    ]
    return lost + [f"{name} is not declared" for name in unsaid]


def _dangling(parts: dict[str, etree._Element], names: list[str]) -> list[str]:
    found = []
    for name, part in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for one in part:
            target = one.get("Target", "")
            whole = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            if one.get("TargetMode") != "External" and whole not in names:
                found.append(f"{name} leads to {whole}, which is not there")
    return found


def _workbook(part: etree._Element) -> list[str]:
    sheets = [sheet.get("name", "") for sheet in part.findall(f"{_MAIN}sheets/{_MAIN}sheet")]
    found = [f"sheet {name!r} is no name" for name in sheets if not re.fullmatch(r"[^\[\]:*?/\\]{1,31}", name)]
    found += [f"sheet {name!r} begins or ends with '" for name in sheets if name != name.strip("'")]
    folded = [name.lower() for name in sheets]
    found += [f"sheet {name!r} is there twice" for name in sheets if folded.count(name.lower()) > 1]
    named = [
        (one.get("name"), one.get("localSheetId"))
        for one in part.findall(f"{_MAIN}definedNames/{_MAIN}definedName")
    ]
    return found + [f"{name} is defined twice" for name in named if named.count(name) > 1]


def _sheet(part: etree._Element, styles: int, texts: int) -> list[str]:
    order = [etree.QName(child).localname for child in part]
    found = [f"{name} is not known here" for name in order if name not in _ORDER]
    if found == [] and order != sorted(order, key=_ORDER.index):
        found.append(f"out of order: {order}")
    row, rows = 0, part.find(f"{_MAIN}sheetData")
    for line in rows if rows is not None else ():
        found += _row(line, row, styles, texts)
        row = int(line.get("r", "0"))
    return found


def _row(line: etree._Element, before: int, styles: int, texts: int) -> list[str]:
    number, column, found = int(line.get("r", "0")), 0, []
    if number <= before:
        found.append(f"row {number} after row {before}")
    for cell in line:
        place = cell.get("r", "")
        letters = place.rstrip("0123456789")
        at = column_index_from_string(letters)
        if at <= column or place != f"{letters}{number}":
            found.append(f"cell {place} out of order in row {number}")
        column = at
        found += [f"{place}: {what}" for what in _cell(cell, styles, texts)]
    return found


def _cell(cell: etree._Element, styles: int, texts: int) -> list[str]:
    kind, style = cell.get("t", "n"), int(cell.get("s", "0"))
    value = cell.findtext(f"{_MAIN}v")
    found = [] if style < styles else [f"style {style} of {styles}"]
    if cell.find(f"{_MAIN}f") is not None:
        found.append("a formula")
    if kind == "s" and not ((value or "").isdecimal() and int(value or "0") < texts):
        found.append(f"text {value} of {texts}")
    if kind == "n" and value is not None and not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value):
        found.append(f"{value!r} is no number")
    if kind == "inlineStr" and len(cell.findtext(f"{_MAIN}is/{_MAIN}t") or "") > 32_767:
        found.append("a text that is too long")
    return found
