"""The sample station as Django sees it."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """Who is asked, who is not, and why."""

    name = "laerling.sample"
    label = "sample"
