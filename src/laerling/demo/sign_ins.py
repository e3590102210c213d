"""The demo's sign-ins, kept in the home so that a second start and the inbox can show them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

FILE: Final = "demo-sign-ins.json"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account of the demo: whom it acts for, and how to get in.

    `secret` is what an app for one-time codes would hold (base32), empty where no second step is asked for.
    """

    unit_kind: str
    unit: str
    email: str
    password: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class SignIns:
    """All accounts of the demo, one apprentice's personal link (path only: the port may change), how far it is built."""

    accounts: tuple[SignIn, ...]
    apprentice_path: str
    built_until: str = ""


def save(sign_ins: SignIns, *, home: Path) -> None:
    """Write the sign-ins, readable by their owner only."""
    path = home / FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(sign_ins), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def load(*, home: Path) -> SignIns | None:
    """Return the sign-ins, or None where no demo has been built in this home."""
    path = home / FILE
    if not path.exists():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    return SignIns(
        tuple(SignIn(**account) for account in content["accounts"]), content["apprentice_path"], content["built_until"]
    )
