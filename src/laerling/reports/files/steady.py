"""Files that are archives, made the same every time: each part dated to the release, and nothing to this minute."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

from laerling.kernel.clock import in_oslo

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def steady(content: bytes, made_at: datetime) -> bytes:
    """Return an Office file whose parts, and the workbooks within it, all say `made_at`."""
    local = in_oslo(made_at)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            part = read.read(name)
            if name.endswith(".xlsx"):
                part = steady(part, made_at)
            elif name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>%s\g<2>" % made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), part)
            entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, part)
    return out.getvalue()
