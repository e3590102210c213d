"""What the attacks on a release try, in plain words. The report that is kept with the release has their own names."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.reports.words import whole

# By the beginning of an attack's name: what it tries. The first that fits.
_WORDS: Final[tuple[tuple[str, str | Promise], ...]] = (
    (r"small groups", _("Reckons out every group of too few people, by adding and subtracting all that is shown.")),
    (
        r"certificate",
        _(
            "Looks for any set of one to four people, in a group of their own or not, whose answers follow from all that is shown."
        ),
    ),
    (
        r"control",
        _("Shows, one by one, each group that is hidden to protect another: every time somebody must be given away."),
    ),
    (r"insider", _("Knows one person's answer beforehand, and tries to get at those who stand beside that person.")),
    (r"peeling", _("Takes one or two tables away from another, and looks for small remainders.")),
    (r"two releases|forced", _("Joins this release with one that was made before, of the same people.")),
    (r"rules", _("Counts again whether any figure that is shown breaks the rules: too few answers, or all alike.")),
    (
        r"null vectors",
        _("Checks the proof itself: the changes nobody could notice must leave every shown figure as it is."),
    ),
    (r"what the rules hide", _("Reckons out the figures that the rules hide, from those that are shown.")),
    (
        r"few who answered",
        _("Reckons out groups of which too few answered this question, whether a table lists them or not."),
    ),
    (
        r"small sets|sets of",
        _("Looks for small sets of people whose answers to this question follow from the figures."),
    ),
    (
        r"reconstruct|proportional",
        _("Fits every answer that is possible to the figures, and looks for people left with one only."),
    ),
    (r"bands", _("Narrows the ranges of sensitive questions by each other, and looks for ranges that look like few.")),
    (
        r"bounds|linear",
        _("Reckons how high and how low each hidden figure can be, and looks for those with one value only."),
    ),
    (r"percent|means|reckon", _("Reckons back from shares and means to numbers of people.")),
    (r"written|re-?read", _("Reads what was stored, as it stands, and attacks that.")),
)

# What is protected and attacked by itself, by its name in the report.
_STAGES: Final[Mapping[str, str | Promise]] = {
    "answers": _("the answers"),
    "answered or not": _("who answered and who did not"),
    "follow-ups": _("follow-up questions to sensitive ones"),
    "two rounds": _("two years together"),
}


# Why nothing is told of two rounds together, by the beginning of what the report says.
_WHY_NOT: Final[tuple[tuple[str, Promise], ...]] = (
    (
        "the people",
        _(
            "Nothing is told of %(before)s and %(year)s together: the answers of %(before)s that are at hand are not those "
            "its results were made from."
        ),
    ),
    (
        "no pattern",
        _(
            "Nothing is told of %(before)s and %(year)s together: no way was found to do it without giving somebody away. "
            "The results of %(year)s stand on their own, and no attack on those found anything."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class AttackLine:
    """An attack, over all items where it is made on each: how often it tried, and how often it found something.

    `found_on` are the codes of the items on which it did, and the names of what it attacked there (`stages`).
    """

    name: str
    words: str
    n_items: int
    tried: int
    found: int
    found_on: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """How a release was tried: what was protected by itself, the attacks on all of it, and the certificate.

    `kept_secret` sets of few people were found and kept secret in `rounds` rounds, None where the report does not tell.
    `together` are sentences on what is told of this round and the one before together, and why nothing is.
    """

    stages: tuple[str, ...]
    lines: tuple[AttackLine, ...]
    kept_secret: int | None
    rounds: int | None
    together: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What stands above the table of attacks."""
        let_out = _(
            "A release is let out only when none of these attacks has found anything. What they found is kept with it."
        )
        together = _(
            "Protected and attacked each by itself: %(what)s. The attacks on all of them are counted together here. "
            "What is hidden, table by table, is counted for the answers only."
        )
        several = (together % {"what": ", ".join(self.stages)},) if len(self.stages) > 1 else ()
        return (str(let_out), *several, *self._certified)

    @property
    def _certified(self) -> tuple[str, ...]:
        words = _(
            "The certificate: %(kept)s sets of few people were found and kept secret, until none was left. Rounds it took: "
            "%(rounds)s."
        )
        if self.kept_secret is None:
            return ()
        return (words % {"kept": whole(self.kept_secret), "rounds": self.rounds},)


def trial(report: Mapping[str, Any], items: Collection[str], *, year: int) -> Trial:
    """Return how a round's release was tried, from the report that is kept with it; `items` are the codes it publishes."""
    made = report.get("attacks", ())
    stages = dict.fromkeys(attack["stage"] for attack in made if "stage" in attack)
    certificates = [one for one in report.get("certificate", {}).values() if isinstance(one, Mapping)]
    return Trial(
        tuple(str(_STAGES.get(stage, stage)) for stage in stages),
        attack_lines(made, items),
        sum(one["kept_secret"] for one in certificates) if certificates else None,
        max(one["rounds"] for one in certificates) if certificates else None,
        _together(report.get("pooled"), items, year),
    )


def attack_lines(made: Collection[Mapping[str, Any]], items: Collection[str]) -> tuple[AttackLine, ...]:
    """Return the attacks of a report; those made item by item stand in one line each, in the order they were first made."""
    found = [_Made(*_kind(attack["name"], items), attack) for attack in made]
    order = {attack.kind: at for at, attack in reversed(list(enumerate(found)))}
    lines = groupby(sorted(found, key=lambda attack: order[attack.kind]), key=lambda attack: attack.kind)
    return tuple(_line(kind, list(attacks)) for kind, attacks in lines)


def _together(pooled: Mapping[str, Any] | None, items: Collection[str], year: int) -> tuple[str, ...]:
    """Return what is told of two rounds together, or why nothing is. The round stands on its own, whatever came of that."""
    if pooled is None:
        return (
            str(
                _(
                    "Nothing is told of this round and the one before together: the answers of the one before were not at "
                    "hand, or it is told together with the one before it."
                )
            ),
        )
    both = {"before": pooled["year"], "year": year}
    hits = [line for line in attack_lines(pooled["attacks"], items) if line.found]
    if hits:
        stopped = _(
            "Figures of %(before)s and %(year)s together were stopped: an attack on them found something. None of them is "
            "published. The results of %(year)s stand on their own, and no attack on those found anything."
        )
        found = _("What found something in them: %(attacks)s Found: %(n)s.")
        tell = [found % {"attacks": line.words or line.name, "n": whole(line.found)} for line in hits]
        return (stopped % both, *tell)
    why_not = next((words for start, words in _WHY_NOT if pooled.get("why_not", "").startswith(start)), None)
    if why_not is not None:
        return (why_not % both,)
    if not pooled["rows"]:
        return (_("Figures of %(before)s and %(year)s together open nothing that one of them does not show.") % both,)
    told = _(
        "%(units)s units are told of over %(before)s and %(year)s together, with %(figures)s figures that neither year shows. "
        "They were attacked together with both releases, and no attack found anything."
    )
    return (told % {**both, "units": whole(pooled["rows"]), "figures": whole(pooled["figures"])},)


@dataclass(frozen=True, slots=True)
class _Made:
    """An attack of a report: its name without its item, the item ("" for none), and what the report says."""

    kind: str
    item: str
    said: Mapping[str, Any]


def _line(kind: str, made: list[_Made]) -> AttackLine:
    hit = [attack for attack in made if attack.said["found"]]
    stages = dict.fromkeys(attack.said["stage"] for attack in hit if "stage" in attack.said)
    return AttackLine(
        kind,
        _words(kind),
        sum(bool(attack.item) for attack in made),
        sum(attack.said["tried"] for attack in made),
        sum(attack.said["found"] for attack in made),
        tuple(dict.fromkeys(attack.item for attack in hit if attack.item)),
        tuple(str(_STAGES.get(stage, stage)) for stage in stages),
    )


def _kind(name: str, items: Collection[str]) -> tuple[str, str]:
    """Return an attack's name without its item, and the item."""
    before, _colon, after = name.partition(": ")
    return (after, before) if before in items else (name, "")


def _words(kind: str) -> str:
    return next((str(words) for start, words in _WORDS if re.match(start, kind, re.IGNORECASE)), "")
