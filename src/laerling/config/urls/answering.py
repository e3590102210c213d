"""The answering site's addresses."""

from django.urls import URLPattern, URLResolver, include, path
from importlib.util import find_spec

urlpatterns: list[URLPattern | URLResolver] = []
