"""How large a register file may be. All of Norway is about 60,000 contracts and 16 MB; these leave ample room."""

from typing import Final

MEBIBYTE: Final = 1024 * 1024

TOTAL_BYTES: Final = 300 * MEBIBYTE
ROWS: Final = 1_000_000
# NOR and NLR: all of Norway is about 15,000 offices and establishments.
UNIT_ROWS: Final = 200_000
# Blank lines and fields broken into lines included; one by one, hundreds of millions would take minutes.
LINES: Final = 2 * ROWS
# Separators. Thirty columns a row, and some to spare: three hundred million empty fields would take half a minute.
FIELDS: Final = 40 * ROWS
# A chunk of this size without a line's end is a line too long; so lines may be up to twice as long.
LINE_BYTES: Final = 32 * 1024

WORKBOOK_BYTES: Final = 32 * MEBIBYTE
WORKBOOK_UNPACKED_BYTES: Final = 128 * MEBIBYTE
# Sheets pack to an eighth, and never to less than a fortieth; small parts may.
WORKBOOK_PACKING: Final = 40
WORKBOOK_SMALL_PART: Final = MEBIBYTE
WORKBOOK_PARTS: Final = 500
WORKBOOK_DIRECTORY_BYTES: Final = 128 * 1024
WORKBOOK_COLUMNS: Final = 128
# All of Norway is 1.8 million cells, and seven million tags of XML.
WORKBOOK_CELLS: Final = 2_500_000
WORKBOOK_TAGS: Final = 12_000_000
# A workbook is laid out as a full grid in memory; one that is mostly holes is not a register.
WORKBOOK_CELLS_PER_VALUE: Final = 4
WORKBOOK_SMALL_GRID: Final = 100_000
# Texts stand once in a workbook, and are copied for each cell that refers to them.
WORKBOOK_STRINGS_BYTES: Final = 48 * MEBIBYTE
WORKBOOK_TEXT_BYTES: Final = 128 * MEBIBYTE
