"""Which door each route has, so that a test can walk every address and find none left open by oversight."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeVar

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import get_resolver

Door = Literal["action", "signed_in", "open"]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_MARK = "laerling_door"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A view's door: an action of the policy table, a sign-in, or open to anybody; `reason` is the action or the why.

    `limit` is what each call uses up (`shell.limits`), empty for plain reading.
    """

    door: Door
    reason: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of a site. `declaration` is None where the view says nothing: a wall test refuses that."""

    pattern: str
    name: str
    declaration: Declaration | None


def declare(view: View, door: Door, reason: str, limit: str = "") -> View:
    """Write the door on a view and return it."""
    setattr(view, _MARK, Declaration(door, reason, limit))
    return view


def open_page(*, why: str) -> Callable[[View], View]:
    """Mark a view that anybody may call, with the reason in one sentence."""

    def mark(view: View) -> View:
        return declare(view, "open", why)

    return mark


def declared(urlconf: str) -> tuple[Route, ...]:
    """Return every route of a URL conf with its door, in the order of the addresses."""
    import_module(urlconf)
    return tuple(_walk(get_resolver(urlconf), prefix="/", namespace=""))


def _walk(resolver: URLResolver, *, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inside = ":".join(filter(None, (namespace, entry.namespace)))
            yield from _walk(entry, prefix=prefix + str(entry.pattern), namespace=inside)
        elif isinstance(entry, URLPattern):
            name = ":".join(filter(None, (namespace, entry.name)))
            yield Route(prefix + str(entry.pattern), name, _declaration(entry.callback))


def _declaration(view: Any) -> Declaration | None:
    found = getattr(view, _MARK, None)
    return found if isinstance(found, Declaration) else None
