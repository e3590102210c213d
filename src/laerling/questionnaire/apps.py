"""The questionnaire station as Django sees it."""

from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    """Question sets: wording, routing and indices."""

    name = "laerling.questionnaire"
    label = "questionnaire"
