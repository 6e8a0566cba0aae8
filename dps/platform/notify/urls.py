from django.urls import include, path

from dps.platform.notify import pages

app_name = "notify"
urlpatterns = [
    path("", pages.list_of_messages, name="messages"),
    path("try-again", pages.try_again, name="try_again"),
    path("templates/", pages.list_of_templates, name="templates"),
    path("templates/<str:template_key>/", pages.one_template, name="template"),
    path("receipts", pages.receipts, name="receipts"),
    path("inbox/", pages.inbox, name="inbox"),
    path("inbox/<uuid:mail>/", pages.inbox_message, name="inbox_message"),
    path("stand-in/", include("dps.platform.notify.stand_in.urls")),
    path("<uuid:message_id>/", pages.one_message, name="message"),
    path("<uuid:message_id>/send-again", pages.send_again, name="send_again"),
    path("<uuid:message_id>/cancel", pages.cancel, name="cancel"),
]
