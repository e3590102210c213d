"""Expected refusals: what a person asked for and cannot have, in one clear sentence."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A request that is understood and declined.

    Subclasses stand beside the action that raises them and say what is wrong and what to do. The sentence may hold
    named figures, `%(left)s`, given when it is raised; never a personal value. `portals.shell` turns every refusal
    into a page; commands print the sentence and end with 1.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str | Promise] = _("This cannot be done now.")

    def __init__(self, **figures: Any) -> None:
        super().__init__(self.code)
        self.figures = figures

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        sentence = str(self.sentence)
        return sentence % self.figures if self.figures else sentence
