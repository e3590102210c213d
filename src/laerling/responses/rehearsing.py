"""A whole dry run of the ceremony and the opening, with a key that is thrown away and ballots that nobody wrote. Files only."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import choice, token_urlsafe
from typing import Any, Final

from laerling.responses import ceremony, keys, opening, paper, proving, roundfile, sealing
from laerling.responses.counts import counted, seal_counts
from laerling.responses.openedfile import Opened
from laerling.responses.urnfile import UrnHeader, root_hash, write_urn

# Enough that a profile of some is kept and one of few is not.
_N_BALLOTS: Final = 60
_N_FEW: Final = 2
_QUESTIONNAIRE: Final = "rehearsal"
_QUESTIONS: Final = (("first", 5), ("second", 5), ("third", 3))
_PROFILE_MINIMUM: Final = 5
# What must be left out at the opening: one of each was put in.
_BAD: Final = {"forged": 1, "twice_in": 1, "wrong_round": 1}
# A year that no round has: nothing of a rehearsal is taken for the real thing.
YEAR: Final = 1


class RehearsalFailed(keys.KeyFault):
    """Something did not go as it must; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What was seen: `n_in` ballots sealed, `n_out` opened, `left_out` by reason; `opened` is the file that came out."""

    fingerprint: str
    n_in: int
    n_out: int
    left_out: dict[str, int]
    n_coarsened: int
    opened: Path

    def report(self) -> dict[str, Any]:
        """Return the figures."""
        return {"n_in": self.n_in, "n_out": self.n_out, "left_out": self.left_out, "n_coarsened": self.n_coarsened}

    def lines(self) -> list[str]:
        """Return the report for the people in the room."""
        return [
            f"Rehearsal with the throw-away key {keys.spoken(self.fingerprint)}",
            f"in: {self.n_in}  out: {self.n_out}  left out: {sum(self.left_out.values())}",
            *(f"  {reason}: {n}" for reason, n in sorted(self.left_out.items())),
            f"rows that lost a profile value because too few answered: {self.n_coarsened}",
            "Each pair opened the urn; one alone, an altered urn and another root hash were refused.",
        ]


def rehearse(folder: Path) -> Rehearsed:
    """Go through all of it in `folder`, which holds the files afterwards. Raises RehearsalFailed.

    Takes some seconds: passphrases are slow to open, on purpose.
    """
    words = {keys.HOLDERS[0]: token_urlsafe(15)}
    secret = _ceremony(folder, words)
    ballots, answered = _ballots(secret)
    header = _header(secret, ballots, answered)
    write_urn(folder / "urn", header, ballots)
    opened = [_open(folder, pair, words, header.root_hash) for pair in keys.PAIRS]
    if len({(one.n_ballots, len(one.rows), one.n_rejected) for one in opened}) > 1:
        raise RehearsalFailed("The pairs of holders did not find the same in the urn.")
    first = opened[0]
    if (dict(first.rejected), first.n_missing, first.n_surplus) != (_BAD, 1, 0):
        raise RehearsalFailed("A ballot that was stuffed, doubled or taken away was not found.")
    _check_refusals(folder, header, ballots)
    _check_proof(folder, secret)
    out = folder / f"opened-{keys.PAIRS[0]}"
    return Rehearsed(secret.fingerprint, first.n_ballots, len(first.rows), dict(_BAD), first.n_coarsened, out)


def _ceremony(folder: Path, words: dict[str, str]) -> keys.RoundSecret:
    """Make three holders' keys and the round's, as at the real ceremony; a passphrase on one of them is enough to try."""
    public = {}
    for holder in keys.HOLDERS:
        public[holder], text = keys.new_holder_file(holder, YEAR, words.get(holder, ""))
        _key(folder, holder).write_text(text, encoding="ascii")
    server, server_identity = sealing.new_round_key()
    secret = ceremony.make_round(round_year=YEAR, holders=public, server=server, to=folder, with_paper=True)
    for holder in keys.HOLDERS:
        ceremony.finish(key=_key(folder, holder), locks=folder / f"locks-{YEAR}.json")
    told = roundfile.read_round((folder / f"round-{YEAR}.json").read_text(encoding="ascii"))
    if roundfile.mac_key_of(told, server_identity) != secret.mac_key:
        raise RehearsalFailed("The server was told another key than the one that was made.")
    if paper.read_sheet((folder / f"paper-{YEAR}.txt").read_text(encoding="utf-8")) != secret:
        raise RehearsalFailed("The sheet of paper does not hold the key.")
    return secret


def _ballots(secret: keys.RoundSecret) -> tuple[list[bytes], list[dict[str, str]]]:
    """Return what lies in the urn, and the profiles of those who have answered: somebody has been at it."""
    profiles = [{"county": "46", "kind": "L"}] * (_N_BALLOTS - _N_FEW) + [{"county": "03", "kind": "K"}] * _N_FEW
    good = [_sealed(secret, profile) for profile in profiles]
    stuffed = _sealed(secret, profiles[0], mac_key=sealing.new_mac_key())
    # One ballot is taken away; of those that are put in, none is genuine.
    return [*good[1:], stuffed, good[1], _sealed(secret, profiles[0], year=YEAR + 1)], profiles


def _sealed(secret: keys.RoundSecret, profile: dict[str, str], *, mac_key: bytes = b"", year: int = YEAR) -> bytes:
    answers = {code: choice(range(1, n_options + 1)) for code, n_options in _QUESTIONS}
    ballot = sealing.Ballot(year, _QUESTIONNAIRE, profile, answers)
    public_key = sealing.public_key_of(secret.identity)
    return sealing.seal(ballot, public_key=public_key, mac_key=mac_key or secret.mac_key)


def _header(secret: keys.RoundSecret, ballots: Sequence[bytes], answered: Sequence[dict[str, str]]) -> UrnHeader:
    return UrnHeader(
        round=YEAR,
        questionnaire=_QUESTIONNAIRE,
        fingerprint=secret.fingerprint,
        n_ballots=len(ballots),
        root_hash=root_hash(ballots),
        profile_minimum=_PROFILE_MINIMUM,
        questions=_QUESTIONS,
        counts=seal_counts(counted(answered), sealing.public_key_of(secret.identity)),
    )


def _open(folder: Path, pair: str, words: dict[str, str], root: str) -> Opened:
    return opening.open_urn(
        urn=folder / "urn",
        keys=[_key(folder, holder) for holder in pair],
        to=folder / f"opened-{pair}",
        expected_root=root,
        ask=lambda question: words[question.split()[-1].strip(": ").lower()],
        silent=True,
    )


def _check_refusals(folder: Path, header: UrnHeader, ballots: Sequence[bytes]) -> None:
    write_urn(folder / "altered", header, ballots[1:])
    b, c = (_key(folder, holder) for holder in keys.HOLDERS[1:])
    tries: dict[str, tuple[str, list[Path], str | None]] = {
        "One holder alone opened the urn.": ("urn", [b, b], None),
        "One key file was enough.": ("urn", [b], None),
        "An altered urn was opened.": ("altered", [b, c], None),
        "Another root hash was let pass.": ("urn", [b, c], "0" * 64),
    }
    for fault, (urn, files, root) in tries.items():
        with suppress(opening.OpeningFault):
            opening.open_urn(urn=folder / urn, keys=files, to=folder / "never", expected_root=root, silent=True)
            raise RehearsalFailed(fault)


def _check_proof(folder: Path, secret: keys.RoundSecret) -> None:
    riddle = proving.make_riddle(YEAR, sealing.public_key_of(secret.identity))
    (folder / "challenge").write_text(riddle.sealed, encoding="ascii")
    typed = ceremony.answer(keys=[_key(folder, "c"), _key(folder, "b")], challenge=folder / "challenge")
    if proving.pair_of(typed, riddle.answers) != "bc":
        raise RehearsalFailed("Two holders could not answer the server's challenge.")


def _key(folder: Path, holder: str) -> Path:
    return folder / f"holder-{holder}-{YEAR}.key"
