"""The letters that come with the system: version 1 of every round, data beside the code."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from laerling.invitations.rules import Channel
from laerling.invitations.texts.checks import faults
from laerling.invitations.texts.types import CHANNELS, FIRST, FORMS, KINDS, Letters, Text, Texts, Version


@cache
def first_letters() -> Letters:
    """Return the first version of every letter. Raises ValueError for a fault in the data."""
    data = _data()
    return {
        (kind, channel): Version(kind, channel, FIRST, _texts(channel, data[kind][channel]))
        for kind in KINDS
        for channel in CHANNELS
    }


@cache
def marks_of_a_test() -> dict[Channel, dict[str, str]]:
    """Return what stands on top of a message that is sent as a test, by channel and written form."""
    marks: dict[Channel, dict[str, str]] = _data()["test"]
    return marks


def _data() -> dict[str, Any]:
    file = resources.files("laerling.invitations").joinpath("data/messages.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _texts(channel: Channel, data: dict[str, dict[str, str]]) -> Texts:
    texts = {form: Text(data[form].get("subject", "").strip(), data[form]["body"].strip()) for form in FORMS}
    if wrong := faults(channel, texts):
        raise ValueError(f"A letter of the file cannot be sent: {wrong[0].field}: {wrong[0].code}")
    return texts
