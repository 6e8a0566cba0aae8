from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.identity.users import menu
from dps.identity.users.permissions import UserPermission
from dps.platform.access import page


@page(UserPermission.OPEN_MENU, administration=True)
def menu_page(request: HttpRequest) -> HttpResponse:
    """Everything one may do with user accounts."""
    context = {"cards": menu.cards_for(request.actor), "notice": settings.USER_ADMINISTRATION_NOTICE}
    return render(request, "user_admin/menu.html.jinja", context)
