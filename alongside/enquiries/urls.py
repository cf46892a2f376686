"""The doors that anybody may come through."""

from django.urls import path

from .bereavement_views import someone_has_died
from .complaint_views import complain
from .conversation_views import conversation
from .join_views import join_us

urlpatterns = [
    path("join-us/", join_us, name="join-us"),
    path("join-us/conversation/", conversation, name="conversation"),
    path("someone-has-died/", someone_has_died, name="someone-has-died"),
    path("privacy/complaint/", complain, name="complain"),
]
