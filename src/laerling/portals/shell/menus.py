"""The menu: each portal brings its lines in a `menu` module, the shell shows those that one's tasks may use.

Lines stand in groups that follow the year. One sees the groups, and the lines of the group one is in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from typing import Final, Literal

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.access.policy import Action, may
from laerling.access.types import Scope

Group = Literal["round", "people", "survey", "answers", "access"]

# In the order they stand.
GROUPS: Final[dict[Group, Promise]] = {
    "round": _("The round"),
    "people": _("Those who are asked"),
    "survey": _("The survey"),
    "answers": _("Answers"),
    "access": _("Access"),
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu. `label` is lazily translated; in their group, lines stand by rising `order`."""

    label: str | Promise
    url_name: str
    action: Action
    group: Group
    order: int = 50


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line as shown: `is_here` on the page itself or below it."""

    label: str | Promise
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A group as shown, under its own name, or under that of its line when there is only one; leads to its first line."""

    label: str | Promise
    lines: tuple[MenuLine, ...]

    @property
    def url(self) -> str:
        """Where the group leads."""
        return self.lines[0].url

    @property
    def is_here(self) -> bool:
        """Whether one is on one of its pages."""
        return any(line.is_here for line in self.lines)


def groups(scope: Scope, *, path: str) -> tuple[MenuGroup, ...]:
    """Return the whole menu of a person's tasks for a unit on the page at `path`."""
    return shown(_items(), scope, path=path)


def shown(items: Iterable[MenuItem], scope: Scope, *, path: str) -> tuple[MenuGroup, ...]:
    """Return the lines that the tasks may use, by group; lines whose page this site does not have are left out."""
    allowed = [(item, url) for item in items if may(scope, item.action) and (url := _address(item.url_name))]
    above = (url for _item, url in allowed if path == url or (url != "/" and path.startswith(url)))
    here = max(above, key=len, default="")
    allowed.sort(key=lambda one: (list(GROUPS).index(one[0].group), one[0].order))
    return tuple(
        _group(group, tuple(MenuLine(item.label, url, url == here) for item, url in lines))
        for group, lines in groupby(allowed, key=lambda one: one[0].group)
    )


def _group(group: Group, lines: tuple[MenuLine, ...]) -> MenuGroup:
    return MenuGroup(GROUPS[group] if len(lines) > 1 else lines[0].label, lines)


@cache
def _items() -> tuple[MenuItem, ...]:
    found: list[MenuItem] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.menu"
        if config.name.startswith("laerling.") and find_spec(name):
            found.extend(import_module(name).MENU)
    return tuple(found)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
