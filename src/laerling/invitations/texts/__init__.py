"""The words of messages: the Directorate's letters in both written forms, and the line a sender may add.

Changing the letters stands in `texts.actions`.
"""

from laerling.invitations.texts.checks import LETTER_PLACEHOLDERS, faults, longest, tidied
from laerling.invitations.texts.first import first_letters, marks_of_a_test
from laerling.invitations.texts.lines import (
    LINE_AT_MOST,
    PLACEHOLDERS,
    SMS_LINE_AT_MOST,
    checked_line,
    placeholders,
)
from laerling.invitations.texts.queries import compose, histories, letters, versions_used
from laerling.invitations.texts.refusals import (
    LetterFault,
    LineInOneForm,
    LineTooLong,
    LinkInText,
    UnknownPlaceholder,
    UnknownPlaceholderInSms,
)
from laerling.invitations.texts.types import (
    CHANNELS,
    FORMS,
    KINDS,
    History,
    Kind,
    Letters,
    OwnLine,
    Text,
    Texts,
    Version,
    VersionRow,
    WrittenForm,
)

__all__ = [
    "CHANNELS",
    "FORMS",
    "KINDS",
    "LETTER_PLACEHOLDERS",
    "LINE_AT_MOST",
    "PLACEHOLDERS",
    "SMS_LINE_AT_MOST",
    "History",
    "Kind",
    "LetterFault",
    "Letters",
    "LineInOneForm",
    "LineTooLong",
    "LinkInText",
    "OwnLine",
    "Text",
    "Texts",
    "UnknownPlaceholder",
    "UnknownPlaceholderInSms",
    "Version",
    "VersionRow",
    "WrittenForm",
    "checked_line",
    "compose",
    "faults",
    "first_letters",
    "histories",
    "letters",
    "longest",
    "marks_of_a_test",
    "placeholders",
    "tidied",
    "versions_used",
]
