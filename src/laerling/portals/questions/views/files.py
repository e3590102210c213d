"""A version as files: its own, a codebook for archives, and a start for the version after it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from laerling.portals.questions.finding import find
from laerling.portals.shell.staff import StaffRequest, page
from laerling.questionnaire.rules.ddi import codebook
from laerling.questionnaire.rules.writing import next_version

_TOML = "application/toml; charset=utf-8"


@require_safe
@page(action="questionnaire.read", limit="export")
def as_toml(request: StaffRequest, which: str) -> HttpResponse:
    """Hand out the file as it was handed in, to the last sign."""
    found = find(which, request.scope)
    return _file(found.content.encode(), _TOML, f"{found.questionnaire.code}.toml")


@require_safe
@page(action="questionnaire.read", limit="export")
def as_codebook(request: StaffRequest, which: str) -> HttpResponse:
    """Hand out a DDI-Codebook 2.5."""
    found = find(which, request.scope)
    content = codebook(found.questionnaire, found.before)
    return _file(content, "application/xml; charset=utf-8", f"{found.questionnaire.code}.ddi.xml")


@require_safe
@page(action="questionnaire.read", limit="export")
def as_next(request: StaffRequest, which: str) -> HttpResponse:
    """Hand out a start for the next version: the same questions, each said to be the same."""
    found = find(which, request.scope)
    return _file(next_version(found.content).encode(), _TOML, f"{found.questionnaire.code}-neste.toml")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
