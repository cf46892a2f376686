"""The addresses of the moderators' screens, under /admin/experiences/. Numbers only."""

from django.urls import path

from . import catalogue_views as signs
from . import release_views as releasing
from .moderation import decide_views as decide
from .moderation import more_views as more
from .moderation import people_views as people
from .moderation import queue_views as queue
from .moderation import read_views as reading
from .wish_views import wish, wishes

urlpatterns = [
    path("", queue.queue, name="experiences"),
    path("unlock/", queue.unlock, name="experiences_unlock"),
    path("lock/", queue.lock, name="experiences_lock"),
    path("open/", reading.open_one, name="experiences_open"),
    path("people/", people.people, name="experiences_people"),
    path("people/passphrase/", people.passphrase, name="experiences_passphrase"),
    path("people/<int:number>/let-in/", people.let_in, name="experiences_let_in"),
    path("people/<int:number>/remove/", people.remove, name="experiences_remove"),
    path("people/exchange/", people.exchange, name="experiences_exchange"),
    path("wishes/", wishes, name="wishes"),
    path("wishes/<int:pk>/", wish, name="wish"),
    path("releases/", releasing.releases, name="releases"),
    path("releases/publish/", releasing.publish, name="release_publish"),
    path("releases/weekly/", releasing.weekly, name="release_weekly"),
    path("signs/", signs.catalogue_list, name="catalogue"),
    path("signs/new/", signs.new_sign, name="catalogue_new"),
    path("signs/merge/", signs.merge, name="catalogue_merge"),
    path("signs/<int:pk>/apart/", signs.take_apart, name="catalogue_apart"),
    path("<int:pk>/", reading.experience, name="experience"),
    path("<int:pk>/accept/", decide.accept, name="experience_accept"),
    path("<int:pk>/keep/", decide.keep, name="experience_keep"),
    path("<int:pk>/preview/", decide.preview, name="experience_preview"),
    path("<int:pk>/ask/", decide.ask, name="experience_ask"),
    path("<int:pk>/decline/", decide.decline, name="experience_decline"),
    path("<int:pk>/undo/", decide.undo, name="experience_undo"),
    path("<int:pk>/hide-quote/", more.hide_quote, name="experience_hide_quote"),
    path("<int:pk>/urgent/", more.urgent, name="experience_urgent"),
    path("<int:pk>/urgent/done/", more.urgent_done, name="experience_urgent_done"),
]
