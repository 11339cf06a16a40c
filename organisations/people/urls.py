from django.urls import path

from organisations.people.views import hosts, invitations, organisation, place, substitutes

ORGANISATION = "portal/organisations/<int:organisation>/people/"

urlpatterns = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("portal/invitations/", invitations.invitations, name="portal_invitations"),
    path("portal/invitations/<int:pk>/", invitations.answer, name="portal_invitation_answer"),
    path(
        "portal/invitations/work/<int:pk>/", invitations.answer_to_work, name="portal_work_invitation_answer"
    ),
    path(
        "portal/organisations/without-owner/",
        organisation.without_owner,
        name="organisations_without_owner",
    ),
    path(ORGANISATION, organisation.people, name="organisation_people"),
    path(f"{ORGANISATION}leave/", organisation.leave, name="organisation_people_leave"),
    path(f"{ORGANISATION}hand-over/", organisation.hand_over, name="organisation_people_hand_over"),
    path(f"{ORGANISATION}<int:membership>/", organisation.person, name="organisation_person"),
    path(f"{ORGANISATION}<int:membership>/remove/", organisation.remove, name="organisation_person_remove"),
    path(
        f"{ORGANISATION}invitations/<int:invitation>/withdraw/",
        organisation.withdraw,
        name="organisation_invitation_withdraw",
    ),
    path("portal/people/", place.places, name="portal_people_list"),
    path("portal/people/<str:number>/", place.people, name="portal_people"),
    path("portal/people/<str:number>/<int:person>/", place.colleague, name="portal_colleague"),
    path("portal/people/<str:number>/<int:person>/let-go/", place.let_go, name="portal_colleague_let_go"),
    path(
        "portal/people/<str:number>/invitations/<int:invitation>/withdraw/",
        place.withdraw,
        name="portal_staff_invitation_withdraw",
    ),
    path("portal/people/<str:number>/substitutes/", substitutes.substitutes, name="portal_substitutes"),
    path(
        "portal/people/<str:number>/substitutes/<int:substitute>/end/",
        substitutes.end,
        name="portal_substitute_end",
    ),
    path("portal/people/<str:number>/hand-over/", hosts.hand_over, name="portal_hand_over"),
]
