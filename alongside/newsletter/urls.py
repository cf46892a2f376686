"""The doors of the newsletter. What else begins with `/letters/` is a page of Wagtail's tree."""

from django.urls import path

from .join_views import confirm, keep_in_touch, new_address
from .leave_views import come_back, leave, way_out
from .preference_views import address, copy, erase, preferences, stay

_OF_ONE_LETTER = "letters/preferences/<str:token>/"

urlpatterns = [
    path("keep-in-touch/", keep_in_touch, name="keep-in-touch"),
    path("letters/confirm/<str:token>/", confirm, name="letter-confirm"),
    path("letters/new-address/<str:token>/", new_address, name="letter-new-address"),
    path("letters/leave/", way_out, name="letter-way-out"),
    path("letters/leave/<str:token>/", leave, name="letter-leave"),
    path("letters/come-back/<str:token>/", come_back, name="letter-come-back"),
    path(_OF_ONE_LETTER, preferences, name="letter-preferences"),
    path(f"{_OF_ONE_LETTER}address/", address, name="letter-address"),
    path(f"{_OF_ONE_LETTER}stay/", stay, name="letter-stay"),
    path(f"{_OF_ONE_LETTER}copy/", copy, name="letter-copy"),
    path(f"{_OF_ONE_LETTER}erase/", erase, name="letter-erase"),
]
