"""Why a register file is refused whole. Nothing of it is stored then but the code; no sentence repeats what the file says."""

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal


class NoSuchFile(Refusal):
    """Nothing by that name that could be opened."""

    code = "no_such_file"
    status = 404
    sentence = _("There is no file of that name.")


class UnreadableFile(Refusal):
    """Not a text file or workbook we can read."""

    code = "unreadable_file"
    status = 422
    sentence = _(
        "The file cannot be read. Send a CSV file with semicolons, in UTF-8 or Windows characters, or an XLSX workbook."
    )


class BrokenRow(Refusal):
    """A quotation mark that is never closed: nobody can tell where rows end after it."""

    code = "broken_row"
    status = 422
    sentence = _("Row %(row)s has a quotation mark that is not closed, so the rows after it cannot be told apart.")


class UnsafeWorkbook(Refusal):
    """A workbook with something in it that is not plain values."""

    code = "unsafe_workbook"
    status = 422
    sentence = _(
        "The workbook holds macros, formulas or links to other files. Save it as plain values, and send it again."
    )


class WrongRegister(Refusal):
    """A file of another register."""

    code = "wrong_register"
    status = 422
    sentence = _("This is not a file from %(register)s. Choose the register the file comes from.")


class MissingColumn(Refusal):
    """A column of the layout is not there."""

    code = "missing_column"
    status = 422
    sentence = _("The file lacks these columns: %(columns)s.")


class ColumnTwice(Refusal):
    """A column of the layout is there more than once."""

    code = "column_twice"
    status = 422
    sentence = _("The file has these columns more than once: %(columns)s.")


class WrongCountDate(Refusal):
    """A count date that does not belong to the round and stage."""

    code = "wrong_count_date"
    status = 422
    sentence = _(
        "The count date does not fit. This extract must be counted from %(first)s to %(last)s, both days included."
    )


class SeveralCountDates(Refusal):
    """Rows with different count dates."""

    code = "several_count_dates"
    status = 422
    sentence = _("The file has more than one count date. A file is one extract, counted on one day.")


class NoRows(Refusal):
    """Headings and nothing below them."""

    code = "no_rows"
    status = 422
    sentence = _("The file has no rows.")


class NoUsableRows(Refusal):
    """Every single row would have been set aside."""

    code = "no_usable_rows"
    status = 422
    sentence = _(
        "None of the %(rows)s rows can be used. The first fault is in row %(row)s, column %(column)s: %(rule)s."
    )


class TooLarge(Refusal):
    """Larger than any register is."""

    code = "too_large"
    status = 413
    sentence = _("The file is too large: at most %(megabytes)s MB, %(rows)s rows and %(characters)s characters a row.")


class CorrectionsClosed(Refusal):
    """The deadline for corrections has passed (M8)."""

    code = "corrections_closed"
    sentence = _(
        "The deadline for corrections was %(deadline)s. Corrections made in VIGO since then are not part of the "
        "preliminary list. Ask the Directorate if something important is wrong: %(contact)s."
    )


class RoundClosed(Refusal):
    """The round is over."""

    code = "round_closed"
    sentence = _("The round of %(year)s is closed. Its registers no longer change.")


class NoSuchExtract(Refusal):
    """No file of that id."""

    code = "no_such_extract"
    status = 404
    sentence = _("There is no such extract.")


class NotWaiting(Refusal):
    """The file was refused or thrown away."""

    code = "not_waiting"
    sentence = _("This file is refused or thrown away. Send it again if it is to be taken in.")
