from django.urls import path

from dps.prisoners.alerts.pages import bulk, central, profile, reference, reports

urlpatterns = [
    path("prisoners/<str:number>/alerts/", profile.alerts, name="alerts"),
    path("prisoners/<str:number>/alerts/add/", profile.add, name="add_alert"),
    path("prisoners/<str:number>/alerts/<uuid:alert>/", profile.alert, name="alert"),
    path("prisoners/<str:number>/alerts/<uuid:alert>/details/", profile.details, name="alert_details"),
    path("prisoners/<str:number>/alerts/<uuid:alert>/close/", profile.close, name="close_alert"),
    path("prisoners/<str:number>/alerts/<uuid:alert>/end/", profile.end, name="alert_end"),
    path("prisoners/<str:number>/alerts/<uuid:alert>/looked-at/", profile.reviewed, name="alert_looked_at"),
    path("alerts/", reference.menu, name="alerts_administration"),
    path("alerts/types/", reference.types, name="alert_types"),
    path("alerts/types/add/", reference.add_type, name="add_alert_type"),
    path("alerts/types/<str:code>/", reference.one_type, name="alert_type"),
    path("alerts/types/<str:code>/description/", reference.describe_type, name="describe_alert_type"),
    path(
        "alerts/types/<str:code>/deactivate/", reference.use_type, {"use": "deactivate"}, name="deactivate_alert_type"
    ),
    path(
        "alerts/types/<str:code>/reactivate/", reference.use_type, {"use": "reactivate"}, name="reactivate_alert_type"
    ),
    path("alerts/codes/add/", reference.add_code, name="add_alert_code"),
    path("alerts/codes/<str:code>/", reference.one_code, name="alert_code"),
    path("alerts/codes/<str:code>/description/", reference.describe_code, name="describe_alert_code"),
    path("alerts/codes/<str:code>/restrict/", reference.restrict, name="restrict_alert_code"),
    path("alerts/codes/<str:code>/lift/", reference.lift, name="lift_alert_code"),
    path("alerts/codes/<str:code>/users/add/", reference.name_user, name="name_alert_user"),
    path("alerts/codes/<str:code>/users/<str:username>/remove/", reference.drop_user, name="drop_alert_user"),
    path(
        "alerts/codes/<str:code>/deactivate/", reference.use_code, {"use": "deactivate"}, name="deactivate_alert_code"
    ),
    path(
        "alerts/codes/<str:code>/reactivate/", reference.use_code, {"use": "reactivate"}, name="reactivate_alert_code"
    ),
    path("alerts/flags/", reference.flags, name="alert_flags"),
    path("alerts/add/", central.add, name="add_alert_anywhere"),
    path("alerts/delete/", central.find, name="find_alert_to_delete"),
    path("alerts/delete/<uuid:alert>/", central.delete, name="delete_alert"),
    path("alerts/bulk/", bulk.plans, name="bulk_alerts"),
    path("alerts/bulk/begin/", bulk.begin, name="begin_bulk_alert"),
    path("alerts/bulk/<int:plan>/", bulk.one_plan, name="bulk_alert"),
    path("alerts/bulk/<int:plan>/alert/", bulk.alert, name="bulk_alert_code"),
    path("alerts/bulk/<int:plan>/people/", bulk.people, name="bulk_alert_people"),
    path("alerts/bulk/<int:plan>/people/remove-all/", bulk.drop_all, name="bulk_alert_drop_all"),
    path("alerts/bulk/<int:plan>/people/<str:number>/remove/", bulk.drop, name="bulk_alert_drop"),
    path("alerts/bulk/<int:plan>/mode/", bulk.mode, name="bulk_alert_mode"),
    path("alerts/bulk/<int:plan>/check/", bulk.check, name="bulk_alert_check"),
    path("alerts/bulk/<int:plan>/discard/", bulk.discard, name="discard_bulk_alert"),
    path("alerts/bulk/<int:plan>/results.csv", bulk.results, name="bulk_alert_results"),
    path("alerts/reports/not-looked-at/", reports.stale, name="stale_alerts"),
    path("alerts/reports/not-looked-at/stale.csv", reports.stale_file, name="stale_alerts_file"),
    path("alerts/reports/by-month/", reports.trend, name="alert_trend"),
]
