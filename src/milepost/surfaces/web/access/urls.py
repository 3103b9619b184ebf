"""Addresses of coming in, and of people and roles. Those of allauth's pages are in `entrance`."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.access import directory, invitations, own, start

urlpatterns = [
    path("start", start.start_page, name="start"),
    path("start/owner/<str:secret>", start.owner_page, name="start_owner"),
    path("start/organisation", start.organisation_page, name="start_organisation"),
    path("start/plan", start.plan_page, name="start_plan"),
    path("start/sample", start.sample_page, name="sample"),
    path("join/<str:secret>", invitations.join_page, name="join"),
    path("enter/<str:secret>", invitations.enter_page, name="enter"),
    path("account/sessions", own.sessions_page, name="sessions"),
    path("account/sessions/end", own.end_session, name="end_session"),
    path("account/sessions/end-others", own.end_other_sessions, name="end_other_sessions"),
    path("account/tokens", own.tokens_page, name="tokens"),
    path("account/tokens/<int:token>/revoke", own.revoke_token, name="revoke_token"),
    path("people", directory.people_page, name="people"),
    path("people/invite", directory.invite_page, name="invite"),
    path("people/roles", directory.roles_page, name="roles"),
    path("people/security", directory.security_page, name="security"),
    path("organisation/history/<int:seq>/undo", directory.take_back, name="take-back-here"),
    path("people/<int:person>/edit", directory.edit_person, name="edit_person"),
    path("people/<int:person>/roles", directory.give_role, name="give_role"),
    path("people/<int:person>/roles/<int:grant>/take", directory.take_role, name="take_role"),
    path("people/<int:person>/deactivate", directory.deactivate, name="deactivate_person"),
    path("people/<int:person>/reactivate", directory.reactivate, name="reactivate_person"),
    path("people/<int:person>/link", invitations.new_link, name="new_link"),
]
