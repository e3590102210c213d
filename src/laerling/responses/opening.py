"""Opening the urn: two holders, one exported file, a machine without network. Needs no database and no Django.

`python -m laerling.responses.opening URN --key A --key B --to FILE`
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from getpass import getpass
from hashlib import sha256
from pathlib import Path
from random import SystemRandom

from tqdm import tqdm

from laerling.responses.ceremony import open_pair
from laerling.responses.counts import counted, counts_hash, unseal_counts
from laerling.responses.keys import KeyFault, RoundSecret
from laerling.responses.openedfile import Opened, OpenedRow, report_hash, report_text, write_opened
from laerling.responses.paper import read_sheet
from laerling.responses.private import private_file
from laerling.responses.sealing import Ballot, NotUnderstood, SealFault, unseal
from laerling.responses.urnfile import UrnFault, UrnHeader, read_ballots, read_header, root_hash
from laerling.sample.rules.profiles import PROFILE_KEYS, coarsen


class OpeningFault(Exception):
    """The urn was not opened; the sentence says why."""


class TwiceIn(SealFault):
    """The same sealed ballot stands in the urn once more."""

    reason = "twice_in"


class WrongRound(SealFault):
    """A genuine ballot of another round or another questionnaire."""

    reason = "wrong_round"


def open_urn(
    *,
    urn: Path,
    to: Path,
    keys: Sequence[Path] = (),
    paper: Path | None = None,
    expected_root: str | None = None,
    ask: Callable[[str], str] = getpass,
    silent: bool = False,
) -> Opened:
    """Open the urn's file with two holders' files, or the sheet of paper, and write the opened file. Raises OpeningFault.

    Ballots that are not genuine, twice in, or not understood are left out and counted. `expected_root` is the root
    hash published at the close; without it the file is held against its own first line only, and against the published
    one when it is imported. `ask` is asked for the passphrase of a file that has one.
    """
    in_the_way = next((path for path in (to, report_of(to)) if path.exists()), None)
    if in_the_way:
        raise OpeningFault(f"{in_the_way} is there already. Nothing was opened.")
    try:
        secret = read_sheet(_text(paper)) if paper else open_pair(keys, ask=ask)[0]
        header, ballots = _read(urn)
    except (KeyFault, UrnFault) as fault:
        raise OpeningFault(str(fault)) from None
    except OSError as fault:
        raise OpeningFault(f"{fault.filename} cannot be read.") from None
    _check(header, ballots, secret, expected_root)
    opened = _open(header, ballots, secret, silent=silent)
    write_opened(to, opened)
    with private_file(report_of(to)) as file:
        file.write(report_text(opened.report()).encode())
    return opened


def report_of(opened: Path) -> Path:
    """Return where the report of an opened file lies: beside it, and without any answer in it."""
    return opened.with_name(f"{opened.name}.report.json")


def told(opened: Opened) -> str:
    """Return the report in a few lines for the people in the room."""
    lines = [
        f"Round {opened.round}, root hash {opened.root_hash}",
        f"in: {opened.n_ballots}  out: {len(opened.rows)}  left out: {opened.n_rejected}",
        *(f"  {reason}: {n}" for reason, n in sorted(opened.rejected.items())),
        f"rows that lost a profile value because too few answered: {opened.n_coarsened}",
        _told_counts(opened),
        f"The report's SHA-256, to be written into the protocol: {report_hash(opened.report())}",
    ]
    return "\n".join(lines)


def _told_counts(opened: Opened) -> str:
    if not opened.counts_sha256:
        return "the urn does not say how many of each profile answered: ballots were not held against it"
    if opened.n_missing or opened.n_surplus:
        return (
            f"STOP AND FIND OUT: ballots missing: {opened.n_missing}  too many: {opened.n_surplus}, profile by profile"
        )
    return "as many ballots of each profile as have answered"


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _read(urn: Path) -> tuple[UrnHeader, list[bytes]]:
    with urn.open("rb") as file:
        return read_header(file), list(read_ballots(file))


def _check(header: UrnHeader, ballots: Sequence[bytes], secret: RoundSecret, expected_root: str | None) -> None:
    if (header.round, header.fingerprint) != (secret.round, secret.fingerprint):
        raise OpeningFault("The keys do not belong to this urn: another round, or another key.")
    if len(ballots) != header.n_ballots or root_hash(ballots) != header.root_hash:
        raise OpeningFault("The urn was altered after the close: ballots were added, removed or changed.")
    if expected_root not in {None, header.root_hash}:
        raise OpeningFault("The urn is not the one whose root hash was published at the close.")


def _open(header: UrnHeader, ballots: Sequence[bytes], secret: RoundSecret, *, silent: bool) -> Opened:
    rejected: Counter[str] = Counter()
    seen: set[bytes] = set()
    rows: list[tuple[dict[str, str], tuple[int, ...]]] = []
    for sealed in tqdm(ballots, desc="Opening", unit=" ballots", disable=silent or None):
        try:
            _check_first(sealed, seen)
            rows.append(_row(unseal(sealed, identity=secret.identity, mac_key=secret.mac_key), header))
        except SealFault as fault:
            rejected[fault.reason] += 1
    missing, surplus, counts_sha256 = _compared(header, rows, secret)
    finished, n_coarsened = _coarsened(rows, header.profile_minimum)
    # The order of the urn tells nothing, and neither shall that of the rows.
    SystemRandom().shuffle(finished)
    return Opened(
        round=header.round,
        questionnaire=header.questionnaire,
        fingerprint=header.fingerprint,
        root_hash=header.root_hash,
        n_ballots=header.n_ballots,
        rejected=dict(rejected),
        n_coarsened=n_coarsened,
        questions=header.questions,
        rows=finished,
        n_missing=missing,
        n_surplus=surplus,
        counts_sha256=counts_sha256,
    )


def _compared(
    header: UrnHeader, rows: Sequence[tuple[dict[str, str], tuple[int, ...]]], secret: RoundSecret
) -> tuple[int, int, str]:
    """Return how many ballots are missing and too many, profile by profile, and what they were held against."""
    if not header.counts:
        return 0, 0, ""
    try:
        answered = unseal_counts(header.counts, secret.identity)
    except SealFault:
        raise OpeningFault("The counts in the urn's first line were altered after the close.") from None
    ballots = counted(profile for profile, _answers in rows)
    return (answered - ballots).total(), (ballots - answered).total(), counts_hash(answered)


def _check_first(sealed: bytes, seen: set[bytes]) -> None:
    digest = sha256(sealed).digest()
    if digest in seen:
        raise TwiceIn
    seen.add(digest)


def _row(ballot: Ballot, header: UrnHeader) -> tuple[dict[str, str], tuple[int, ...]]:
    if (ballot.round, ballot.questionnaire) != (header.round, header.questionnaire):
        raise WrongRound
    values = [ballot.answers.get(code, 0) for code, _n_options in header.questions]
    understood = set(ballot.answers) <= {code for code, _n_options in header.questions}
    within = all(0 <= value <= highest for value, (_code, highest) in zip(values, header.questions, strict=True))
    if not understood or not within:
        raise NotUnderstood
    return {key: ballot.profile.get(key, "") for key in PROFILE_KEYS}, tuple(values)


def _coarsened(rows: Sequence[tuple[Mapping[str, str], tuple[int, ...]]], minimum: int) -> tuple[list[OpenedRow], int]:
    """Blank profile values that fewer than `minimum` of those who answered share."""
    before = [dict(profile) for profile, _answers in rows]
    after = coarsen(before, minimum)
    finished = [
        OpenedRow(tuple(profile.get(key, "") for key in PROFILE_KEYS), answers)
        for profile, (_before, answers) in zip(after, rows, strict=True)
    ]
    kept = [tuple(profile[key] for key in PROFILE_KEYS) for profile in before]
    return finished, sum(row.profile != was for row, was in zip(finished, kept, strict=True))


def main(arguments: Sequence[str]) -> int:
    """Run as a program; return its exit code."""
    parser = argparse.ArgumentParser(prog="open_urn", description="Open an exported urn with two holders' key files.")
    add_arguments(parser)
    given = parser.parse_args(arguments)
    try:
        opened = open_urn(urn=given.urn, keys=given.key, paper=given.paper, to=given.to, expected_root=given.root)
    except OpeningFault as fault:
        print(fault, file=sys.stderr)
        return 1
    print(told(opened))
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the files."""
    parser.add_argument("urn", type=Path, help="the exported urn")
    parser.add_argument("--key", type=Path, action="append", default=[], help="a holder's key file; given twice")
    parser.add_argument("--paper", type=Path, help="instead of two keys: the sheet from the envelope, typed in")
    parser.add_argument("--to", type=Path, required=True, help="where the opened file is written")
    parser.add_argument("--root", help="the root hash that was published at the close")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
