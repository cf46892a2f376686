"""The addresses of the moderators' screens, under /admin/experiences/. Numbers only."""

from django.urls import path

from .wish_views import wish, wishes

urlpatterns = [
    path("wishes/", wishes, name="wishes"),
    path("wishes/<int:pk>/", wish, name="wish"),
]
