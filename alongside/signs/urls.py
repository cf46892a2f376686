"""What stands under /signs/ and is no page of the tree: files, cards, the catalogue."""

from django.urls import path

from alongside.core.publishing import published

from . import views
from .catalogue_file import catalogue_file
from .feeds import NewAndChangedSigns, Releases

urlpatterns = [
    path("signs/card.pdf", views.signs_card, name="signs-card"),
    path("signs/catalogue.json", catalogue_file, name="signs-catalogue"),
    path("signs/figures/release.json", views.figures_json, name="figures-json"),
    path("signs/figures/release.csv", views.figures_csv, name="figures-csv"),
    path("signs/card/<slug:slug>/", views.card, name="figures-card"),
    path("signs/picture/<slug:slug>.png", views.picture, name="figures-picture"),
    path("signs/feed.xml", published(Releases()), name="releases-feed"),
    path("signs/changes.xml", published(NewAndChangedSigns()), name="signs-feed"),
]
