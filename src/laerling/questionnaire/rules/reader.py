"""Reading typed values out of TOML tables while collecting every fault instead of stopping at the first."""

import re
from typing import Any

from laerling.questionnaire.rules.saying import Said, _, said
from laerling.questionnaire.rules.shape import Text

Table = dict[str, Any]

FORMS = {"nb": said(_("bokmål text")), "nn": said(_("nynorsk text")), "en": said(_("English text"))}
_SIGNS = {False: said(_("underscores")), True: said(_("hyphens"))}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE_WITH_HYPHEN = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Reader:
    """Typed look-ups; each answers with a stand-in where the file is wrong, and remembers the fault."""

    def __init__(self) -> None:
        self.faults: list[Said] = []

    def fault(self, pattern: str, **values: int | str | Said) -> None:
        """Remember a fault, once."""
        sentence = said(pattern, **values)
        if sentence not in self.faults:
            self.faults.append(sentence)

    def keys(self, row: Table, where: Said, known: set[str]) -> None:
        """Check that the table holds known keys only: a misspelt key must not be passed over in silence."""
        for key in sorted(row.keys() - known):
            self.fault(_("%(where)s has a key that is not known: %(key)s."), where=where, key=key)

    def code(self, row: Table, where: Said, *, key: str = "code", allow_hyphen: bool = False) -> str:
        """Return a code: small letters, figures and underscores (or hyphens), at most 40 signs."""
        value = row.get(key)
        pattern = _CODE_WITH_HYPHEN if allow_hyphen else _CODE
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.fault(
                _("%(where)s has no proper %(key)s: small letters, figures and %(signs)s, at most 40 signs."),
                where=where,
                key=key,
                signs=_SIGNS[allow_hyphen],
            )
            return ""
        return value

    def text(self, row: Table, key: str, where: Said) -> Text:
        """Return the three forms of the text under `key`."""
        forms = self.table(row, key, where)
        where = where if key == "text" else said("%(where)s (%(key)s)", where=where, key=key)
        self.keys(forms, where, set(FORMS))
        return self.forms(forms, where)

    def forms(self, row: Table, where: Said) -> Text:
        """Return the three forms that stand in this table; every one must be there."""
        found = {form: self._form(row, form, where) for form in FORMS}
        return Text(**found)

    def _form(self, row: Table, form: str, where: Said) -> str:
        words = row.get(form)
        if not isinstance(words, str) or not words.strip():
            self.fault(_("%(where)s has no %(form)s."), where=where, form=FORMS[form])
            return ""
        return words.strip()

    def table(self, row: Table, key: str, where: Said) -> Table:
        """Return the table under `key`."""
        value = row.get(key, {})
        if not isinstance(value, dict):
            self.fault(_("%(where)s must have %(key)s as a table."), where=where, key=key)
            return {}
        return value

    def tables(self, row: Table, key: str, where: Said, *, required: bool = True) -> list[Table]:
        """Return the list of tables under `key`."""
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(_("%(where)s must have %(key)s as a list of tables."), where=where, key=key)
            return []
        if required and not value:
            self.fault(_("%(where)s has no %(key)s."), where=where, key=key)
        return value

    def peek(self, row: Table, key: str) -> list[Table]:
        """Return the tables under `key` that are there, without finding fault."""
        value = row.get(key, [])
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def number(self, row: Table, key: str, where: Said) -> int:
        """Return the whole number under `key`."""
        value = row.get(key)
        if type(value) is not int:
            self.fault(_("%(where)s must have %(key)s as a whole number."), where=where, key=key)
            return 0
        return value

    def numbers(self, row: Table, key: str, where: Said) -> frozenset[int]:
        """Return the whole numbers under `key`."""
        value = row.get(key)
        if not isinstance(value, list) or not value or not all(type(item) is int for item in value):
            self.fault(_("%(where)s must have %(key)s as a list of whole numbers."), where=where, key=key)
            return frozenset()
        return frozenset(value)

    def strings(self, row: Table, key: str, where: Said) -> tuple[str, ...]:
        """Return the codes under `key`."""
        value = row.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.fault(_("%(where)s must have %(key)s as a list of codes."), where=where, key=key)
            return ()
        return tuple(value)

    def truth(self, row: Table, key: str, where: Said) -> bool:
        """Return the true or false under `key`; false when not there."""
        value = row.get(key, False)
        if not isinstance(value, bool):
            self.fault(_("%(where)s must have %(key)s as true or false."), where=where, key=key)
            return False
        return value
