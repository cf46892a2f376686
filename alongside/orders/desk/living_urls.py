"""The living book: chapters with their codes, and mistakes."""

from django.urls import path

from . import chapter_views as chapters
from . import errata_views as errata

urlpatterns = [
    path("chapters/", chapters.chapters, name="book_desk_chapters"),
    path("chapters/new/", chapters.new_chapter, name="book_new_chapter"),
    path("chapters/codes.zip", chapters.all_codes, name="book_all_codes"),
    path("chapters/<int:pk>/", chapters.chapter, name="book_desk_chapter"),
    path("chapters/<int:pk>/retire/", chapters.retire, name="book_retire_chapter"),
    path("chapters/<int:pk>/code/", chapters.code, name="book_chapter_code"),
    path("chapters/<int:pk>/code.<str:kind>", chapters.code_file, name="book_code_file"),
    path("errata/", errata.errata, name="book_desk_errata"),
    path("errata/new/", errata.new_erratum, name="book_new_erratum"),
    path("errata/<int:pk>/", errata.erratum, name="book_erratum"),
    path("errata/<int:pk>/write/", errata.write_erratum, name="book_write_erratum"),
    path("errata/<int:pk>/press/", errata.press, name="book_press_erratum"),
    path("errata/<int:pk>/check/", errata.check, name="book_check_erratum"),
]
