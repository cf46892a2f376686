"""The PDF leaflet of an answer (typst, PDF/UA-1)."""

from django.http import HttpRequest

from .models import AnswerPage


def make_leaflet(page: AnswerPage, request: HttpRequest) -> bytes:
    raise NotImplementedError
