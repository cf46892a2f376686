"""What goes into parcels today, and what is in them."""

from django.urls import path

from . import (
    one_parcel_views,
    order_parcel_views,
    parcel_views,
    posting_views,
    printing_views,
)

urlpatterns = [
    path("", parcel_views.to_post, name="book_to_post"),
    path("waiting/", parcel_views.waiting, name="book_waiting"),
    path("printed/<uuid:run>/", printing_views.printed, name="book_printed"),
    path("printed/<uuid:run>/slips.pdf", printing_views.slips, name="book_run_slips"),
    path("printed/<uuid:run>/labels.pdf", printing_views.labels, name="book_run_labels"),
    path("packed/", posting_views.packed, name="book_packed"),
    path("packed/print/", printing_views.all_packed, name="book_packed_print"),
    path("packed/slips.pdf", printing_views.slips, name="book_packed_slips"),
    path("packed/labels.pdf", printing_views.labels, name="book_packed_labels"),
    path("posted/", posting_views.posted, name="book_posted"),
    path("parcels/<int:pk>/", one_parcel_views.parcel, name="book_parcel"),
    path("parcels/<int:pk>/slip.pdf", printing_views.slips, name="book_parcel_slip"),
    path("parcels/<int:pk>/label.pdf", printing_views.labels, name="book_parcel_label"),
    path("parcels/<int:pk>/post/", one_parcel_views.post, name="book_parcel_post"),
    path("parcels/<int:pk>/part/", one_parcel_views.post_part, name="book_parcel_part"),
    path("parcels/<int:pk>/undo/", one_parcel_views.undo, name="book_parcel_undo"),
    path("parcels/<int:pk>/unpack/", one_parcel_views.unpack, name="book_parcel_unpack"),
    path("parcels/<int:pk>/back/", one_parcel_views.take_back, name="book_parcel_back"),
    path("orders/<int:pk>/pack/", order_parcel_views.pack, name="book_order_pack"),
    path("orders/<int:pk>/anew/", order_parcel_views.send_anew, name="book_order_anew"),
    path("orders/<int:pk>/close/", order_parcel_views.close_rest, name="book_order_close"),
]
