"""The key ceremony: each holder's own key, the round's key on an offline machine, and the answer to the server's riddle.

Needs no database, no network and no Django: `python -m laerling.responses.ceremony STEP …`. The steps, in order: `holder`
(each holder, on a stick of their own), `round` (the offline machine), `finish` (each holder), `check` (every pair),
`answer` (two holders, whenever the server asks), `rehearse` (all of it at once, with a key that is thrown away).
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from getpass import getpass
from pathlib import Path
from typing import Final

from laerling.responses import paper, proving, roundfile, sealing
from laerling.responses.keys import (
    HOLDERS,
    HolderFile,
    KeyFault,
    RoundSecret,
    check_pair,
    new_holder_file,
    open_with,
    read_holder_file,
    spoken,
)
from laerling.responses.private import private_file, shred

# The file's passphrase is its only lock (NIST 800-63B: fifteen signs where there is no second factor).
PASSPHRASE_SIGNS: Final = 15

Ask = Callable[[str], str]


def make_holder_key(*, holder: str, round_year: int, to: Path, ask: Ask = getpass) -> str:
    """Make a holder's own key in the folder `to`, under a passphrase; return its public half. Raises KeyFault."""
    words = _typed(ask, f"A passphrase for holder {holder.upper()}, at least {PASSPHRASE_SIGNS} signs: ")
    if len(words) < PASSPHRASE_SIGNS:
        raise KeyFault(f"The passphrase is too short: at least {PASSPHRASE_SIGNS} signs. Four words will do.")
    if _typed(ask, "The same once more: ") != words:
        raise KeyFault("The two were not the same. Nothing was made.")
    public_key, text = new_holder_file(holder, round_year, words)
    name = f"holder-{holder}-{round_year}"
    _write_all({to / f"{name}.key": text, to / f"{name}.pub": public_key + "\n"})
    return public_key


def make_round(
    *, round_year: int, holders: Mapping[str, str], server: str, to: Path, with_paper: bool = False
) -> RoundSecret:
    """Make the round's key for three holders, and write the locks and the server's file. Raises KeyFault.

    `holders` are their public halves, by letter; `server` is that of the server. The secret itself is written nowhere,
    unless to the sheet of paper.
    """
    if not all(map(sealing.is_public_key, [*holders.values(), server])):
        raise KeyFault("One of the keys is not the public half of a key. It begins with `age1`.")
    if len({*holders.values(), server}) != len([*HOLDERS, "the server"]):
        raise KeyFault("The same key is given twice. Each holder has their own, and so has the server.")
    _public, identity = sealing.new_round_key()
    secret = RoundSecret(round_year, identity, sealing.new_mac_key())
    texts = {
        to / f"locks-{round_year}.json": roundfile.locks_text(secret, holders),
        to / f"round-{round_year}.json": roundfile.round_text(secret, holders, server),
    }
    if with_paper:
        texts[to / f"paper-{round_year}.txt"] = paper.sheet(secret)
    _write_all(texts)
    return secret


def finish(*, key: Path, locks: Path) -> HolderFile:
    """Put the round's locks into a holder's file; may be done again. Raises KeyFault."""
    before = _holder_file(key)
    text = roundfile.with_locks(before, _text(locks))
    with tempfile.TemporaryDirectory(dir=key.parent, prefix=".finish-") as folder:
        whole = Path(folder) / key.name
        with private_file(whole) as file:
            file.write(text.encode())
        whole.replace(key)
    return read_holder_file(text)


def open_pair(paths: Sequence[Path], *, ask: Ask = getpass) -> tuple[RoundSecret, str]:
    """Open the round's secret with two holders' files; return it with the pair's letters. Raises KeyFault."""
    if len(paths) != len({"one", "another"}):
        raise KeyFault("Two key files are needed, no more and no fewer.")
    files = [_holder_file(path) for path in paths]
    check_pair(*files)
    words = {
        file.holder: _typed(ask, f"Passphrase of holder {file.holder.upper()}: ")
        for file in files
        if file.has_passphrase
    }
    return open_with(*files, passphrases=words), "".join(sorted(file.holder for file in files))


def answer(*, keys: Sequence[Path], challenge: Path, ask: Ask = getpass) -> str:
    """Return what two holders type on the server's page. Raises KeyFault."""
    secret, pair = open_pair(keys, ask=ask)
    return proving.answer_of(_text(challenge), secret, pair)


def _typed(ask: Ask, question: str) -> str:
    try:
        return ask(question)
    except (EOFError, KeyboardInterrupt):
        raise KeyFault("No passphrase was typed. Nothing was made, nothing was opened.") from None


def _holder_file(path: Path) -> HolderFile:
    return read_holder_file(_text(path))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        raise KeyFault(f"{path} cannot be read.") from None


def _write_all(texts: Mapping[Path, str]) -> None:
    """Write new files, readable by their owner only: all of them or none."""
    in_the_way = next((path for path in texts if path.exists()), None)
    if in_the_way:
        raise KeyFault(f"{in_the_way} is there already. Nothing was made.")
    written: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with private_file(path) as file:
                file.write(text.encode())
            written.append(path)
    except OSError as fault:
        for path in written:
            shred(path)
        raise KeyFault(f"{fault.filename} cannot be written. Nothing was made.") from None


def main(arguments: Sequence[str], *, ask: Ask = getpass) -> int:
    """Run as a program; return its exit code."""
    given = _parser().parse_args(arguments)
    try:
        for line in _STEPS[given.step](given, ask):
            print(line)
    except KeyFault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _holder(given: argparse.Namespace, ask: Ask) -> list[str]:
    public_key = make_holder_key(holder=given.holder, round_year=given.round, to=given.to, ask=ask)
    return [
        f"Holder {given.holder.upper()}: the key is made. Keep the .key file on this stick and nowhere else.",
        f"Hand in the public half:  {public_key}",
        f"Its fingerprint, to be read aloud:  {spoken(sealing.fingerprint(public_key))}",
    ]


def _round(given: argparse.Namespace, _ask: Ask) -> list[str]:
    holders = {holder: _text(getattr(given, holder)).strip() for holder in HOLDERS}
    secret = make_round(
        round_year=given.round, holders=holders, server=given.server, to=given.to, with_paper=given.paper
    )
    year = given.round
    lines = [f"Holder {holder.upper()}:  {spoken(sealing.fingerprint(key))}" for holder, key in holders.items()]
    return [
        *lines,
        f"The round's key is made. Its fingerprint, to be read aloud:  {spoken(secret.fingerprint)}",
        f"To every holder's stick: locks-{year}.json. To the server: round-{year}.json, and nothing else.",
        *([f"Print paper-{year}.txt, seal the sheet in an envelope, and destroy the file."] if given.paper else []),
    ]


def _finish(given: argparse.Namespace, _ask: Ask) -> list[str]:
    file = finish(key=given.key, locks=given.locks)
    return [f"Holder {file.holder.upper()}: the locks are in place. Fingerprint:  {spoken(file.fingerprint)}"]


def _check(given: argparse.Namespace, ask: Ask) -> list[str]:
    secret, pair = open_pair(given.key, ask=ask)
    return [f"Holders {' and '.join(pair.upper())} open the urn of {secret.round}:  {spoken(secret.fingerprint)}"]


def _answer(given: argparse.Namespace, ask: Ask) -> list[str]:
    return [f"Type this on the server's page:  {answer(keys=given.key, challenge=given.challenge, ask=ask)}"]


def _rehearse(_given: argparse.Namespace, _ask: Ask) -> list[str]:
    from laerling.responses.rehearsing import rehearse  # noqa: PLC0415  only this step needs all of it

    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        return rehearse(Path(folder)).lines()


_STEPS: Final[Mapping[str, Callable[[argparse.Namespace, Ask], list[str]]]] = {
    "holder": _holder,
    "round": _round,
    "finish": _finish,
    "check": _check,
    "answer": _answer,
    "rehearse": _rehearse,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ceremony", description="The key ceremony of a round, without network.")
    steps = parser.add_subparsers(dest="step", required=True)
    holder = steps.add_parser("holder", help="make a holder's own key")
    holder.add_argument("--holder", choices=HOLDERS, required=True)
    made = steps.add_parser("round", help="make the round's key for three holders")
    for letter in HOLDERS:
        made.add_argument(f"--{letter}", type=Path, required=True, help=f"the public half of holder {letter.upper()}")
    made.add_argument("--server", required=True, help="the public key that the server made for this")
    made.add_argument("--paper", action="store_true", help="also write a sheet for a sealed envelope")
    for step in (holder, made):
        step.add_argument("--round", type=int, required=True)
        step.add_argument("--to", type=Path, required=True, help="a folder")
    done = steps.add_parser("finish", help="put the round's locks into a holder's file")
    done.add_argument("--key", type=Path, required=True)
    done.add_argument("--locks", type=Path, required=True)
    for name, what in (("check", "see that two holders can open"), ("answer", "read the server's riddle")):
        pair = steps.add_parser(name, help=what)
        pair.add_argument("--key", type=Path, action="append", required=True, help="a holder's file; given twice")
    pair.add_argument("challenge", type=Path)
    steps.add_parser("rehearse", help="all of it with a key that is thrown away")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
