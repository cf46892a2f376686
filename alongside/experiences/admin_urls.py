"""The addresses of the moderators' screens, under /admin/experiences/. Numbers only."""

from django.urls import path

from . import catalogue_views as signs
from . import moderator_views as moderators
from . import queue_views as queue
from . import reading_views as reading
from . import release_views as releasing
from .wish_views import wish, wishes

urlpatterns = [
    path("wishes/", wishes, name="wishes"),
    path("wishes/<int:pk>/", wish, name="wish"),
    path("", queue.queue, name="experiences"),
    path("open/", reading.open_experience, name="experience_open"),
    path("unlock/", moderators.unlock, name="experiences_unlock"),
    path("lock/", moderators.lock, name="experiences_lock"),
    path("passphrase/", moderators.passphrase, name="experiences_passphrase"),
    path("moderators/", moderators.moderators, name="experiences_moderators"),
    path("moderators/<int:pk>/let-in/", moderators.let_in, name="experiences_let_in"),
    path("moderators/<int:pk>/remove/", moderators.remove, name="experiences_remove"),
    path("releases/", releasing.releases, name="releases"),
    path("releases/publish/", releasing.publish, name="release_publish"),
    path("releases/weekly/", releasing.weekly, name="release_weekly"),
    path("signs/", signs.catalogue_list, name="catalogue"),
    path("signs/new/", signs.new_sign, name="catalogue_new"),
    path("signs/merge/", signs.merge, name="catalogue_merge"),
    path("signs/<int:pk>/apart/", signs.take_apart, name="catalogue_apart"),
    path("<int:pk>/", reading.experience, name="experience"),
    path("<int:pk>/decide/", reading.decide, name="experience_decide"),
    path("<int:pk>/undo/", reading.undo, name="experience_undo"),
    path("<int:pk>/urgent/", reading.urgent, name="experience_urgent"),
]
