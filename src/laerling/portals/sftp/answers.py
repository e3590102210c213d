"""How a request that cannot be met is answered: a code every client knows, a sentence, and nothing of our insides."""

import functools
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, TypeVar

from asyncssh import SFTPError, SFTPFailure, SFTPPermissionDenied
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal

if TYPE_CHECKING:
    from laerling.portals.sftp.area import Area

Result = TypeVar("Result")
logger = logging.getLogger(__name__)

Operation = Callable[..., Coroutine[Any, Any, Result]]

not_for_writing: Final = _(
    "Files can be fetched here, and receipts put into the folder kvitteringer. Nothing else can be changed."
)
_AWAY: Final = _("The server cannot reach its database just now. Try again in a few minutes.")
_FAULT: Final = _("Something went wrong on our side. Try again, or write to technical support.")
_FORBIDDEN: Final = frozenset({401, 403})


class Declined(Exception):
    """A request that nobody may make of an area, with its sentence."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("declined")
        self.sentence = sentence


def refuse(sentence: str | Promise) -> Declined:
    """Return what to raise for a request that is not allowed."""
    return Declined(sentence)


def asked(operation: Operation[Result]) -> Operation[Result]:
    """Let an operation refuse in the county's written form, and let nothing of a fault out but that there was one."""

    @functools.wraps(operation)
    async def answer(self: "Area", *request: Any) -> Result:
        self.visit.touch()
        try:
            return await operation(self, *request)
        except SFTPError:
            raise
        except (Refusal, Declined) as refusal:
            raise _declined(self, refusal) from None
        except (OperationalError, InterfaceError):
            logger.warning("county %s: the database is away", self.visit.entry.county_code)
            raise SFTPFailure(_told(self, _AWAY)) from None
        except Exception as fault:  # noqa: BLE001  asyncssh would tell the client what an unexpected exception says
            logger.error("county %s: %s at %s", self.visit.entry.county_code, type(fault).__name__, _where(fault))  # noqa: TRY400  its text may hold a person's data
            raise SFTPFailure(_told(self, _FAULT)) from None

    return answer


def _declined(area: "Area", refusal: Refusal | Declined) -> SFTPError:
    with translation.override(area.visit.entry.written_form):
        sentence = _told(area, str(refusal) if isinstance(refusal, Refusal) else refusal.sentence)
    area.visit.count_refusal()
    forbidden = isinstance(refusal, Declined) or refusal.status in _FORBIDDEN
    return SFTPPermissionDenied(sentence) if forbidden else SFTPFailure(sentence)


def _told(area: "Area", text: str | Promise) -> str:
    """Return a sentence in the county's written form; OpenSSH, which shows codes only, gets it beside the answer."""
    sentence = area.visit.say(text)
    if area.visit.shows_codes_only and area.visit.says_first(sentence):
        area.channel.write_stderr(f"{sentence}\r\n".encode())
    return sentence


def _where(fault: BaseException) -> str:
    """Return the place in our own code an unexpected exception came from."""
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
