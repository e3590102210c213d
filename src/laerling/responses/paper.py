"""The round's secret on paper, for a sealed envelope: what remains should two holders lose their keys. Pure.

Whoever has the sheet opens the urn alone. It is printed on the offline machine, and lies unopened in a safe.
"""

from hashlib import sha256
from textwrap import wrap
from typing import Final

from laerling.responses import sealing
from laerling.responses.keys import KeyFault, RoundSecret, spoken

_CHECK_SIGNS: Final = 8
_TITLE: Final = "Lærling. The key of the urn of the round"


def sheet(secret: RoundSecret) -> str:
    """Return the sheet's text, to be printed with a typewriter's letters."""
    mac_key = secret.mac_key.hex()
    lines = [
        f"{_TITLE} {secret.round}",
        "Whoever holds this sheet can open every answer. Keep it sealed. Destroy it with the holders' keys.",
        "",
        f"round: {secret.round}",
        f"fingerprint: {spoken(secret.fingerprint)}",
        *(f"identity: {part}" for part in wrap(spoken(secret.identity), 50)),
        *(f"mac: {part}" for part in wrap(spoken(mac_key + _check(mac_key)), 50)),
    ]
    return "\n".join(lines) + "\n"


def read_sheet(text: str) -> RoundSecret:
    """Read a sheet that was typed in again. Raises KeyFault where a sign is wrong."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found[name.strip()] = found.get(name.strip(), "") + "".join(value.split())
    mac_key, check = found.get("mac", "")[:-_CHECK_SIGNS].lower(), found.get("mac", "")[-_CHECK_SIGNS:].lower()
    if not mac_key or _check(mac_key) != check:
        raise KeyFault("The lines that begin with `mac:` are not what is on the sheet. Look for a wrong sign.")
    try:
        secret = RoundSecret(int(found["round"]), found["identity"].upper(), bytes.fromhex(mac_key))
        matches = secret.fingerprint == found["fingerprint"].lower()
    except (KeyError, ValueError, sealing.SealFault):
        matches = False
    if not matches:
        raise KeyFault(
            "The sheet was not typed in as it stands. Look for a wrong sign in `identity:` or `fingerprint:`."
        )
    return secret


def _check(mac_key: str) -> str:
    return sha256(mac_key.encode()).hexdigest()[:_CHECK_SIGNS]
