"""The version is the newest heading of CHANGELOG.md: one place to write it."""

import re

from laerling.config.env import PROJECT


def version() -> str:
    """Return the newest version the changelog names, or "0" where there is no changelog beside the code."""
    try:
        text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return "0"
    found = re.search(r"^## (\d+\.\d+\.\d+)", text, flags=re.MULTILINE)
    return found.group(1) if found else "0"
