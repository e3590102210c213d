"""The demo's stand-in for Feide: another's sign-in on this machine, which knows the demo's people and one stranger.

It is `oidc-provider-mock`: it asks for no password and signs whom it is told. What matters is our side of the door.
"""

import json
import sys
from typing import Final

# How strongly the stand-in says that people signed in. The staff site asks for it, and checks it in what comes back.
_ACR: Final = "demo-loa-high"
_PEOPLE: Final = ("direktoratet", "vestland", "rogaland", "kontor", "ukjent")


def as_configured(issuer: str) -> str:
    """Return the door as the environment says it, `LAERLING_OIDC`."""
    door = {
        "id": "feide",
        "name": "Feide (demo)",
        "issuer": issuer,
        "client_id": "laerling-demo",
        "secret": "demo",
        "acr": [_ACR],
        "is_second_factor": True,
        "trusts_email": True,
    }
    return json.dumps([door])


def command(port: int) -> tuple[str, ...]:
    """Return the command that starts it, with the people it knows."""
    people = ({"sub": name, "email": f"{name}@eksempel.no", "email_verified": True, "acr": _ACR} for name in _PEOPLE)
    claims = (part for person in people for part in ("--user-claims", json.dumps(person)))
    return (sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *claims)
