"""The living book. An address here stands on paper: none may ever be changed."""

from django.urls import path

from alongside.core.publishing import published

from . import views
from .feeds import Errata

urlpatterns = [
    path("b/", views.chapters, name="book_chapters"),
    path("b/<int:number>/", views.chapter, name="book_chapter"),
    path(
        "b/<int:printing>/<int:number>/", views.chapter_of_printing, name="book_chapter_of_printing"
    ),
    path("book/errata/", views.errata, name="book_errata"),
    path("book/errata.xml", published(Errata()), name="book_errata_feed"),
]
