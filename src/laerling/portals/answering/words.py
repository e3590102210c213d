"""What rides along with an answer, in words."""

from collections.abc import Mapping

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
}


def carried(profile: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the background facts that lie sealed with this person's answer: those not left blank."""
    return tuple(str(words) for name, words in _FACTS.items() if profile.get(name))
