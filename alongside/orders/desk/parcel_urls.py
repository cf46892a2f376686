"""What goes into parcels today, and what is in them."""

from django.urls import path

from . import parcel_views

urlpatterns = [
    path("", parcel_views.to_post, name="book_to_post"),
]
