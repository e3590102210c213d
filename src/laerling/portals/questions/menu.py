"""The questions portal's line in the menu."""

from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.menus import MenuItem

MENU = (
    MenuItem(
        label=_("The questions"), url_name="questions:versions", action="questionnaire.read", group="survey", order=37
    ),
)
