"""What a release publishes: tables from a plan in TOML, items from the questionnaire."""

import hashlib
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from laerling.questionnaire.rules import Index, Question, Questionnaire

ANSWERED = "answered"

Table = tuple[str, ...]


class PlanFault(ValueError):
    """A plan that cannot be used, in a sentence."""


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """A plan: dimensions, tables (each some of them), those that follow-ups to sensitive questions are published in.

    `pooled_tables` are tables of units of which two rounds may be told together.
    """

    name: str
    sha256: str
    dimensions: tuple[str, ...]
    tables: tuple[Table, ...]
    follow_up_tables: tuple[Table, ...]
    pooled_tables: tuple[Table, ...] = ()

    def within(self, dimensions: Collection[str]) -> "PublicationPlan":
        """Return the plan for a round that has only these dimensions."""
        return PublicationPlan(
            self.name,
            self.sha256,
            tuple(name for name in self.dimensions if name in dimensions),
            tuple(table for table in self.tables if set(table) <= set(dimensions)),
            tuple(table for table in self.follow_up_tables if set(table) <= set(dimensions)),
            tuple(table for table in self.pooled_tables if set(table) <= set(dimensions)),
        )


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """Something published: `parts` are an index's questions, `follows` those a question is asked because of.

    `follow_up`: it follows a sensitive question, is published in few tables and needs twice as many answers.
    """

    code: str
    kind: Literal["question", "index"]
    categories: int
    sensitive: bool = False
    parts: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    follow_up: bool = False


def read_publication(text: str) -> PublicationPlan:
    """Return the plan said by TOML. Raises PlanFault."""
    try:
        said = tomllib.loads(text)
        dimensions = tuple(said["dimensions"])
        tables, few = _tables(said["tables"], dimensions), _tables(said["follow_up_tables"], dimensions)
        pooled = _tables(said.get("pooled_tables", []), dimensions)
        name = str(said["name"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise PlanFault("The plan needs a name, dimensions, tables and follow_up_tables.") from fault
    if () not in tables or not set(few) <= set(tables):
        raise PlanFault("The plan needs the table of everybody, and follow_up_tables must be among its tables.")
    # Counties are merged and split: one of them is not the same people's from one round to the next.
    if not set(pooled) <= set(tables) - {()} or any("county" in table for table in pooled):
        raise PlanFault("The plan's pooled_tables must be among its tables, and not of everybody or of counties.")
    return PublicationPlan(name, hashlib.sha256(text.encode()).hexdigest(), dimensions, tables, few, pooled)


def items_of(questionnaire: Questionnaire) -> tuple[ItemPlan, ...]:
    """Return every question, then every index that has no sensitive question in it.

    A sensitive question is shown in bands, in which none looks like few; a mean would tell them apart.
    """
    sensitive = {question.code for question in questionnaire.questions if question.sensitive}
    questions = tuple(_question(question, sensitive) for question in questionnaire.questions)
    return questions + tuple(_index(index) for index in questionnaire.indices if not sensitive & set(index.items))


def plan_as_kept(publication: PublicationPlan, items: Collection[ItemPlan]) -> dict[str, Any]:
    """Return the plan as it is kept inside the release."""
    kept: list[dict[str, Any]] = [{"code": ANSWERED, "kind": "answered", "categories": 2}]
    for item in items:
        said: dict[str, Any] = {"code": item.code, "kind": item.kind, "categories": item.categories}
        if item.sensitive:
            said["sensitive"] = True
        if item.parts:
            said["parts"] = list(item.parts)
        if item.follow_up:
            said["tables"] = [name_of(table) for table in publication.follow_up_tables]
        kept.append(said)
    return {
        "name": publication.name,
        "sha256": publication.sha256,
        "dimensions": list(publication.dimensions),
        "tables": [name_of(table) for table in publication.tables],
        "pooled_tables": [name_of(table) for table in publication.pooled_tables],
        "items": kept,
    }


def name_of(table: Table) -> str:
    """Return a table's name: its dimensions joined by `*`."""
    return "*".join(table)


def _tables(said: list[list[str]], dimensions: tuple[str, ...]) -> tuple[Table, ...]:
    tables = tuple(tuple(str(name) for name in table) for table in said)
    for table in tables:
        if list(table) != [name for name in dimensions if name in table]:
            raise PlanFault(f"The table {name_of(table)} must name dimensions of the plan, in the plan's order.")
    if len(set(tables)) < len(tables):
        raise PlanFault("The plan has a table twice.")
    return tables


def _question(question: Question, sensitive: Collection[str]) -> ItemPlan:
    follows = question.shown_if.questions() if question.shown_if else ()
    follow_up = any(code in sensitive for code in follows)
    return ItemPlan(
        question.code,
        "question",
        len(question.options),
        question.sensitive or follow_up,
        follows=tuple(follows),
        follow_up=follow_up,
    )


def _index(index: Index) -> ItemPlan:
    return ItemPlan(index.code, "index", 0, parts=index.items)
