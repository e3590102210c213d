"""The list as a workbook to work in."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.portals.checking.lines import line
from laerling.portals.checking.views.asking import asked
from laerling.portals.checking.working import LONGEST_LIST, workbook
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import queries as register

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListTooLong(Refusal):
    """More faults than anybody works through in a workbook."""

    code = "list_too_long"
    sentence = gettext_lazy("More than %(rows)s faults fit the choice. Choose fewer, and download again.")


@page(action="finding.read", limit="export")
@fresh()
def as_xlsx(request: StaffRequest) -> HttpResponse:
    """Send the findings that the address asks for as an Excel workbook, with room for statuses and notes."""
    here = asked(request)
    scope, year = here.choice.scope, here.this_round.year
    found = register.findings(scope, year, here.choice.chosen)[: LONGEST_LIST + 1]
    if len(found) > LONGEST_LIST:
        raise ListTooLong(rows=LONGEST_LIST)
    title = _("Faults in the registers %(year)s, %(unit)s") % {"year": year, "unit": scope.unit_name}
    content = workbook(map(line, found), title=title, made_at=request.now)
    audit.record(
        "register.findings.downloaded",
        by=request.actor,
        now=request.now,
        about=f"round:{year}",
        scope=scope.key,
        n=len(found),
    )
    name = "-".join(filter(None, (_("faults"), str(year), scope.unit_code)))
    return HttpResponse(
        content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
