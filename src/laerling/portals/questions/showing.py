"""What the pages show of a version: its questions as they stand, and beside those of the version before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from laerling.portals.questions.words import COUNTED, FORM_NAMES, RELATIONS, Badge
from laerling.portals.shell.changes import Piece, pieces
from laerling.questionnaire.rules import Question, Questionnaire, Relation, Scale, Text, index_relations, relations
from laerling.questionnaire.rules.asked_of import asked_of

FORMS = ("nb", "nn")


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question of a version. `asked_of` is empty where everybody is asked; `indices` are titles."""

    question: Question
    texts: tuple[tuple[str, str], ...]
    options: tuple[str, ...]
    asked_of: str
    indices: tuple[str, ...]
    badge: Badge | None
    why: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page of a version, with the titles and introductions in both forms."""

    code: str
    titles: tuple[tuple[str, str], ...]
    intros: tuple[tuple[str, str], ...]
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True, slots=True)
class ShownIndex:
    """One index of a version: what it counts, and how it relates; `because_of` are questions' texts."""

    title: str
    code: str
    items: tuple[str, ...]
    minimum_items: int
    badge: Badge | None
    because_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormChange:
    """One written form of a question: what was changed in its wording, and in its options."""

    language: str
    name: str
    text: tuple[Piece, ...]
    options: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One question beside its earlier self. `asked_of` before and now, where that is not the same."""

    code: str
    kind: str
    title: str
    badge: Badge
    why: str
    forms: tuple[FormChange, ...]
    asked_of: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything at all is another than it was."""
        texts = (piece for form in self.forms for piece in (*form.text, *form.options))
        return self.kind != "same" or any(piece.look != "same" for piece in (*texts, *self.asked_of))


def shown_pages(version: Questionnaire, before: Questionnaire | None, language: str) -> tuple[ShownPage, ...]:
    """Return every page of a version with its questions, in the order asked."""
    ties = {one.code: one for one in relations(version, before)}
    questions = {one.code: one for one in version.questions}
    return tuple(
        ShownPage(
            page.code,
            _forms(page.title),
            _forms(page.intro) if page.intro else (),
            tuple(_question(one, version, questions, ties[one.code], before, language) for one in page.questions),
        )
        for page in version.pages
    )


def shown_indices(version: Questionnaire, before: Questionnaire | None, language: str) -> tuple[ShownIndex, ...]:
    """Return every index of a version; one that was dropped is not there."""
    ties = {one.code: one for one in index_relations(version, before)}
    return tuple(
        ShownIndex(
            index.title.in_(language),
            index.code,
            tuple(one.text.in_(language) for one in index.questions),
            index.minimum_items,
            RELATIONS[ties[index.code].kind] if before else None,
            tuple(_texts_of(ties[index.code], version, before, language)),
        )
        for index in version.indices
    )


def shown_scales(version: Questionnaire) -> tuple[Scale, ...]:
    """Return every scale of a version once, in the order they are used."""
    return tuple({one.scale.code: one.scale for one in version.questions}.values())


def counted(version: Questionnaire, before: Questionnaire | None) -> tuple[str, ...]:
    """Return how many questions relate to the version before in each way, in words; nothing where there is none before."""
    if before is None:
        return ()
    kinds: list[str] = [one.kind for one in relations(version, before)]
    return tuple(str(words) % {"n": kinds.count(kind)} for kind, words in COUNTED.items() if kind in kinds)


def differences(version: Questionnaire, before: Questionnaire, language: str) -> tuple[Difference, ...]:
    """Return every question of either version beside itself in the other, in the order asked, dropped ones last."""
    now, then = ({one.code: one for one in each.questions} for each in (version, before))
    return tuple(
        Difference(
            tie.code,
            tie.kind,
            (now.get(tie.code) or then[tie.code]).text.in_(language),
            RELATIONS[tie.kind],
            _why(tie, version, language),
            tuple(_changes(then.get(tie.code), now.get(tie.code))),
            tuple(_asked_change(then.get(tie.code), now.get(tie.code), (then, now), language)),
        )
        for tie in relations(version, before)
    )


def _question(
    question: Question,
    version: Questionnaire,
    questions: Mapping[str, Question],
    tie: Relation,
    before: Questionnaire | None,
    language: str,
) -> ShownQuestion:
    return ShownQuestion(
        question,
        _forms(question.text),
        tuple(option.text.in_(language) for option in question.options),
        asked_of(question, questions).in_(language) if question.shown_if else "",
        tuple(index.title.in_(language) for index in version.indices if question.code in index.items),
        RELATIONS[tie.kind] if before else None,
        _why(tie, version, language),
    )


def _why(tie: Relation, version: Questionnaire, language: str) -> str:
    """Return the reason in words; one that the whole version shares is told once, on top of the page."""
    return tie.why.in_(language) if tie.why and tie.why != version.series_break else ""


def _changes(was: Question | None, now: Question | None) -> Iterator[FormChange]:
    for form in FORMS:
        yield FormChange(
            form,
            FORM_NAMES[form],
            tuple(_wording(was.text.in_(form) if was else "", now.text.in_(form) if now else "")),
            tuple(_option_changes(was, now, form)),
        )


def _wording(was: str, now: str) -> Iterator[Piece]:
    """Yield what was changed word by word; of a sentence that is another altogether, the whole of it."""
    found = list(pieces(was, now))
    kept = sum(len(piece.text) for piece in found if piece.look == "same")
    if was and now and kept < max(len(was), len(now)) / 2:
        found = [Piece("gone", was), Piece("same", " "), Piece("new", now)]
    yield from found


def _option_changes(was: Question | None, now: Question | None, form: str) -> Iterator[Piece]:
    """Yield whole options, never words of them: an option is the same, or it is another."""
    old, new = ([option.text.in_(form) for option in one.options] if one else [] for one in (was, now))
    yield from (Piece("same" if words in new else "gone", words) for words in old)
    yield from (Piece("new", words) for words in new if words not in old)


def _asked_change(
    was: Question | None,
    now: Question | None,
    questions: tuple[Mapping[str, Question], Mapping[str, Question]],
    language: str,
) -> Iterator[Piece]:
    if was is None or now is None:
        return
    old, new = (asked_of(one, each).in_(language) for one, each in zip((was, now), questions, strict=True))
    if old != new:
        yield from (Piece("gone", old), Piece("new", new))


def _texts_of(tie: Relation, version: Questionnaire, before: Questionnaire | None, language: str) -> Iterator[str]:
    texts = {one.code: one.text for each in (before, version) if each for one in each.questions}
    yield from (texts[code].in_(language) for code in tie.because_of)


def _forms(text: Text) -> tuple[tuple[str, str], ...]:
    return tuple((form, text.in_(form)) for form in FORMS)
