from django.urls import path

from dps.identity.requests.pages import asking, deciding, reviewing

app_name = "access_requests"
urlpatterns = [
    path("", asking.mine, name="mine"),
    path("ask/", asking.choose, name="choose"),
    path("ask/why/", asking.ask, name="ask"),
    path("keep/role/<str:code>/", asking.keep_role, name="keep_role"),
    path("keep/caseload/<str:code>/", asking.keep_caseload, name="keep_caseload"),
    path("removal/<str:username>/<str:code>/", deciding.removal, name="removal"),
    path("to-decide/", deciding.to_decide, name="to_decide"),
    path("review/", reviewing.review, name="review"),
    path("review/download", reviewing.download, name="review_download"),
    path("<int:request_id>/", asking.one, name="one"),
    path("<int:request_id>/decide/", deciding.decide, name="decide"),
    path("<int:request_id>/withdraw/", asking.withdraw, name="withdraw"),
]
