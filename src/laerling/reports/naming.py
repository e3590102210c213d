"""What dimensions and their codes are called in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DIMENSIONS: dict[str, str | Promise] = {
    "county": _("County"),
    "office": _("Training office"),
    "establishment": _("Training establishment"),
    "programme": _("Education programme"),
    "trade": _("Trade"),
    "gender": _("Gender"),
    "kind": _("Contract"),
    "year": _("Year of training"),
}
_CODES: dict[tuple[str, str], str | Promise] = {
    ("gender", "K"): _("Women"),
    ("gender", "M"): _("Men"),
    ("kind", "L"): _("Apprentices"),
    ("kind", "O"): _("Training candidates"),
    ("year", "1"): _("First year"),
    ("year", "2"): _("Second year"),
    ("year", "3"): _("Third year or later"),
    ("office", ""): _("Without a training office"),
}
_UNKNOWN: str | Promise = _("Not known")


def dimension_name(dimension: str) -> str:
    """Return what a dimension is called."""
    return str(_DIMENSIONS.get(dimension, dimension))


def group_name(dimension: str, code: str, label: str = "") -> str:
    """Return what a code is called: by our own words where there are some, else by its name in that round."""
    own = _CODES.get((dimension, code))
    return str(own) if own is not None else label or code or str(_UNKNOWN)


def table_name(table: str) -> str:
    """Return what a table of a release is called: what it divides by, "County × trade"; the nation by itself."""
    names = [dimension_name(dimension) for dimension in table.split("*") if dimension]
    return " × ".join([*names[:1], *(name[:1].lower() + name[1:] for name in names[1:])]) or str(_("The whole country"))
