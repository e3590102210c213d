"""People who knock on the staff site's door."""

from datetime import date

import pytest

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS


@pytest.fixture
def account_with(db, by, now):
    """Make an account with every task of the given (kind, code) units, all from 2025 and without end unless one is given."""

    def make(*grants, until=None, email="kari@vestland.eksempel.no"):
        account = access.create_account(email=email, name="Kari Nordmann", password="et langt passord", by=by, now=now)
        for kind, unit in grants:
            access.grant(
                account=account,
                roles=ALL_TASKS[kind],
                unit_kind=kind,
                unit_code=unit,
                valid_from=date(2025, 1, 1),
                valid_to=until,
                why="Gitt av Utdanningsdirektoratet",
                by=by,
                now=now,
            )
        return account

    return make
