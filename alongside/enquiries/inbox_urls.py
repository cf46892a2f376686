"""The addresses of the inbox, under /admin/inbox/. Numbers only: no word of a conversation."""

from django.urls import path

from . import inbox_answer_views as answering
from . import inbox_end_views as end
from . import inbox_read_views as reading
from . import inbox_rights_views as rights
from . import inbox_settings_views as settings
from . import inbox_views as inbox
from .inbox_write_down_views import write_down

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("unlock/", inbox.unlock, name="inbox_unlock"),
    path("lock/", inbox.lock_inbox, name="inbox_lock"),
    path("find/", inbox.search, name="inbox_search"),
    path("open/", reading.open_conversation, name="inbox_open"),
    path("write-down/", write_down, name="inbox_write_down"),
    path("capacity/", settings.capacity, name="inbox_capacity"),
    path("silence/", settings.alarm, name="inbox_alarm"),
    path("silence/try/", settings.try_second_channel, name="inbox_try_second_channel"),
    path("erased/", end.certificates, name="inbox_certificates"),
    path("erased/<str:code>/", end.certificate, name="inbox_certificate"),
    path("rights/", rights.rights, name="inbox_rights"),
    path("rights/copy/", rights.rights_copy, name="inbox_rights_copy"),
    path("rights/erase/", rights.rights_erase, name="inbox_rights_erase"),
    path("<int:pk>/", reading.conversation, name="inbox_conversation"),
    path("<int:pk>/answer/", answering.answer, name="inbox_answer"),
    path("<int:pk>/note/", answering.note, name="inbox_note"),
    path("<int:pk>/hand/", answering.hand, name="inbox_hand"),
    path("<int:pk>/follow-up/", answering.follow_up, name="inbox_follow_up"),
    path("<int:pk>/close/", answering.close, name="inbox_close"),
    path("<int:pk>/back/", answering.back, name="inbox_back"),
    path("<int:pk>/reopen/", answering.reopen, name="inbox_reopen"),
    path("<int:pk>/erase/", end.erase, name="inbox_erase"),
    path("<int:pk>/after-death/", end.after_death, name="inbox_after_death"),
]
