"""The schedule as a spreadsheet that HMRC's service reads: OpenDocument, in the grid of HMRC's own file.

The sheet has this name; D13 is the earliest day, D17 tax that was claimed too much; gifts are in rows 25 to
1,024, columns B to K (`OdsReaderService.scala` and `DocumentRow.scala` in
github.com/hmrc/charities-claims-validation). Every cell is written out: HMRC counts them.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from .gift_aid_rows import HEADINGS, ScheduleRow
from .money import decimal

SHEET = "R68GAD_V1_00_0_EN"
MOST_ROWS = 1_000
FIRST_ROW = 25
WIDTH = 11  # columns A to K
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = ("office", "table", "text", "style", "number")
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:'
    f'{ {"number": "datastyle"}.get(name, name) }:1.0"'
    for name in _NAMES
)
_STYLES = """<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:decimal-places="2"
 number:min-integer-digits="1"/></number:number-style>
<number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text><number:year/></number:date-style>
<style:style style:name="money" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>
</office:automatic-styles>"""
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def spreadsheet(
    rows: Sequence[ScheduleRow], *, earliest: date, total: int, over_claimed: int
) -> bytes:
    """total: pence of the gifts. over_claimed: pence of tax to be taken off, 0 if none.

    Raises ValueError for more rows than HMRC takes.
    """
    if len(rows) > MOST_ROWS:
        raise ValueError(f"{len(rows)} rows: HMRC takes {MOST_ROWS}")
    grid = _above(earliest, total, over_claimed)
    grid += [_gift(number, row) for number, row in enumerate(rows, 1)]
    body = "".join(
        f"<table:table-row>{''.join(line[at] for at in range(WIDTH))}</table:table-row>"
        for line in grid
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
        f'office:version="1.2">{_STYLES}<office:body><office:spreadsheet>'
        f'<table:table table:name="{SHEET}"><table:table-column '
        f'table:number-columns-repeated="{WIDTH}"/>{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped(content)


def _above(earliest: date, total: int, over_claimed: int) -> list[list[str]]:
    """Rows 1 to 24, as HMRC's file has them."""
    grid = [[_text("")] * WIDTH for _ in range(FIRST_ROW - 1)]
    grid[0][1] = _text("Gift Aid donations schedule")
    grid[11][3] = _text("Earliest donation date in the period of claim. (DD/MM/YY)")
    grid[12][2], grid[12][3] = _text("Box 1"), _day(earliest)
    grid[15][3] = _text("Previously over-claimed amount. Leave blank if none")
    grid[16][2] = _text("Box 2")
    if over_claimed:
        grid[16][3] = _money(over_claimed)
    grid[19][7], grid[19][9] = _text("Total donations:"), _money(total)
    grid[20][1] = _text("Donations schedule table")
    grid[22] = [_text(words) for words in ("", "Item", *HEADINGS)]
    grid[23][8], grid[23][9] = _text("(Yes/blank)"), _text("(DD/MM/YY)")
    return grid


def _gift(number: int, row: ScheduleRow) -> list[str]:
    day, month, year = map(int, row.on.split("/"))
    pence = int(row.amount.replace(".", ""))
    cells = [_text(words) for words in ("", str(number), *row.cells)]
    cells[9] = _day(date(2000 + year, month, day))
    cells[10] = _money(pence)
    return cells


def _text(words: str) -> str:
    if not words:
        return "<table:table-cell/>"
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(words)}</text:p></table:table-cell>"
    )


def _day(day: date) -> str:
    return (
        '<table:table-cell table:style-name="day" office:value-type="date" '
        f"office:date-value={quoteattr(day.isoformat())}>"
        f"<text:p>{day:%d/%m/%y}</text:p></table:table-cell>"
    )


def _money(pence: int) -> str:
    return (
        '<table:table-cell table:style-name="money" office:value-type="float" '
        f"office:value={quoteattr(decimal(pence))}>"
        f"<text:p>{decimal(pence)}</text:p></table:table-cell>"
    )


def _zipped(content: str) -> bytes:
    """`mimetype` is first and not compressed (OpenDocument 1.2, part 3, 3.3)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
    return file.getvalue()
