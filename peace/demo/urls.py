"""Addresses of the demo's doors and its mails; `peace.urls` mounts them under DEMO."""

from django.urls import path

from peace.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.index, name="index"),
    path("enter/door/", views.enter_door, name="enter-door"),
    path("enter/link/<slug:role>/", views.enter_link, name="enter-link"),
    path("enter/<slug:role>/", views.enter, name="enter"),
    path("phone/", views.phone, name="phone"),
    path("phone/authority.crt", views.authority, name="authority"),
    path("mail/", views.mails, name="mails"),
    path("mail/<str:key>/", views.mail, name="mail"),
    path("mail/<str:key>/<int:number>", views.mail_part, name="mail-part"),
]
