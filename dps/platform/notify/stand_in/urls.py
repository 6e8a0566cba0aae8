from django.urls import path

from dps.platform.notify.stand_in import pages

urlpatterns = [
    path("v2/notifications", pages.notifications),
    path("v2/notifications/<str:what>", pages.notification),
    path("v2/notifications/<str:what>/pdf", pages.letter_pdf),
    path("v2/template/<str:template_id>", pages.template),
    path("v2/template/<str:template_id>/version/<str:version>", pages.template_version),
    path("v2/template/<str:template_id>/preview", pages.preview),
    path("v2/templates", pages.templates),
    path("v2/received-text-messages", pages.received_texts),
]
