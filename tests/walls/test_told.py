"""Everything that is written down has words for the people it was done for."""

import ast
from pathlib import Path

from laerling.portals.history.words import KINDS, kind_of

HOUSE = Path(__file__).parents[2] / "src" / "laerling"


def _recorded(source):
    """Return the kinds of events a module records; an f-string by its beginning, followed by a sign."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not (node.args or node.keywords):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called != "record" or not {"by", "now"} <= {keyword.arg for keyword in node.keywords}:
            continue
        yield from _named(node.args[0], tree)


def _named(node, tree):
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    else:
        given = [one.value for one in ast.walk(tree) if isinstance(one, ast.Assign) and _is_for(node, one)]
        texts = [part.value for one in given for part in ast.walk(one) if isinstance(part, ast.Constant)]
        yield from (texts or [f"cannot be read: {ast.unparse(node)}"])


def _is_for(name, assignment):
    return any(ast.unparse(target) == ast.unparse(name) for target in assignment.targets)


def test_every_kind_of_event_has_words():
    recorded = {kind for path in HOUSE.rglob("*.py") for kind in _recorded(path.read_text(encoding="utf-8"))}
    assert {kind for kind in recorded if kind_of(kind) is None} == set(), "write words in portals/history/words.py"
    assert len(recorded) > 15


def test_scan_reads_names_put_together_and_names_chosen():
    assert list(_recorded("audit.record(f'access.area.{what}', by=by, now=now)")) == ["access.area.x"]
    chosen = "event = 'a.b' if found else 'a.c'\naudit.record(event, by=by, now=now)"
    assert set(_recorded(chosen)) >= {"a.b", "a.c"}
    assert list(_recorded("audit.record(kind_of(it), by=by, now=now)")) == ["cannot be read: kind_of(it)"]
    assert list(_recorded("phone.record('sound')")) == []


def test_figures_in_the_words_are_named():
    for name, kind in KINDS.items():
        assert "%s" not in str(kind.sentence), name
