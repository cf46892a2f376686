"""The doors that anybody may come through."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
