"""Small workbooks written by hand, so that a test can say exactly what is in the file, also what no program writes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def text(place: str, value: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(place: str, value: object) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


def row(line: int, *cells: str) -> str:
    return f'<row r="{line}">{"".join(cells)}</row>'


def sheet(*rows: str, before: str = "", prolog: str = "") -> str:
    """A worksheet part."""
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return f'<?xml version="1.0"?>{prolog}<worksheet xmlns="{MAIN}">{before}{data}</worksheet>'


def two_columns(rows: int) -> list[str]:
    """A header and that many rows of a text and a number."""
    data = [row(line, text(f"A{line}", f"c{line}"), number(f"B{line}", line)) for line in range(2, rows + 2)]
    return [row(1, text("A1", "customer"), text("B1", "score")), *data]


def xlsx(
    path: Path,
    sheets: dict[str, str],
    *,
    strings: Iterable[str] | None = None,
    hidden: Iterable[str] = (),
    main_type: str = MAIN_TYPE,
    extra: dict[str, bytes] | None = None,
    date_1904: bool = False,
) -> Path:
    """Write a workbook with these worksheet parts, by sheet name."""
    names = list(sheets)
    declared = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" state="{"hidden" if name in hidden else "visible"}"/>'
        for n, name in enumerate(names, 1)
    )
    parts = {
        "[Content_Types].xml": _types(len(names), main_type, strings is not None),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(date_1904)}"/>'
        f"<sheets>{declared}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
            + ([("sharedStrings", "sharedStrings.xml")] if strings is not None else [])
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": STYLES,
    }
    for n, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = sheets[name]
    if strings is not None:
        items = "".join(f"<si><t>{item}</t></si>" for item in strings)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{items}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        for name, raw in (extra or {}).items():
            file.writestr(name, raw)
    return path


# Style 1 is a date, 2 a date with time, 3 a time of day.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="21" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def _types(sheets: int, main_type: str, strings: bool) -> str:
    overrides = f'<Override PartName="/xl/workbook.xml" ContentType="{main_type}"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    for n in range(1, sheets + 1):
        overrides += f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
    overrides += f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
    if strings:
        overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(found: list[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(found, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def ods(path: Path, tables: dict[str, str]) -> Path:
    """Write an OpenDocument spreadsheet; each table is given by its rows."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    body = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables.items())
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_text(value: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_number(value: float) -> str:
    shown = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'


def ods_error(kind: str) -> str:
    return (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        f"<text:p>{kind}</text:p></table:table-cell>"
    )
