"""Believable answers: people differ, and so do offices, trades, counties and years, all the same way every time."""

from laerling.demo.answers.crowd import Crowd, answers_of
from laerling.demo.answers.model import effect
from laerling.demo.answers.one import Respondents

__all__ = ["Crowd", "Respondents", "answers_of", "effect"]
