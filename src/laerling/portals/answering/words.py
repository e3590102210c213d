"""What rides along with an answer and for whom figures are shown, in words made from a person's own group."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

# In the order people know them; the keys are those of a profile (`sample.rules`).
_FACTS = {
    "county": pgettext_lazy("background", "county"),
    "office": pgettext_lazy("background", "training office"),
    "establishment": pgettext_lazy("background", "workplace"),
    "programme": pgettext_lazy("background", "education programme"),
    "trade": pgettext_lazy("background", "trade"),
    "gender": pgettext_lazy("background", "gender"),
    "kind": pgettext_lazy("background", "kind of contract"),
    "year": pgettext_lazy("background", "year of training"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What becomes of one person's answer, told from the profile that was coarsened when the sample was frozen.

    `carried` names the background facts that lie sealed with the answer, `left_out` those that were blanked since too few
    share them. `has_county`, `has_office` and `has_establishment`: the person counts in the figures that may be shown for
    their county, training office and establishment by themselves (the release's plan).
    """

    carried: tuple[str, ...]
    left_out: tuple[str, ...]
    has_county: bool
    has_office: bool
    has_establishment: bool


def seen(profile: Mapping[str, str], *, office_name: str) -> Seen:
    """Return what is true for a person's own group. Who has no training office has none to leave out."""
    expected = [name for name in _FACTS if name != "office" or office_name]
    return Seen(
        carried=tuple(str(_FACTS[name]) for name in expected if profile.get(name)),
        left_out=tuple(str(_FACTS[name]) for name in expected if not profile.get(name)),
        has_county=bool(profile.get("county")),
        has_office=bool(profile.get("office")),
        has_establishment=bool(profile.get("establishment")),
    )
