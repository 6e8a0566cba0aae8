from django.urls import include, path

from dps.identity.users import pages
from dps.identity.users.account import pages as account
from dps.identity.users.create import pages as create
from dps.identity.users.create.rules import Kind
from dps.identity.users.search import pages as search

one = [
    path("", account.account_page, name="account"),
    path("history/", account.history_page, name="history"),
    path("roles/add/", account.add_roles, name="add_roles"),
    path("roles/<str:code>/remove/", account.remove_role, name="remove_role"),
    path("roles/<str:code>/ask/", account.ask_for_removal, name="ask_for_removal"),
    path("caseloads/add/", account.add_caseloads, name="add_caseloads"),
    path("caseloads/active/", account.choose_caseload, name="choose_caseload"),
    path("caseloads/<str:code>/remove/", account.remove_caseload, name="remove_caseload"),
    path("prisons/add/", account.add_prisons, name="add_prisons"),
    path("prisons/<str:code>/remove/", account.remove_prison, name="remove_prison"),
    path("name/", account.change_name, name="change_name"),
    path("email/", account.change_email, name="change_email"),
    path("activate/", account.activate, name="activate"),
    path("deactivate/", account.deactivate, name="deactivate"),
    path("unlock/", account.unlock, name="unlock"),
    path("sign-out/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("second-step/", account.reset_second_step, name="reset_second_step"),
    path("first-password/", account.send_first_password, name="send_first_password"),
]

own = [
    path("", pages.menu_page, name="menu"),
    path("dps/", search.search, name="search"),
    path("dps/download", search.download, name="download"),
    path("dps/download-administrators", search.download_administrators, name="download_administrators"),
    path("dps/<str:username>/", include(one)),
    path("create/", create.choose_kind, name="create"),
    path("create/general/", create.create, {"kind": Kind.GENERAL}, name="create_general"),
    path("create/local/", create.create, {"kind": Kind.LOCAL}, name="create_local"),
    path("create/central/", create.create, {"kind": Kind.CENTRAL}, name="create_central"),
    path("created/<str:username>/", create.created, name="created"),
    path("link/", create.link, name="link"),
]

urlpatterns = [
    path("roles/", include("dps.identity.users.roles.urls")),
    path("bulk/", include("dps.identity.users.bulk.urls")),
    path("domains/", include("dps.identity.users.domains.urls")),
    path("", include((own, "users"))),
]
