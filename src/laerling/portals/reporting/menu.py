"""The reporting portal's lines in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("Results"), url_name="reporting:home", action="results.read", group="answers", order=60),
    MenuItem(
        label=_("What protection costs"), url_name="reporting:loss", action="release.read", group="answers", order=70
    ),
    MenuItem(label=_("Ready reports"), url_name="reporting:ready", action="results.read", group="answers", order=62),
)
