"""How many of each profile have answered, sealed to the holders, to be held against the ballots at the opening. Pure.

A ballot that was stuffed, doubled or taken away shows here, even where the whole number is right. The counts lie sealed
in the exported urn: nobody but two holders sees how many of a small group have answered.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from laerling.responses import sealing
from laerling.sample.rules.profiles import PROFILE_KEYS

Profile = tuple[str, ...]
ProfileCounts = Mapping[Profile, int]


def counted(profiles: Iterable[Mapping[str, str]]) -> Counter[Profile]:
    """Return how many there are of each profile, its values in the order of PROFILE_KEYS."""
    return Counter(tuple(profile.get(key, "") for key in PROFILE_KEYS) for profile in profiles)


def seal_counts(counts: ProfileCounts, public_key: str) -> str:
    """Return the counts as text that only two holders can read."""
    return sealing.lock_for(public_key, _canonical(counts)).decode("ascii")


def unseal_counts(sealed: str, identity: str) -> Counter[Profile]:
    """Return the counts again. Raises NotForThisKey or NotUnderstood."""
    try:
        content = json.loads(sealing.unlock_with(identity, sealed.encode("ascii", errors="replace")))
        return Counter({tuple(map(str, profile)): int(n) for profile, n in content})
    except (ValueError, TypeError):
        raise sealing.NotUnderstood from None


def counts_hash(counts: ProfileCounts) -> str:
    """Return the SHA-256 that names the counts: the server holds it against its own when the answers come in."""
    return sha256(_canonical(counts)).hexdigest()


def _canonical(counts: ProfileCounts) -> bytes:
    rows = sorted((list(profile), n) for profile, n in counts.items() if n)
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
