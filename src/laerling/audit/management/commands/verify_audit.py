"""Looks whether what was done stands as it was written."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.audit import queries
from laerling.kernel.errors import Refusal

_FAULTS = {
    "gap": gettext_lazy("An entry before it is gone."),
    "event_gone": gettext_lazy("Its event is gone."),
    "event_changed": gettext_lazy("Its event is not as it was when it was entered."),
    "chain_broken": gettext_lazy("It does not follow from the entry before it."),
    "entry_changed": gettext_lazy("Its own hash is not that of its content."),
    "rewritten": gettext_lazy("It is not the entry that was written down outside the database on its day."),
}


class LedgerBroken(Refusal):
    """The ledger is not as it was written."""

    code = "ledger_broken"
    sentence = gettext_lazy(
        "Broken at place %(place)s. %(what)s Keep the database as it is, and find out who was there."
    )


class Command(BaseCommand):
    """`./laerling verify_audit`."""

    help = "Look whether every event of the audit stands as it was written; name the first broken place."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Look, and say so."""
        found = queries.verify()
        if found.fault:
            raise LedgerBroken(place=found.position, what=_FAULTS[found.fault])
        self.stdout.write(
            _("Intact: %(entries)s events are chained, %(waiting)s newer ones wait. The head is %(place)s %(hash)s.")
            % {
                "entries": found.n_entries,
                "waiting": found.n_waiting,
                "place": found.head.position,
                "hash": found.head.entry_hash,
            }
        )
