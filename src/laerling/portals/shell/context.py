"""What the frame of a page shows, worked out only when a template asks."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laerling.access.types import Scope
from laerling.kernel import clock
from laerling.portals.shell import menus, units

# Each name in its own language, so that everyone recognises theirs.
LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A language one can switch to, or the one in use."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit one can switch to, or the one in use."""

    id: str
    scope: Scope
    is_current: bool


class Frame:
    """Header, menu, banner and footer of one request. On the answering site nothing here reads a session."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def site(self) -> str:
        """Which site this is: "staff", "answering" or "inbox". Commands and workers render as the staff site."""
        return settings.SITE if settings.SITE in {"answering", "inbox"} else "staff"

    @property
    def base(self) -> str:
        """The base template of this site."""
        return "shell/base_answering.html" if self.site == "answering" else "shell/base.html"

    @cached_property
    def demo_clock(self) -> datetime | None:
        """What the demo's clock shows; None outside a demo."""
        return clock.now() if settings.DEMO else None

    @cached_property
    def languages(self) -> tuple[LanguageLink, ...]:
        """The languages of the interface."""
        current = (get_language() or "nb")[:2]
        return tuple(LanguageLink(code, name, code == current) for code, name in LANGUAGES)

    @property
    def language(self) -> str:
        """The language of this page, for its `lang` attribute."""
        return next((one.code for one in self.languages if one.is_current), "nb")

    @property
    def survey(self) -> str:
        """What the survey is called that the page is of: a portal says it in `request.survey`, else the Apprentice Survey."""
        return str(getattr(self._request, "survey", "")) or _("The Apprentice Survey")

    @property
    def here(self) -> str:
        """The address of the page, to come back to after a switch."""
        return self._request.get_full_path()

    @property
    def link_for_colleagues(self) -> str:
        """The page's address with the unit in it: whoever opens it acts for the same unit, if they have it (M13).

        Empty on pages that are of no unit, and on the answer to a form.
        """
        scope: Scope | None = getattr(self._request, "scope", None)
        if scope is None or self._request.method not in {"GET", "HEAD"}:
            return ""
        asked = self._request.GET.copy()
        asked[units.PARAMETER] = scope.key
        return f"{self._request.path}?{asked.urlencode(safe=':')}"

    @property
    def support_email(self) -> str:
        """Where to write about technical trouble (M37)."""
        return str(settings.SUPPORT_EMAIL)

    @property
    def contact_email(self) -> str:
        """Where to write about everything else (M37)."""
        return str(settings.CONTACT_EMAIL)

    @cached_property
    def account_name(self) -> str:
        """The signed-in person's own name; empty when nobody is."""
        return str(getattr(self._user, "name", ""))

    @property
    def idle_seconds(self) -> int:
        """How long a session lasts without a sign of life. The same on every page: two answers alike stay alike."""
        return int(settings.SESSION_IDLE_SECONDS)

    @property
    def warn_seconds(self) -> int:
        """How long before its end one is warned."""
        return int(settings.SESSION_WARN_SECONDS)

    @cached_property
    def scope(self) -> Scope | None:
        """The unit acted for, whether or not the page asked for one."""
        given: Scope | None = getattr(self._request, "scope", None)
        if given is not None or self._user is None:
            return given
        return units.chosen(self._request, on=clock.today())

    @cached_property
    def units(self) -> tuple[UnitLink, ...]:
        """The units the person may act for."""
        if self._user is None:
            return ()
        available = units.scopes(self._request, on=clock.today())
        return tuple(UnitLink(one.key, one, one == self.scope) for one in available)

    @cached_property
    def menu(self) -> tuple[menus.MenuGroup, ...]:
        """The menu of the unit's tasks, in groups."""
        return menus.groups(self.scope, path=self._request.path) if self.scope else ()

    @property
    def submenu(self) -> menus.MenuGroup | None:
        """The group one is in, when it has more lines than one."""
        return next((group for group in self.menu if group.is_here and len(group.lines) > 1), None)

    @property
    def _user(self) -> object | None:
        if self.site != "staff":
            return None
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None


def shell(request: HttpRequest) -> dict[str, object]:
    """Give templates `frame`."""
    return {"frame": Frame(request)}
