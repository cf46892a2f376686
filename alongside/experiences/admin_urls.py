"""The addresses of the moderators' screens, under /admin/experiences/. Numbers only."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
