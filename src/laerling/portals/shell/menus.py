"""The menu: each portal brings its lines in a `menu` module, the shell shows those that one's tasks may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from laerling.access.policy import Action, may
from laerling.access.types import Scope


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu. `label` is lazily translated; lines stand by rising `order`."""

    label: str | Promise
    url_name: str
    action: Action
    order: int = 50


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line as shown: `is_here` on the page itself or below it."""

    label: str | Promise
    url: str
    is_here: bool


def lines(scope: Scope, *, path: str) -> tuple[MenuLine, ...]:
    """Return the whole menu of a person's tasks for a unit on the page at `path`."""
    return shown(_items(), scope, path=path)


def shown(items: Iterable[MenuItem], scope: Scope, *, path: str) -> tuple[MenuLine, ...]:
    """Return the lines that the tasks may use; lines whose page this site does not have are left out."""
    allowed = [(item, url) for item in items if may(scope, item.action) and (url := _address(item.url_name))]
    above = (url for _, url in allowed if path == url or (url != "/" and path.startswith(url)))
    here = max(above, key=len, default="")
    return tuple(MenuLine(item.label, url, url == here) for item, url in allowed)


@cache
def _items() -> tuple[MenuItem, ...]:
    found: list[MenuItem] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.menu"
        if config.name.startswith("laerling.") and find_spec(name):
            found.extend(import_module(name).MENU)
    return tuple(sorted(found, key=lambda item: item.order))


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
