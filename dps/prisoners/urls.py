from django.urls import include, path

urlpatterns = [
    path("prisoners/", include("dps.prisoners.search.urls")),
    path("prisoners/", include("dps.prisoners.quick_look.urls")),
    path("prisoners/", include("dps.prisoners.location.urls")),
    path("prisoners/", include("dps.prisoners.money.urls")),
    path("prisoners/", include("dps.prisoners.visits.urls")),
    path("prisoners/", include("dps.prisoners.offences.urls")),
    path("prisoners/", include("dps.prisoners.cell_sharing.urls")),
    path("prisoners/", include("dps.prisoners.staff_contacts.urls")),
    path("prisoners/", include("dps.prisoners.schedule.urls")),
    path("prisoners/", include("dps.prisoners.handover.urls")),
    path("prisoners/", include("dps.prisoners.timeline.urls")),
    path("prisoners/", include("dps.prisoners.next_of_kin.urls")),
    path("prisoners/", include("dps.prisoners.neurodiversity.urls")),
    path("prisoners/", include("dps.prisoners.marks.urls")),
    path("prisoners/", include("dps.prisoners.names.urls")),
    path("prisoners/", include("dps.prisoners.identifiers.urls")),
    path("prisoners/", include("dps.prisoners.reaching.urls")),
    path("prisoners/", include("dps.prisoners.personal.urls")),
    path("", include("dps.prisoners.restricted_patients.urls")),
    path("", include("dps.prisoners.search.old_addresses")),
]
