"""Addresses of the letters' desk, under `/admin/letters/`."""

from django.urls import path, re_path

from . import desk_views as views
from .letter_views import check_letter

urlpatterns = [
    path("", views.letters, name="letters"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/send/", views.send, name="letter_send"),
    path("<int:pk>/test/", views.test, name="letter_test"),
    re_path(rf"^(?P<pk>\d+)/(?P<what>{views.PRESSES})/$", views.press, name="letter_press"),
    path("<int:page_id>/check/", check_letter, name="check_letter"),
]
