"""Questions about extracts, contracts, contacts and findings. Whatever takes a scope answers for that scope only."""

from laerling.register.queries.contracts import (
    Contact,
    ContractRow,
    Listing,
    contact,
    contracts,
    latest_stage,
)
from laerling.register.queries.counties import CountyLine, counties_side_by_side
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
from laerling.register.queries.findings import (
    SEVERITIES,
    FindingFilter,
    FindingRow,
    count_findings,
    finding,
    findings,
)
from laerling.register.queries.history import HistoryStep, finding_history, people_to_assign
from laerling.register.queries.pasting import Pasted, PastedChange, PastedRow, RefusedRow, read_pasted
from laerling.register.queries.progress import (
    FindingCount,
    LatestChanges,
    OfficeFindings,
    Progress,
    finding_counts,
    finding_progress,
    findings_version,
    latest_changes,
    offices_with_findings,
)
from laerling.register.queries.ways import WAYS, Way, can_be_reached

__all__ = [
    "SEVERITIES",
    "WAYS",
    "Contact",
    "ContractRow",
    "CountyLine",
    "ExtractRow",
    "FindingCount",
    "FindingFilter",
    "FindingRow",
    "HistoryStep",
    "LatestChanges",
    "Listing",
    "OfficeFindings",
    "Pasted",
    "PastedChange",
    "PastedRow",
    "Progress",
    "RefusedRow",
    "SetAsideCount",
    "SetAsidePlace",
    "Way",
    "can_be_reached",
    "contact",
    "contracts",
    "count_findings",
    "counties_side_by_side",
    "extract",
    "extracts",
    "finding",
    "finding_counts",
    "finding_history",
    "finding_progress",
    "findings",
    "findings_version",
    "latest_changes",
    "latest_stage",
    "offices_with_findings",
    "people_to_assign",
    "read_pasted",
    "received",
    "set_aside",
    "set_aside_counts",
]
