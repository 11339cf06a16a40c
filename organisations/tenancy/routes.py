"""Which of Wagtail's addresses a role needs: a plain table, closed by default.

The key is `namespace:url_name`, as `request.resolver_match` names it. What does not stand here is a 404 for
everybody but superusers, whatever a later version of Wagtail brings. `organisations.tenancy.guard` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from organisations.roles import Capability


@dataclass(frozen=True)
class Rule:
    """Who comes through, and to what.

    `needs`: somebody who has this capability nowhere gets a 404. `scope` names the function in
    `organisations.tenancy.scopes` that finds what the request is about, by the part `key` of its address:
    what belongs to another municipality is a 404 too, and own rows on which `action` is not this person's
    to do are a 403. Without a scope the view lists only what the permission policies show.
    """

    needs: Capability
    scope: str = ""
    key: str = "pk"
    action: str = "change"


def pages(action: str = "change", *, key: str = "page_id", scope: str = "page") -> Rule:
    return Rule(Capability.CHANGE_PAGES, scope, key, action)


def images(action: str = "change", *, key: str = "image_id") -> Rule:
    return Rule(Capability.USE_PICTURES, "image", key, action)


def own_upload() -> Rule:
    return Rule(Capability.USE_PICTURES, "own_upload", "uploaded_file_id")


def translation(*, key: str = "translation_id", scope: str = "translation") -> Rule:
    return Rule(Capability.TRANSLATE, scope, key)


def snippet(name: str, needs: Capability, **views: str) -> dict[str, Rule]:
    """The views of one model that is registered as a snippet: url_name → action.

    `name` is "app_label_modelname". Those without a row in their address are named here.
    """
    without_row = {"list": "", "list_results": "", "add": "new_row", "preview_on_add": "new_row"}
    return {
        f"wagtailsnippets_{name}:{view}": Rule(needs, without_row.get(view, "row"), "pk", action)
        for view, action in views.items()
    }


# Before a log-in, and for everybody who is logged in: they say nothing about any row.
OPEN: frozenset[str] = frozenset(
    {
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtail_localize:javascript_catalog",
        "localize_javascript_catalog",
    }
)

# For nobody, superusers neither: a second way in, past the code and the second factor. What has "password"
# in its name and stands nowhere here is closed with them.
NEVER: frozenset[str] = frozenset(
    {
        "wagtailcore_login",
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_authenticate_with_password",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)

# What no form may send, a superuser's neither: it publishes the source's words in place of a person's own.
NEVER_SENT: Mapping[str, str] = {
    "wagtail_localize:update_translations": "publish_translations",
    "wagtail_localize:submit_page_translation": "include_subtree",
}

ROUTES: Mapping[str, Rule] = {
    # The admin itself.
    "wagtailadmin_home": Rule(Capability.USE_ADMIN),
    "wagtailadmin_account": Rule(Capability.USE_ADMIN),
    "wagtailadmin_logout": Rule(Capability.USE_ADMIN),
    "wagtailadmin_dismissibles": Rule(Capability.USE_ADMIN),
    "wagtailadmin_block_preview": Rule(Capability.USE_ADMIN),
    "wagtailadmin_editing_sessions:ping": Rule(Capability.USE_ADMIN, "named_object", "object_id"),
    "wagtailadmin_editing_sessions:release": Rule(Capability.USE_ADMIN),
    # Pages: the own municipality's, and what stands under it.
    "wagtailadmin_explore_root": Rule(Capability.CHANGE_PAGES),
    "wagtailadmin_explore": pages("explore", key="parent_page_id"),
    "wagtailadmin_explore_results": pages("explore", key="parent_page_id"),
    "wagtailadmin_pages:search": Rule(Capability.CHANGE_PAGES),
    "wagtailadmin_pages:search_results": Rule(Capability.CHANGE_PAGES),
    "wagtailadmin_pages:add_subpage": pages("add", key="parent_page_id"),
    "wagtailadmin_pages:add": pages("add", key="parent_page_id"),
    "wagtailadmin_pages:preview_on_add": pages("add", key="parent_page_id"),
    "wagtailadmin_pages:edit": pages(),
    "wagtailadmin_pages:preview_on_edit": pages(),
    "wagtailadmin_pages:view_draft": pages(),
    "wagtailadmin_pages:history": pages(),
    "wagtailadmin_pages:history_results": pages(),
    "wagtailadmin_pages:revisions_view": pages(),
    "wagtailadmin_pages:revisions_revert": pages(),
    "wagtailadmin_pages:revisions_compare": pages(key="pk"),
    # The page that a municipality was opened with stays: see `scopes.lower_page`.
    "wagtailadmin_pages:delete": pages("publish", scope="lower_page"),
    "wagtailadmin_pages:unpublish": pages("publish", scope="lower_page"),
    # Links in a text: to public pages and own drafts.
    "wagtailadmin_choose_page": Rule(Capability.USE_ADMIN),
    "wagtailadmin_choose_page_child": Rule(Capability.USE_ADMIN, "linkable_page", "parent_page_id", "view"),
    "wagtailadmin_choose_page_search": Rule(Capability.USE_ADMIN),
    "wagtailadmin_choose_page_external_link": Rule(Capability.USE_ADMIN, "typed_link"),
    "wagtailadmin_choose_page_email_link": Rule(Capability.USE_ADMIN),
    "wagtailadmin_choose_page_phone_link": Rule(Capability.USE_ADMIN),
    "wagtailadmin_choose_page_anchor_link": Rule(Capability.USE_ADMIN),
    # Pictures: the own municipality's collection.
    "wagtailimages:index": Rule(Capability.USE_PICTURES),
    "wagtailimages:index_results": Rule(Capability.USE_PICTURES),
    "wagtailimages:add": Rule(Capability.USE_PICTURES),
    "wagtailimages:add_multiple": Rule(Capability.USE_PICTURES),
    "wagtailimages:create_multiple_from_uploaded_image": Rule(
        Capability.USE_PICTURES, "own_upload", "uploaded_file_id"
    ),
    "wagtailimages:delete_upload_multiple": own_upload(),
    "wagtailimages:edit": images(),
    "wagtailimages:edit_multiple": images(),
    "wagtailimages:delete": images("delete"),
    "wagtailimages:delete_multiple": images("delete"),
    "wagtailimages_chooser:choose": Rule(Capability.USE_PICTURES),
    "wagtailimages_chooser:choose_results": Rule(Capability.USE_PICTURES),
    "wagtailimages_chooser:create": Rule(Capability.USE_PICTURES),
    "wagtailimages_chooser:chosen": images("choose", key="pk"),
    # Translations of what one may change.
    "wagtail_localize:submit_page_translation": pages(),
    "wagtail_localize:update_translations": translation(
        key="translation_source_id", scope="translation_source"
    ),
    "wagtail_localize:edit_string_translation": translation(),
    "wagtail_localize:machine_translate": translation(),
    "wagtail_localize:preview_translation": translation(),
    "wagtail_localize:stop_translation": translation(),
    # What is chosen into a welcome package: each list has the own municipality's.
    **{
        f"{chooser}:{view}": Rule(Capability.WRITE_PACKAGES)
        for chooser in ("package_contacts", "package_venues", "package_places", "package_sections")
        for view in ("choose", "choose_results", "chosen")
    },
    # Welcome packages.
    **snippet(
        "welcome_packagestep",
        Capability.WRITE_PACKAGES,
        list="view",
        list_results="view",
        edit="change",
        preview_on_edit="change",
        history="view",
        history_results="view",
        inspect="view",
        revisions_view="view",
        revisions_revert="change",
        revisions_compare="view",
        unpublish="publish",
        delete="delete",
        lock="lock",
        unlock="unlock",
    ),
    # When an activity's organiser is asked whether it pauses.
    **snippet(
        "events_schoolholiday",
        Capability.EDIT_DIRECTORY,
        list="view",
        list_results="view",
        add="add",
        edit="change",
        delete="delete",
        history="view",
        history_results="view",
        inspect="view",
    ),
}
