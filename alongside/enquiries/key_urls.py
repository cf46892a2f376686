"""`/admin/inbox/keys/`: the inbox key, who holds it, and the recovery sheets. Included by the inbox."""

from django.urls import path

from . import (
    key_views,
    passphrase_views,
    recovery_views,
    rehearsal_views,
    sheet_views,
)

urlpatterns = [
    path("", key_views.home, name="inbox_keys"),
    path("let-in/<int:pk>/", key_views.let_in, name="inbox_key_let_in"),
    path("remove/<int:pk>/", key_views.remove, name="inbox_key_remove"),
    path("exchange/", key_views.exchange, name="inbox_key_exchange"),
    path("passphrase/", passphrase_views.choose, name="inbox_key_passphrase"),
    path("passphrase/change/", passphrase_views.change, name="inbox_key_change_passphrase"),
    path("forgotten/", passphrase_views.forgotten, name="inbox_key_forgotten"),
    path("sheets/", sheet_views.make, name="inbox_key_sheets"),
    path("sheets/pdf/", sheet_views.pdf, name="inbox_key_sheets_pdf"),
    path("sheets/read-back/", sheet_views.read_back, name="inbox_key_read_back"),
    path("recover/", recovery_views.recover, name="inbox_key_recover"),
    path("rehearsal/", rehearsal_views.a_few_words, name="inbox_key_rehearsal"),
    path("rehearsal/whole/", rehearsal_views.whole_sheets, name="inbox_key_rehearsal_whole"),
]
