"""What stands under /signs/ and is no page of the tree: files, cards, the catalogue."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
