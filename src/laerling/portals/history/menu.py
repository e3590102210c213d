"""The history portal's line in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(label=_("What has been done"), url_name="history:events", action="audit.read", group="access", order=90),
)
