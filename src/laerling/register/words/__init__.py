"""The register's codes in people's words, for every page and file that shows them."""

from laerling.register.words.costs import SEVERITIES, cost
from laerling.register.words.findings import FINDINGS, Words
from laerling.register.words.rows import REFUSED, RULES

__all__ = ["FINDINGS", "REFUSED", "RULES", "SEVERITIES", "Words", "cost"]
