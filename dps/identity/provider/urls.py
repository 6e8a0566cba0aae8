from django.urls import path

from dps.identity.provider.pages import authorise, discovery, logout, machines

urlpatterns = [
    path(".well-known/openid-configuration", discovery.configuration, name="openid_configuration"),
    path(".well-known/jwks.json", discovery.jwks, name="jwks"),
    path("oauth2/authorize", authorise.authorise, name="oauth2_authorize"),
    path("oauth2/token", machines.token, name="oauth2_token"),
    path("oauth2/userinfo", machines.userinfo, name="oauth2_userinfo"),
    path("oauth2/introspect", machines.introspect, name="oauth2_introspect"),
    path("oauth2/revoke", machines.revoke, name="oauth2_revoke"),
    path("oauth2/logout", logout.logout, name="oauth2_logout"),
    path("oauth/authorize", authorise.authorise),
    path("oauth/token", machines.token),
]
