from django.urls import path

from dps.identity.external.pages import groups, people

app_name = "external"
urlpatterns = [
    path("", people.search, name="search"),
    path("create/", people.create, name="create"),
    path("groups/", groups.groups, name="groups"),
    path("groups/create/", groups.create_group, name="create_group"),
    path("groups/members/", groups.download, name="download"),
    path("groups/<str:group>/", groups.group, name="group"),
    path("groups/<str:group>/name/", groups.rename_group, name="rename_group"),
    path("groups/<str:group>/delete/", groups.delete_group, name="delete_group"),
    path("groups/<str:group>/children/add/", groups.add_child, name="add_child"),
    path("groups/<str:group>/children/<str:child>/remove/", groups.remove_child, name="remove_child"),
    path("groups/<str:group>/roles/add/", groups.add_role, name="add_group_role"),
    path("groups/<str:group>/roles/<str:role>/", groups.change_role, name="change_group_role"),
    path("groups/<str:group>/roles/<str:role>/remove/", groups.remove_role, name="remove_group_role"),
    path("<uuid:key>/", people.person, name="person"),
    path("<uuid:key>/email/", people.change_email, name="change_email"),
    path("<uuid:key>/enable/", people.enable, name="enable"),
    path("<uuid:key>/disable/", people.disable, name="disable"),
    path("<uuid:key>/unlock/", people.unlock, name="unlock"),
    path("<uuid:key>/first-password/", people.send_first_password, name="send_first_password"),
    path("<uuid:key>/roles/add/", people.give_roles, name="give_roles"),
    path("<uuid:key>/roles/<str:role>/remove/", people.remove_role, name="remove_role"),
    path("<uuid:key>/groups/add/", people.join_group, name="join_group"),
    path("<uuid:key>/groups/<str:group>/remove/", people.leave_group, name="leave_group"),
]
