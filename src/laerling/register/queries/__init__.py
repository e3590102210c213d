"""Questions about extracts, contracts, contacts and findings. Whatever takes a scope answers for that scope only."""

from laerling.register.queries.contracts import (
    SEVERITIES,
    Contact,
    ContractRow,
    FindingCount,
    FindingRow,
    Listing,
    contact,
    contracts,
    count_findings,
    finding_counts,
    findings,
    latest_stage,
)
from laerling.register.queries.extracts import (
    ExtractRow,
    SetAsideCount,
    SetAsidePlace,
    extract,
    extracts,
    received,
    set_aside,
    set_aside_counts,
)

__all__ = [
    "SEVERITIES",
    "Contact",
    "ContractRow",
    "ExtractRow",
    "FindingCount",
    "FindingRow",
    "Listing",
    "SetAsideCount",
    "SetAsidePlace",
    "contact",
    "contracts",
    "count_findings",
    "extract",
    "extracts",
    "finding_counts",
    "findings",
    "latest_stage",
    "received",
    "set_aside",
    "set_aside_counts",
]
