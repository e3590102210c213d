"""What would help now, in people's words, with the page where it is done (M32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.invitations.queries import Advice


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A step, why it helps, and where it is done; `url` is empty where it is not done here."""

    what: str
    why: str
    url: str = ""
    label: str = ""


def advice_lines(steps: Iterable[Advice]) -> tuple[AdviceLine, ...]:
    """Return the steps in words, in the same order."""
    return tuple(_line(step) for step in steps)


def _line(step: Advice) -> AdviceLine:
    says = {
        "invite": _invite,
        "invite_by_sms": _invite_by_sms,
        "sms": _sms,
        "remind": _remind,
        "few_more": _few_more,
        "gathering": _gathering,
    }
    return says[step.kind](step)


def _invite(step: Advice) -> AdviceLine:
    what = ngettext("Invite %(n)s by e-mail", "Invite %(n)s by e-mail", step.n) % _n(step)
    return AdviceLine(
        what, _("They have had nothing yet, and need their link to answer."), *_new("invitation", "email")
    )


def _invite_by_sms(step: Advice) -> AdviceLine:
    what = ngettext(
        "Invite %(n)s whom e-mail does not reach by SMS", "Invite %(n)s whom e-mail does not reach by SMS", step.n
    ) % _n(step)
    why = _("One SMS dispatch counts one however many get it: let it go to as many as possible.")
    return AdviceLine(what, why, *_new("invitation", "either"))


def _sms(step: Advice) -> AdviceLine:
    what = ngettext(
        "An SMS now reaches %(n)s who has had e-mail only", "An SMS now reaches %(n)s who have had e-mail only", step.n
    ) % _n(step)
    return AdviceLine(what, _("Many read an SMS who do not read e-mail."), *_new("reminder", "sms"))


def _remind(step: Advice) -> AdviceLine:
    what = ngettext("Remind %(n)s by e-mail", "Remind %(n)s by e-mail", step.n) % _n(step)
    why = _("A week has passed since the last message. Only those who have not answered get it.")
    return AdviceLine(what, why, *_new("reminder", "email"))


def _few_more(step: Advice) -> AdviceLine:
    what = ngettext("%(n)s more answer at %(unit)s", "%(n)s more answers at %(unit)s", step.n) % {
        **_n(step),
        "unit": step.unit.name if step.unit else "",
    }
    return AdviceLine(what, _("Then the office may see results of its own. Ask it to give people time to answer."))


def _gathering(step: Advice) -> AdviceLine:
    what = _("A gathering at %(unit)s") % {"unit": step.unit.name if step.unit else ""}
    why = _("Few of its %(n)s have answered. Time set aside together is what helps most.") % _n(step)
    return AdviceLine(what, why)


def _new(kind: str, channel: str) -> tuple[str, str]:
    query = urlencode({"kind": kind, "channel": channel})
    return f"{reverse('ordering:dispatches-new')}?{query}", _("Make the dispatch")


def _n(step: Advice) -> dict[str, str]:
    return {"n": number_format(step.n)}
