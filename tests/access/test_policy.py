"""The policy table is what the page in docs shows, and keeps those who let others in away from people."""

from pathlib import Path
from typing import get_args

import pytest

from laerling.access.policy import ALL_TASKS, POLICY, Action
from laerling.access.types import Role, UnitKind

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"
_ABOUT_PEOPLE = {"register.read", "finding.read", "finding.mend", "dispatch.read", "dispatch.order", "area.read"}


def table():
    """Return the policy as the page has it: a line for each action, a column for each kind of unit."""
    kinds = get_args(UnitKind)
    lines = [f"| action | {' | '.join(kinds)} |", f"| --- |{' --- |' * len(kinds)}"]
    for action in get_args(Action):
        cells = (", ".join(role for role in POLICY if action in POLICY[role].get(kind, ())) or "–" for kind in kinds)
        lines.append(f"| `{action}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_page_shows_the_table_as_it_is():
    assert table() in PAGE.read_text(encoding="utf-8")


def test_every_task_and_action_is_in_the_table():
    assert set(POLICY) == set(get_args(Role))
    assert {action for kinds in POLICY.values() for actions in kinds.values() for action in actions} == set(
        get_args(Action)
    )


@pytest.mark.parametrize("role", ["user_administrator", "support"])
def test_who_lets_others_in_sees_no_list_no_fault_and_no_result(role):
    for actions in POLICY[role].values():
        assert not actions & (_ABOUT_PEOPLE | {"results.read", "progress.read"})


def test_state_administrators_have_no_task_with_lists_or_results():
    assert ALL_TASKS["governor"] == {"user_administrator", "follow_up", "support"}
    for kinds in POLICY.values():
        assert not kinds.get("governor", frozenset()) & (_ABOUT_PEOPLE | {"results.read"})


def test_support_reads_and_changes_nothing():
    assert all(action.endswith(".read") for actions in POLICY["support"].values() for action in actions)
