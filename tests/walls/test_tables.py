"""Each station writes its own tables, and leans on those of earlier stations only."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).parents[2]
HOUSE = PROJECT / "src" / "laerling"
STATIONS = {
    config.label: config.name
    for config in apps.get_app_configs()
    if config.name.startswith("laerling.") and any(config.get_models())
}
TABLES = {model._meta.db_table: label for label in STATIONS for model in apps.get_app_config(label).get_models()}
TABLES["kernel_clock"] = "kernel"
MODELS = {
    (f"{STATIONS[label]}.models", model.__name__) for label in STATIONS for model in apps.all_models[label].values()
}
WRITES = {
    *("create", "get_or_create", "update_or_create", "bulk_create", "update", "bulk_update", "delete", "save"),
    *("acreate", "aget_or_create", "aupdate_or_create", "abulk_create", "aupdate", "abulk_update", "adelete", "asave"),
    *("create_user", "create_superuser", "_raw_delete", "save_base"),
}
STATEMENT = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|MERGE\s+INTO|COPY|TRUNCATE)\s+", re.IGNORECASE
)
TABLE_LIST = re.compile(r'"?(\w+)"?(?:\s*,\s*"?(\w+)"?)*')

# What stands here is written from another station, each with its reason.
ALLOWED: dict[tuple[str, str], str] = {}


def _modules():
    for path in sorted(HOUSE.rglob("*.py")):
        yield str(path.relative_to(HOUSE)), ast.parse(path.read_text(encoding="utf-8"))


def _station_of(module):
    """Return the label of the station or portal that a module is in."""
    parts = module.split("/")
    return parts[1] if parts[0] == "portals" and len(parts) > 1 else parts[0]


def _texts(tree):
    """Return every text of a module, the fixed parts of f-strings joined."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else " ? " for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _tables_written(text):
    """Return the tables that a statement in a text writes to."""
    found = set()
    for match in STATEMENT.finditer(text):
        named = TABLE_LIST.match(text, match.end())
        found |= set(re.findall(r"\w+", named[0])) & TABLES.keys() if named else set()
    return found


def _models_known(tree):
    """Return the model classes a module can name, by the name it gives them, with the module they come from."""
    known, modules = {}, {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if (node.module, alias.name) in MODELS:
                    known[alias.asname or alias.name] = node.module
                if f"{node.module}.{alias.name}".endswith(".models"):
                    modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return known, modules


def _root(node):
    """Return the name a chain of calls and attributes begins with: `Model` of `Model.objects.filter(…).update(…)`."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript | ast.Await):
            node = node.value
        else:
            return node.id if isinstance(node, ast.Name) else ""


def _writes_through_models(tree):
    """Return the modules of models whose rows a module writes through the model's own class."""
    known, modules = _models_known(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            root = _root(node.func.value)
            if root in known or root in modules:
                yield known.get(root) or modules[root]


def _writes(module, tree):
    """Return the labels of the stations whose tables a module writes, its own left out."""
    by_model = {name.removesuffix(".models").rpartition(".")[2] for name in _writes_through_models(tree)}
    by_statement = {TABLES[table] for text in _texts(tree) for table in _tables_written(text)}
    copied = {
        TABLES[argument.value]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _root(node) in {"copy_in", "db"}
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(argument, ast.Constant) and argument.value in TABLES
    }
    return (by_model | by_statement | copied) - {_station_of(module)}


def test_tables_are_written_by_their_own_station_only():
    found = {(module, station) for module, tree in _modules() for station in _writes(module, tree)}
    assert found == ALLOWED.keys()


def _imported(tree):
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {alias.asname or alias.name for node in imports for alias in node.names}


def test_rows_are_saved_in_stations_only():
    """A row in hand may be of any table, so whoever has no tables saves and deletes none."""
    savers = {
        module
        for module, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "delete", "asave", "adelete"}
        and _root(node.func.value) not in _imported(tree)
    }
    assert {module for module in savers if _station_of(module) not in STATIONS} == set()


@pytest.mark.parametrize(
    ("written", "stations"),
    [
        ("from laerling.rounds.models import Round\nRound.objects.filter(year=1).update(name='')", {"rounds"}),
        ("from laerling.rounds.models import Round as R\nR(year=1).save()", {"rounds"}),
        ("from laerling.rounds import models\nmodels.Round.objects.create(year=1)", {"rounds"}),
        ("from laerling.rounds.models import Round\nRound.objects.filter(year=1).exists()", set()),
        ("copy_in('outbox_message', ['id'], rows)", {"outbox"}),
        ("cursor.execute('INSERT INTO register_contract AS kept (id) VALUES (1)')", {"register"}),
        ("cursor.execute(f'WITH x AS (UPDATE \"release_releasedgroup\" SET n = {n}) SELECT 1')", {"release"}),
        ("cursor.execute('TRUNCATE responses_intake, responses_urn')", {"responses"}),
        ("cursor.execute('SELECT id FROM register_contract')", set()),
    ],
)
def test_scan_sees_what_writes_and_nothing_else(written, stations):
    assert _writes("demo/sample.py", ast.parse(written)) == stations


def _links():
    for label in STATIONS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created:
                    yield label, f"{label}.{model.__name__}.{field.name}", field


def _layers():
    """Return the floor of each station, the ground floor first: the order of the import contract."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract.get("containers") == ["laerling"])
    return {name.strip(): floor for floor, line in enumerate(reversed(layers)) for name in line.split("|")}


def test_tables_lean_on_earlier_stations_only():
    floors = _layers()
    leaning = [
        name
        for label, name, field in _links()
        if (other := field.related_model._meta.app_label) != label
        and (other not in floors or floors[other] >= floors[label])
    ]
    assert leaning == []


def test_earlier_stations_do_not_learn_who_leans_on_them():
    assert [name for _label, name, field in _links() if not field.remote_field.hidden] == []
