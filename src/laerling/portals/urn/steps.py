"""The ceremony's steps, from the rehearsal to the last key destroyed: which are done, which is next, what is wrong."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from laerling.portals.shell.templatetags.shell import day, moment
from laerling.responses.keys import HOLDERS, spoken
from laerling.responses.queries import Ceremony, UrnStatus
from laerling.responses.rules import PROOF_DAYS, is_fresh, urn_due_at
from laerling.rounds.rules import RoundFacts

# What must be destroyed before the answers may come in.
_BEFORE_OPENING = ("drafts", "link_key", "draft_pepper", "mac_key", "backup_key")


@dataclass(frozen=True, slots=True)
class Step:
    """One step as shown: `state` is done, next, later or wrong; `code` is read aloud in groups of four."""

    key: str
    title: str
    text: str
    state: str = "later"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the steps are read from."""

    round: RoundFacts
    urn: UrnStatus
    ceremony: Ceremony
    now: datetime


def steps(seen: Seen) -> tuple[Step, ...]:
    """Return the steps in order; the first that is not done is next."""
    found = [part(seen) for part in (_rehearsal, _holders, _key, _proof, _opens, _closed, _destroyed, _opened, _after)]
    # Once people answer, the time to rehearse is over for this year.
    begun = {"rehearsal"} if seen.now >= seen.round.opens_at else set()
    first = next((step.key for step in found if step.state not in {"done", "wrong"} and step.key not in begun), "")
    return tuple(replace(step, state="next") if step.key == first else step for step in found)


def _rehearsal(seen: Seen) -> Step:
    title, held = _("Rehearsal"), seen.ceremony.rehearsed
    if held is None:
        text = _("All of it once with a key that is thrown away, and invented answers. The real urn is never touched.")
        return Step("rehearsal", title, text)
    if not held.went_well:
        text = _("The rehearsal on %(moment)s failed. Do not go on before you know why.")
        return Step("rehearsal", title, text % {"moment": moment(held.at)}, "wrong")
    text = _(
        "Went well on %(moment)s: %(n_in)s ballots in, %(n_out)s out, and the %(n_left)s that were not genuine were"
        " found. The real tables refused the invented answers."
    )
    report = held.report
    figures = {"n_in": report["n_in"], "n_out": report["n_out"], "n_left": sum(report["left_out"].values())}
    return Step("rehearsal", title, text % {"moment": moment(held.at), **_numbers(figures)}, "done")


def _holders(seen: Seen) -> Step:
    title, n = _("Three key holders, three keys"), len(seen.ceremony.holders)
    if n == len(HOLDERS):
        return Step(
            "holders", title, _("All three have handed in the public half. Compare the fingerprints aloud."), "done"
        )
    if seen.urn.key_made_at is not None:
        return Step("holders", title, _("The round's key was made with all three at one machine."), "done")
    text = _("Each makes a key on a stick of their own, and hands in the public half only. %(n)s of 3 are here.")
    return Step("holders", title, text % {"n": n})


def _key(seen: Seen) -> Step:
    title, urn = _("The round's key"), seen.urn
    if urn.key_made_at is None:
        return Step("key", title, _("Made on a machine without network. Only the public half comes here."))
    if not urn.key_matches:
        text = _("Stop: the key in the database is not the one pinned in this installation. No answer is taken in.")
        return Step("key", title, text, "wrong", spoken(urn.fingerprint))
    text = _("Here since %(moment)s. Read the fingerprint aloud and compare it with the offline machine's:")
    return Step("key", title, text % {"moment": moment(urn.key_made_at)}, "done", spoken(urn.fingerprint))


def _proof(seen: Seen) -> Step:
    title, proofs = _("Two holders show that they can open"), seen.ceremony.proofs
    if not proofs:
        text = _("The server seals a challenge to the key. Two holders open it offline and type the answer.")
        return Step("proof", title, text)
    last = proofs[0]
    figures = {"first": last.holders[0].upper(), "second": last.holders[1].upper(), "moment": moment(last.at)}
    told = _("Shown by holders %(first)s and %(second)s on %(moment)s.") % figures
    if seen.urn.closed_at is not None:
        return Step("proof", title, told, "done")
    if seen.now < seen.round.opens_at:
        if not is_fresh(last.at, at=seen.round.opens_at):
            since = day(seen.round.opens_at - timedelta(days=PROOF_DAYS))
            return Step(
                "proof",
                title,
                f"{told} {_('That is too early: it must be shown on %(day)s or later.') % {'day': since}}",
            )
        return Step("proof", title, f"{told} {_('Do it once more in the middle of November.')}", "done")
    if not is_fresh(last.at, at=seen.now):
        late = _("That is more than %(days)s days ago. People go on answering; let two holders show it again.")
        return Step("proof", title, f"{told} {late % {'days': PROOF_DAYS}}", "wrong")
    return Step("proof", title, told, "done")


def _opens(seen: Seen) -> Step:
    title, this_round = _("The survey opens"), seen.round
    opens = is_fresh(seen.ceremony.proven_at, at=this_round.opens_at)
    if seen.now < this_round.opens_at:
        text = _("Opens by itself on %(day)s, when two holders have shown the key on %(since)s or later.")
        since = day(this_round.opens_at - timedelta(days=PROOF_DAYS))
        return Step("opens", title, text % {"day": day(this_round.opens_on), "since": since})
    if seen.urn.closed_at is None and not opens:
        text = _("The survey should have opened on %(day)s, and has not: no two holders have shown the key in time.")
        return Step("opens", title, text % {"day": day(this_round.opens_on)}, "wrong")
    return Step("opens", title, _("Open since %(day)s.") % {"day": day(this_round.opens_on)}, "done")


def _closed(seen: Seen) -> Step:
    title, urn = _("The urn is closed"), seen.urn
    if urn.closed_at is None:
        text = _(
            "Closes by itself when %(day)s is over. The number of ballots and the root hash are shown to everybody."
        )
        return Step("closed", title, text % {"day": day(seen.round.closes_on)})
    text = _("Closed on %(moment)s with %(n)s ballots. The root hash, for the protocol and for the opening:")
    figures = {
        "moment": moment(urn.closed_at),
        "n": number_format(urn.n_ballots or 0, use_l10n=True, force_grouping=True),
    }
    return Step("closed", title, text % figures, "done", spoken(urn.root_hash))


def _destroyed(seen: Seen) -> Step:
    title, gone = _("What could lead back is destroyed"), seen.ceremony.destroyed
    if seen.urn.closed_at is None:
        text = _("At the close the system destroys drafts and its own keys. You destroy the key of the backups.")
        return Step("destroyed", title, text)
    left = [thing for thing in _BEFORE_OPENING if thing not in gone]
    if not left:
        return Step("destroyed", title, _("All of it is destroyed, and written down below."), "done")
    if "backup_key" in left:
        text = _(
            "Destroy the key of the backups from the answering period. No answer comes in before that is written down."
        )
        return Step("destroyed", title, text)
    return Step("destroyed", title, _("Something is not written down as destroyed. Look at the list below."), "wrong")


def _opened(seen: Seen) -> Step:
    title, urn = _("Opening"), seen.urn
    if urn.opened_at is None:
        text = _(
            "Two holders open the urn on a machine without network. The opened file is handed in where the round is steered."
        )
        return Step("opened", title, text)
    report = seen.ceremony.report
    text = _("Taken in on %(moment)s: %(n_in)s ballots in, %(n_ok)s answers out, %(n_left)s left out.")
    figures = {"n_in": urn.n_ballots or 0, "n_ok": urn.n_ok or 0, "n_left": urn.n_rejected or 0}
    told = text % {"moment": moment(urn.opened_at), **_numbers(figures)}
    missing, surplus = report.get("n_missing", 0), report.get("n_surplus", 0)
    if missing or surplus:
        wrong = _("Stop: profile by profile %(missing)s ballots are missing and %(surplus)s are too many.")
        return Step("opened", title, f"{told} {wrong % _numbers({'missing': missing, 'surplus': surplus})}", "wrong")
    return Step("opened", title, told, "done")


def _after(seen: Seen) -> Step:
    title, gone, urn = _("Afterwards"), seen.ceremony.destroyed, seen.urn
    if urn.opened_at is None:
        return Step("after", title, _("Thirty days after the opening the sealed ballots and all keys are destroyed."))
    if "urn" not in gone:
        text = _(
            "The system destroys the sealed ballots on %(day)s. Then you destroy the holders' keys and the envelope."
        )
        return Step("after", title, text % {"day": day(urn_due_at(urn.opened_at))})
    if "identity" not in gone:
        text = _(
            "The sealed ballots are destroyed. Now destroy the holders' keys, the locks and the envelope, and write it down."
        )
        return Step("after", title, text)
    return Step("after", title, _("Ballots and keys are destroyed. Nothing of this round can be opened again."), "done")


def _numbers(figures: dict[str, Any]) -> dict[str, str]:
    return {name: number_format(value, use_l10n=True, force_grouping=True) for name, value in figures.items()}
