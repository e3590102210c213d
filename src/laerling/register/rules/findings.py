"""What can be wrong, how dear it is, where it is mended, and what people may say of it. Pure (M7, M9)."""

from typing import Final

# From what costs most to what costs least: people will not be asked; cannot be reached; are asked or not by a hair, or
# look registered twice; can be reached one way only; should be looked at.
SEVERITIES: Final = ("stop", "unreachable", "doubt", "reduced", "notice")

# How far people say they have come. Whether a finding is mended, the next extract tells.
STATUSES: Final = ("new", "seen", "being_mended", "mended", "will_not_be_mended")

# How much people may write, in characters.
NOTE_LENGTH: Final = 500
REASON_LENGTH: Final = 200

# By how many days at most a contract misses a rule and is still worth asking about: a date typed a fortnight wrong is
# a slip, one typed further off is another contract. The house's own figure.
NEAR_DAYS: Final = 14

# Kinds by the register they are mended in.
MENDED_IN: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "email_missing",
            "email_malformed",
            "email_made_up",
            "email_same_as_supervisor",
            "email_same_as_office",
            "email_shared",
            "email_bounced",
            "mobile_missing",
            "mobile_malformed",
            "mobile_landline",
            "mobile_made_up",
            "mobile_same_as_supervisor",
            "mobile_same_as_office",
            "mobile_shared",
            "mobile_bounced",
            "mobile_foreign",
            "supervisor_missing",
            "supervisor_without_contact",
            "too_short_by_days",
            "ends_before_close_by_days",
            "not_approved_yet",
            "interruption_touches_by_days",
            "duplicate_contract",
            "same_person_twice",
            "not_in_newest_extract",
        ),
        "vigo",
    ),
    "office_not_in_nor": "nor",
    "office_without_contact": "nor",
    "establishment_not_in_nlr": "nlr",
}
KINDS: Final = tuple(MENDED_IN)

# An address that looks right and is not the person's own: a personal link is not sent there.
NOT_THEIR_OWN: Final[dict[str, tuple[str, ...]]] = {
    way: tuple(f"{way}_{why}" for why in ("made_up", "same_as_supervisor", "same_as_office", "shared"))
    for way in ("email", "mobile")
}


def mended_by(kind: str, *, has_office: bool) -> str:
    """Return who mends a kind: "registrar" (keeps NOR and NLR at the county), "office" (through the county) or "county"."""
    if MENDED_IN.get(kind, "vigo") != "vigo":
        return "registrar"
    return "office" if has_office else "county"


def plain_words(text: str) -> str:
    """Return what somebody wrote without blanks around it and without the NUL the database cannot hold."""
    return text.replace("\0", "").strip()
