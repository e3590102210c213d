"""Small questionnaires made of a few words, as files."""

import hypothesis.strategies as st

from laerling.questionnaire.rules.writing import toml_of

FORMS = ("nb", "nn", "en")


def words(text):
    return {form: f"{text} {form}" for form in FORMS}


def scale(n=3, direction="up", outside=0):
    options = [{"value": value, **words(f"Alternativ {value}")} for value in range(1, n + outside + 1)]
    for option in options[n:]:
        option["outside"] = True
    return {"direction": direction, "options": options}


def asked(code, *, shown_if=None, **more):
    question = {"code": code, "scale": "steps", "text": words(f"Hva med {code}?"), **more}
    return question | ({"shown_if": shown_if} if shown_if else {})


def table(*pages, code="small-1", **more):
    """Return a file's table with pages of questions, each a list of `asked`."""
    rows = [
        {"code": f"page_{number}", "title": words(f"Side {number}"), "questions": list(page)}
        for number, page in enumerate(pages, start=1)
    ]
    begins = {"format": 1, "code": code, "survey": "small", "title": words("Liten"), "scales": {"steps": scale()}}
    return begins | {"pages": rows} | more


def file(*pages, **more):
    return toml_of(table(*pages, **more))


def version(number, *questions, dropped=(), **more):
    """Return a dated version's file: `small-2` follows `small-1`, and holds from its year on. One page each."""
    dated = {"format": 2, "rounds": {"first": 2010 + number}}
    if number > 1:
        dated["follows"] = f"small-{number - 1}"
        dated["dropped"] = [{"question": code, "why": words("Borte")} for code in dropped]
    return file(questions, code=f"small-{number}", **(dated | more))


@st.composite
def tables(draw):
    """Tables of up to five questions, with conditions on earlier pages: right ones and odd ones."""
    scales = {"steps": scale(draw(st.integers(2, 3)), outside=draw(st.integers(0, 1)))}
    values = range(1, len(scales["steps"]["options"]) + 1)
    pages, earlier, n = [], [], 0
    for _page in range(draw(st.integers(1, 4))):
        here = []
        for _question in range(2 if n == 0 and draw(st.booleans()) else 1):
            n += 1
            condition = draw(conditions(earlier, values)) if earlier and draw(st.booleans()) else None
            here.append(asked(f"q{n}", shown_if=condition))
        pages.append(here)
        earlier = earlier + [one["code"] for one in here]
    return table(*pages, scales=scales)


def conditions(earlier, values):
    named = st.lists(st.sampled_from(list(values)), min_size=1, max_size=2, unique=True)
    compared = st.one_of(
        st.fixed_dictionaries({"question": st.sampled_from(earlier), "is": named}),
        st.fixed_dictionaries({"question": st.sampled_from(earlier), "is_not": named}),
        st.fixed_dictionaries({"question": st.sampled_from(earlier), "at_least": st.integers(1, len(values) + 1)}),
    )
    return st.recursive(
        compared,
        lambda parts: st.one_of(
            st.fixed_dictionaries({"all": st.lists(parts, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(parts, min_size=1, max_size=3)}),
        ),
        max_leaves=4,
    )
