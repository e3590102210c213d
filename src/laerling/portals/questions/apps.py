"""The questions portal as Django sees it."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """The pages of the questionnaire and its versions."""

    name = "laerling.portals.questions"
    label = "questions"
