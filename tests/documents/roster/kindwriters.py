"""The same sheets in every kind of file that class lists come in: written by libraries where there are any, else
by hand, as the programs write them whose name the kind bears.
"""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import xlwt
from openpyxl import Workbook

from deviceclerk.documents.roster.grid import Range, letter

Value = str | float | bool | dt.date | None


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; merged ranges and hidden rows are numbered as Excel does."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[Range] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False

    def span(self, row: int, column: int) -> tuple[int, int] | None:
        """How many columns and rows a cell covers; None for one that is covered itself."""
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return (right - left + 1, bottom - top + 1) if (row, column) == (top, left) else None
        return (1, 1)


Sheets = Sequence[Sheet]


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A packed file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx(sheets: Sheets) -> bytes:
    """A workbook by openpyxl, whose texts stand in their cells (inline)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        for row in sheet.rows:
            made.append(list(row))
        for top, left, bottom, right in sheet.merged:
            made.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
        for number in sheet.hidden_rows:
            made.row_dimensions[number].hidden = True
        made.sheet_state = "hidden" if sheet.hidden else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(sheets: Sheets) -> bytes:
    """A binary workbook of Excel 97 to 2003, by xlwt."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD-MM-YYYY")
    for sheet in sheets:
        made = book.add_sheet(sheet.name)
        made.visibility = int(sheet.hidden)
        for number, row in enumerate(sheet.rows, 1):
            made.row(number - 1).hidden = number in sheet.hidden_rows
            for column, value in enumerate(row):
                span = sheet.span(number, column)
                if value is not None and span == (1, 1):
                    made.write(number - 1, column, value, *([day] if isinstance(value, dt.date) else []))
                elif value is not None and span is not None:
                    across, down = span
                    made.write_merge(number - 1, number + down - 2, column, column + across - 1, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record of a binary workbook."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _xlsb_cell(column: int, value: Value) -> bytes:
    style = 1 if isinstance(value, dt.date) else 0
    place = struct.pack("<II", column, style)
    if isinstance(value, str):
        return _record(6, place + _wide(value))
    if isinstance(value, bool):
        return _record(4, place + bytes([value]))
    number = (value - dt.date(1899, 12, 30)).days if isinstance(value, dt.date) else value
    return _record(5, place + struct.pack("<d", number or 0.0))


def _xlsb_sheet(sheet: Sheet) -> bytes:
    width = max(map(len, sheet.rows))
    part = _record(129) + _record(148, struct.pack("<4I", 0, len(sheet.rows) - 1, 0, width - 1)) + _record(145)
    for number, row in enumerate(sheet.rows):
        part += _record(0, struct.pack("<II", number, 0) + bytes(9))
        part += b"".join(_xlsb_cell(column, value) for column, value in enumerate(row) if value is not None)
    part += _record(146)
    if sheet.merged:
        ranges = (struct.pack("<4I", m.top - 1, m.bottom - 1, m.left, m.right) for m in sheet.merged)
        part += _record(177, struct.pack("<I", len(sheet.merged))) + b"".join(_record(176, r) for r in ranges)
        part += _record(178)
    return part + _record(130)


def xlsb(sheets: Sheets) -> bytes:
    """A binary workbook of Excel 2007 and later, record by record."""
    relations, bundle, parts = "", b"", dict[str, bytes | str]()
    for index, sheet in enumerate(sheets, 1):
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        relations += f'<Relationship Id="rId{index}" Type="{kind}" Target="worksheets/sheet{index}.bin"/>'
        bundle += _record(
            156, struct.pack("<II", int(sheet.hidden), index) + _wide(f"rId{index}") + _wide(sheet.name)
        )
        parts[f"xl/worksheets/sheet{index}.bin"] = _xlsb_sheet(sheet)
    formats = (struct.pack("<HH", 0, number) + bytes(12) for number in (0, 14))
    styles = _record(617, struct.pack("<I", 2)) + b"".join(_record(47, f) for f in formats) + _record(618)
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return packed(
        {
            "xl/workbook.bin": _record(131) + _record(143) + bundle + _record(144) + _record(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships {space}>{relations}</Relationships>",
            "xl/styles.bin": _record(278) + styles + _record(279),
            **parts,
        }
    )


_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def _odf_cell(value: Value, span: tuple[int, int] | None) -> str:
    if span is None:
        return "<table:covered-table-cell/>"
    across, down = span
    about = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"' if span != (1, 1) else ""
    if value is None:
        return f"<table:table-cell{about}/>"
    if isinstance(value, bool):
        about += f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
        shown = "WAAR" if value else "ONWAAR"
    elif isinstance(value, dt.date):
        about += f' office:value-type="date" office:date-value="{value.isoformat()}"'
        shown = f"{value:%d-%m-%y}"
    elif isinstance(value, str):
        about += ' office:value-type="string"'
        shown = value
    else:
        about += f' office:value-type="float" office:value="{value}"'
        shown = f"{value:.2f}".replace(".", ",")
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell{about}>{lines}</table:table-cell>"


def odf_content(sheets: Sheets, root: str = "document-content") -> str:
    """The XML of an OpenDocument spreadsheet."""
    styles = "".join(
        f'<style:style style:name="ta{number}" style:family="table">'
        f'<style:table-properties table:display="{seen}"/></style:style>'
        for number, seen in ((1, "true"), (2, "false"))
    )
    tables, rest = "", '<table:table-cell table:number-columns-repeated="16000"/>'
    for sheet in sheets:
        tables += f'<table:table table:name="{escape(sheet.name)}" table:style-name="ta{1 + sheet.hidden}">'
        for number, row in enumerate(sheet.rows, 1):
            unseen = ' table:visibility="filter"' if number in sheet.hidden_rows else ""
            cells = "".join(_odf_cell(value, sheet.span(number, column)) for column, value in enumerate(row))
            tables += f"<table:table-row{unseen}>{cells}{rest}</table:table-row>"
        tables += f'<table:table-row table:number-rows-repeated="1048000">{rest}</table:table-row></table:table>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_ODF} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:{root}>"
    )


def ods(sheets: Sheets) -> bytes:
    """An OpenDocument spreadsheet, packed."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": odf_content(sheets),
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def fods(sheets: Sheets) -> bytes:
    """An OpenDocument spreadsheet in one file."""
    return odf_content(sheets, "document").encode()


def shown(value: Value) -> str:
    """What a Dutch spreadsheet shows of a value, as text."""
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value or "")


def html(sheets: Sheets) -> bytes:
    """A page with a table a sheet, as web applications send it when they say Excel."""
    body = ""
    for sheet in sheets:
        body += f"<table border=1><caption>{escape(sheet.name)}</caption>\n"
        for number, row in enumerate(sheet.rows, 1):
            body += "<tr style='display:none'>" if number in sheet.hidden_rows else "<tr>"
            for column, value in enumerate(row):
                span = sheet.span(number, column)
                if span is not None:
                    inner = escape(shown(value)).replace("\n", "<br>") or "&nbsp;"
                    body += f"<td colspan={span[0]} rowspan='{span[1]}'><font color=black>{inner}</font></td>"
            body += "</tr>\n"
        body += "</table>"
    return f"<html><head><style>td {{ color: red }}</style></head><body>{body}</body></html>".encode()


def spreadsheetml(sheets: Sheets) -> bytes:
    """A workbook in the XML of Excel 2003."""
    space = "urn:schemas-microsoft-com:office:"
    book = f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{space}spreadsheet" '
    book += f'xmlns:x="{space}excel" xmlns:ss="{space}spreadsheet">\n'
    for sheet in sheets:
        book += f'<Worksheet ss:Name="{escape(sheet.name)}"><Table ss:ExpandedRowCount="2">\n'
        for number, row in enumerate(sheet.rows, 1):
            if not any(value is not None for value in row):
                continue
            unseen = ' ss:Hidden="1"' if number in sheet.hidden_rows else ""
            book += f'<Row ss:Index="{number}"{unseen}>'
            for column, value in enumerate(row):
                span = sheet.span(number, column)
                if value is not None and span is not None:
                    book += _spreadsheetml_cell(column, value, span)
            book += "</Row>\n"
        seen = "SheetHidden" if sheet.hidden else "SheetVisible"
        book += f"</Table><x:WorksheetOptions><x:Visible>{seen}</x:Visible></x:WorksheetOptions></Worksheet>\n"
    return f"{book}</Workbook>".encode()


def _spreadsheetml_cell(column: int, value: Value, span: tuple[int, int]) -> str:
    kind, inner = "String", escape(str(value)).replace("\n", "&#10;")
    if isinstance(value, bool):
        kind, inner = "Boolean", str(int(value))
    elif isinstance(value, dt.date):
        kind, inner = "DateTime", f"{value.isoformat()}T00:00:00.000"
    elif isinstance(value, float):
        kind = "Number"
    across, down = span
    about = f' ss:MergeAcross="{across - 1}" ss:MergeDown="{down - 1}"' if span != (1, 1) else ""
    note = '<Comment><Data ss:Type="String">Let op</Data></Comment>'
    return f'<Cell ss:Index="{column + 1}"{about}><Data ss:Type="{kind}">{inner}</Data>{note}</Cell>'


def separated(separator: str, encoding: str) -> Callable[[Sheets], bytes]:
    """Text of the first sheet with this separator, in this encoding."""

    def write(sheets: Sheets) -> bytes:
        def cell(value: Value) -> str:
            text = shown(value)
            needs = any(char in text for char in f'{separator}"\n')
            return '"' + text.replace('"', '""') + '"' if needs else text

        lines = (separator.join(map(cell, row)) + "\r\n" for row in sheets[0].rows)
        return "".join(lines).encode(encoding, "replace")

    return write


def rebuilt(sheets: Sheets) -> bytes:
    """A workbook whose texts are shared ones, in Excel's strict form, with prefixes, and a wrong extent."""
    texts: dict[str, int] = {}
    parts = dict[str, bytes | str]()
    space = 'xmlns:s="http://purl.oclc.org/ooxml/spreadsheetml/main"'
    about, relations = "", ""
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
    for index, sheet in enumerate(sheets, 1):
        rows = ""
        for number, row in enumerate(sheet.rows, 1):
            cells = (
                _strict_cell(f"{letter(column)}{number}", v, texts) for column, v in enumerate(row) if v is not None
            )
            rows += f'<s:row r="{number}">{"".join(cells)}</s:row>'
        spans = (f'<s:mergeCell ref="{letter(m.left)}{m.top}:{letter(m.right)}{m.bottom}"/>' for m in sheet.merged)
        merged = f"<s:mergeCells>{''.join(spans)}</s:mergeCells>" if sheet.merged else ""
        part = f'<s:dimension ref="A1:B2"/><s:sheetData>{rows}</s:sheetData>{merged}'
        parts[f"xl/worksheets/sheet{index}.xml"] = f"<s:worksheet {space}>{part}</s:worksheet>"
        state = ' state="hidden"' if sheet.hidden else ""
        about += f'<s:sheet name="{escape(sheet.name)}" sheetId="{index}" r:id="rId{index}"{state}/>'
        relations += (
            f'<Relationship Id="rId{index}" Type="{kind}worksheet" Target="/xl/worksheets/sheet{index}.xml"/>'
        )
    relations += f'<Relationship Id="rId0" Type="{kind}sharedStrings" Target="sharedStrings.xml"/>'
    shared = "".join(f'<s:si><s:r><s:t xml:space="preserve">{escape(text)}</s:t></s:r></s:si>' for text in texts)
    r = 'xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"'
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    parts["xl/sharedStrings.xml"] = f"<s:sst {space}>{shared}</s:sst>"
    parts["xl/workbook.xml"] = f"<s:workbook {space} {r}><s:sheets>{about}</s:sheets></s:workbook>"
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships {package}>{relations}</Relationships>"
    whole = f'<Relationship Id="rId1" Type="{kind}officeDocument" Target="xl/workbook.xml"/>'
    parts["_rels/.rels"] = f"<Relationships {package}>{whole}</Relationships>"
    return packed(parts)


def _strict_cell(where: str, value: Value, texts: dict[str, int]) -> str:
    if isinstance(value, bool):
        return f'<s:c r="{where}" t="b"><s:v>{int(value)}</s:v></s:c>'
    if isinstance(value, dt.date):
        return f'<s:c r="{where}" t="d"><s:v>{value.isoformat()}</s:v></s:c>'
    if isinstance(value, str):
        return f'<s:c r="{where}" t="s"><s:v>{texts.setdefault(value, len(texts))}</s:v></s:c>'
    return f'<s:c r="{where}"><s:v>{value}</s:v></s:c>'


BOOKS: dict[str, Callable[[Sheets], bytes]] = {
    "xlsx": xlsx,
    "strict.xlsx": rebuilt,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "fods": fods,
    "html.xls": html,
    "xml.xls": spreadsheetml,
}
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
TEXTS: dict[str, Callable[[Sheets], bytes]] = {
    f"{encoding} {name}": separated(separator, encoding)
    for encoding in _ENCODINGS
    for name, separator in (("semicolon", ";"), ("comma", ","), ("tab", "\t"), ("bar", "|"))
}
