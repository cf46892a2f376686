"""The doors that anybody may come through."""

from django.urls import path

from .share_views import share
from .yours_views import yours

urlpatterns = [
    path("signs/share/", share, name="share"),
    path("signs/share/yours/", yours, name="yours"),
]
