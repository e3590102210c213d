"""The house itself: sizes, names, words and papers."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
HOUSE = PROJECT / "src" / "laerling"
MODULES = [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=PROJECT,
    capture_output=True,
    text=True,
    check=False,
).stdout.split()


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_module_fits_on_a_few_screens(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_functions_are_at_most_forty_lines(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    too_long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 40]
    assert too_long == []


def test_no_module_has_a_name_that_says_nothing():
    empty_names = {"utils", "helpers", "common", "misc", "services", "manager"}
    assert [path for path in MODULES if path.stem in empty_names or path.parent.name in empty_names] == []


def test_time_is_read_in_the_clock_only():
    reads = re.compile(r"datetime\.now\(|date\.today\(|timezone\.now\(|utcnow\(")
    readers = {_name(path) for path in MODULES if reads.search(path.read_text(encoding="utf-8"))}
    assert readers == {"kernel/clock.py"}


def test_every_word_of_the_glossary_is_in_the_code_once():
    glossary = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"\| `(\w+)` \|", glossary)
    classes = [
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert {word: classes.count(word) for word in words} == dict.fromkeys(words, 1)


def test_every_station_and_portal_is_on_the_readme_map():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    folders = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert {folder for folder in folders if f"`{folder}/`" not in readme} == set()


def test_commands_in_the_papers_exist():
    from django.core.management import get_commands

    known = set(get_commands()) | {"bench", "drill", "database", "help", "demo", "protect"}
    for paper in [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]:
        named = re.findall(r"\./laerling ([a-z_]+)", paper.read_text(encoding="utf-8"))
        assert set(named) <= known, paper.name


def test_links_in_the_papers_lead_somewhere():
    for paper in [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]:
        links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", paper.read_text(encoding="utf-8"))
        assert [link for link in links if not (paper.parent / link).exists()] == [], paper.name


def test_decisions_are_numbered_in_order_and_fit_a_page():
    papers = sorted((PROJECT / "docs" / "decisions").glob("*.md"))
    assert [int(paper.name[:4]) for paper in papers] == list(range(1, len(papers) + 1))
    for number, paper in enumerate(papers, start=1):
        text = paper.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert len(text.splitlines()) <= 45


def test_every_dependency_carries_its_reason():
    lines = (PROJECT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads("\n".join(lines))["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    without = [name for name in direct if not any(f'"{name}"' in line and "# " in line for line in lines)]
    assert without == []


def test_tree_names_no_registry_and_no_machine():
    words = [
        "files." + "pythonhosted",
        "registry." + "npmjs",
        "pypi." + "org",
        "/ro" + "ot/",
        "/wo" + "rk/main",
        "index" + "-url",
    ]
    for name in TRACKED:
        path = PROJECT / name
        if path.suffix in {".woff2", ".png", ".mo", ".pdf", ".xlsx"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert [word for word in words if word in text] == [], name


def test_survey_is_never_called_anonymous():
    texts = [path for path in HOUSE.rglob("*") if path.suffix in {".html", ".po", ".toml", ".txt"}]
    texts += list((PROJECT / "docs" / "user").rglob("*.md"))
    for path in texts:
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"anonym", line, flags=re.IGNORECASE):
                assert re.search(r"ikke anonym|ikkje anonym|not anonym", line, flags=re.IGNORECASE), path.name
