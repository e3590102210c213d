"""The rows of a release: groups with their figures, labels, and the hash that names them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as it is stored: `figures` by item, empty where it is not shown. `few`: too few were asked."""

    table: str
    key: tuple[str, ...]
    shown: bool
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    few: bool = False
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class LabelRow:
    """What a code was called in that round, and the units it lay in, such as "county:46"."""

    dimension: str
    code: str
    name: str
    parents: tuple[str, ...] = ()


def content_hash(groups: Iterable[GroupRow], labels: Iterable[LabelRow]) -> str:
    """Return the SHA-256 of groups and labels in their order, as hexadecimal text."""
    digest = hashlib.sha256()
    for group in groups:
        _add(digest, [group.table, group.key, group.rounds, group.shown, group.few, group.figures])
    for label in labels:
        _add(digest, [label.dimension, label.code, label.name, label.parents])
    return digest.hexdigest()


def _add(digest: Any, line: list[Any]) -> None:
    digest.update(json.dumps(line, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode() + b"\n")
