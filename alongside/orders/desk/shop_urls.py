"""Who sells, what it costs, and how many copies there are: for founders."""

from django.urls import path

from . import ebook_views, goods_views, shop_views, stock_views

urlpatterns = [
    path("shop/", shop_views.shop, name="book_shop"),
    path("shop/open/", shop_views.open_or_close, name="book_shop_open"),
    path("shop/editions/new/", goods_views.edition, name="book_edition_new"),
    path("shop/editions/<int:pk>/", goods_views.edition, name="book_edition"),
    path("shop/editions/<int:pk>/file/", ebook_views.keep, name="book_ebook"),
    path("shop/postage/new/", goods_views.band, name="book_band_new"),
    path("shop/postage/<int:pk>/", goods_views.band, name="book_band"),
    path("shop/<slug:name>/", shop_views.part, name="book_shop_part"),
    path("stock/", stock_views.stock, name="book_stock"),
    path("stock/<int:pk>/", stock_views.edition, name="book_stock_edition"),
    path("stock/printings/<int:pk>/", stock_views.printing, name="book_printing"),
]
