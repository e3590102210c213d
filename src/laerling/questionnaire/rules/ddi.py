"""A questionnaire as a DDI-Codebook 2.5: variables, questions, options and indices in all three languages.

For archives and researchers. The order of elements within each is that of the standard.
"""

from typing import Final
from xml.etree import ElementTree as ET

from laerling.questionnaire.rules.asked_of import asked_of
from laerling.questionnaire.rules.lineage import Relation, index_relations, relations
from laerling.questionnaire.rules.shape import Index, Page, Question, Questionnaire, Text

NAMESPACE: Final = "ddi:codebook:2_5"
# How an answer that was not given is written in data files.
SKIPPED: Final = 0
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FORMS: Final = ("nb", "nn", "en")
_SKIPPED_WORDS = Text(nb="Ikke besvart", nn="Ikkje svart på", en="Not answered")
_UNIVERSE = Text(
    nb="Lærlinger og lærekandidater i Norge",
    nn="Lærlingar og lærekandidatar i Noreg",
    en="Apprentices and training candidates in Norway",
)
_SENSITIVE = Text(
    nb="Strengere regler når resultater vises",
    nn="Strengare reglar når resultat blir viste",
    en="Stricter rules when results are shown",
)
_KINDS: Final = {
    "same": Text(nb="Kan sammenlignes med", nn="Kan samanliknast med", en="Comparable with"),
    "adjusted": Text(
        nb="Endret, kan ikke sammenlignes med",
        nn="Endra, kan ikkje samanliknast med",
        en="Adjusted, not comparable with",
    ),
    "new": Text(nb="Ny siden", nn="Ny sidan", en="New since"),
}


def codebook(questionnaire: Questionnaire, before: Questionnaire | None) -> bytes:
    """Return the codebook as XML in UTF-8. `before` is the version it follows, if any."""
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", _LANG: "nb", "ID": "laerling"})
    _study(ET.SubElement(root, "stdyDscr"), questionnaire, before)
    data = ET.SubElement(root, "dataDscr")
    ties = {one.code: one for one in (*relations(questionnaire, before), *index_relations(questionnaire, before))}
    for index in questionnaire.indices:
        _group(data, index, ties[index.code], before)
    for page in questionnaire.pages:
        for question in page.questions:
            _variable(data, question, page, questionnaire, ties[question.code], before)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _study(study: ET.Element, questionnaire: Questionnaire, before: Questionnaire | None) -> None:
    citation = ET.SubElement(study, "citation")
    titles = ET.SubElement(citation, "titlStmt")
    _words(titles, "titl", questionnaire.title, forms=("nb",))
    _words(titles, "parTitl", questionnaire.title, forms=("nn", "en"))
    ET.SubElement(titles, "IDNo", {"agency": "laerling"}).text = questionnaire.code
    producer = ET.SubElement(ET.SubElement(citation, "prodStmt"), "producer", {"abbr": "Udir"})
    producer.text = "Utdanningsdirektoratet"
    version = ET.SubElement(ET.SubElement(citation, "verStmt"), "version", {"type": "sha256"})
    version.text = questionnaire.sha256
    summary = ET.SubElement(ET.SubElement(study, "stdyInfo"), "sumDscr")
    if questionnaire.held:
        for event, year in (("start", questionnaire.held.first), ("end", questionnaire.held.last)):
            if year:
                ET.SubElement(summary, "timePrd", {"event": event, "date": str(year)}).text = str(year)
    ET.SubElement(summary, "nation", {"abbr": "NO"}).text = "Norge"
    _words(summary, "universe", _UNIVERSE)
    if before and questionnaire.series_break:
        _words(study, "notes", questionnaire.series_break, {"type": "seriesBreak", "subject": before.code})


def _group(data: ET.Element, index: Index, tie: Relation, before: Questionnaire | None) -> None:
    named = {"ID": f"G_{index.code}", "type": "other", "otherType": "index", "name": index.code}
    group = ET.SubElement(data, "varGrp", {**named, "var": " ".join(f"V_{code}" for code in index.items)})
    _words(group, "labl", index.title)
    _words(group, "concept", index.title, {"vocab": "index"})
    _compared(group, tie, before)


def _variable(
    data: ET.Element,
    question: Question,
    page: Page,
    questionnaire: Questionnaire,
    tie: Relation,
    before: Questionnaire | None,
) -> None:
    named = {"ID": f"V_{question.code}", "name": question.code, "intrvl": "discrete"}
    variable = ET.SubElement(data, "var", named)
    _words(variable, "labl", question.text, {"level": "variable"})
    _asked(variable, question, page)
    ET.SubElement(
        ET.SubElement(variable, "valrng"), "range", {"min": "1", "max": str(len(question.options)), "UNITS": "INT"}
    )
    ET.SubElement(ET.SubElement(variable, "invalrng"), "item", {"VALUE": str(SKIPPED), "UNITS": "INT"})
    _words(variable, "universe", asked_of(question, {one.code: one for one in questionnaire.questions}))
    for option in sorted(question.options, key=lambda one: one.value):
        _category(variable, option.value, option.text, is_missing=option.outside)
    _category(variable, SKIPPED, _SKIPPED_WORDS, is_missing=True)
    for index in questionnaire.indices:
        if question.code in index.items:
            _words(variable, "concept", index.title, {"vocab": "index"})
    ET.SubElement(variable, "varFormat", {"type": "numeric", "schema": "other", "category": "other"})
    if question.sensitive:
        _words(variable, "notes", _SENSITIVE, {"type": "sensitive"})
    _compared(variable, tie, before)


def _asked(variable: ET.Element, question: Question, page: Page) -> None:
    asked = ET.SubElement(variable, "qstn", {"ID": f"Q_{question.code}", "responseDomainType": "category"})
    if page.intro:
        _words(asked, "preQTxt", page.intro)
    _words(asked, "qstnLit", question.text)
    if question.shown_if:
        others = list(dict.fromkeys(question.shown_if.questions()))
        backward = ET.SubElement(asked, "backward", {"qstn": " ".join(f"Q_{code}" for code in others)})
        backward.text = ", ".join(others)


def _category(variable: ET.Element, value: int, text: Text, *, is_missing: bool) -> None:
    category = ET.SubElement(variable, "catgry", {"missing": "Y"} if is_missing else {})
    ET.SubElement(category, "catValu").text = str(value)
    _words(category, "labl", text, {"level": "category"})


def _compared(parent: ET.Element, tie: Relation, before: Questionnaire | None) -> None:
    """Note how it compares with the version before (M25), and why."""
    if before is None:
        return
    kind = _KINDS[tie.kind]
    for form in _FORMS:
        reason = f" {tie.why.in_(form)}" if tie.why else ""
        note = ET.SubElement(parent, "notes", {"type": "comparability", "subject": tie.kind, _LANG: form})
        note.text = f"{kind.in_(form)} {before.code}.{reason}"


def _words(
    parent: ET.Element, tag: str, text: Text, named: dict[str, str] | None = None, *, forms: tuple[str, ...] = _FORMS
) -> None:
    for form in forms:
        ET.SubElement(parent, tag, {**(named or {}), _LANG: form}).text = text.in_(form)
