"""What stands under /signs/ and is no page of the tree: files, cards, the catalogue."""

from django.urls import path

from .catalogue_file import catalogue_file

urlpatterns = [
    path("signs/catalogue.json", catalogue_file, name="catalogue"),
]
