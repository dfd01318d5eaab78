"""Addresses of the network."""

from django.urls import path

from network.cities.views import public

app_name = "network"

urlpatterns = [path("network/", public.cities, name="cities")]
