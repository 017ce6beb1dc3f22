"""views.*: forms over what somebody sees, and their Home tab."""

from secrets import token_hex
from typing import Any

from bot.sandbox.cast import USERS
from bot.sandbox.errors import ApiError, require_rules
from bot.sandbox.rules import broken_by_view
from bot.sandbox.workspace import MOST_VIEWS, Workspace, named

Json = dict[str, Any]


def open_form(workspace: Workspace, given: Json) -> Json:
    return _open(workspace, given, push=False)


def push_form(workspace: Workspace, given: Json) -> Json:
    return _open(workspace, given, push=True)


def update(workspace: Workspace, given: Json) -> Json:
    view = _checked(workspace, given, "modal")
    old = workspace.views.get(str(given.get("view_id") or ""))
    if old is None or not workspace.is_open(old["id"]):
        raise ApiError("not_found")
    if given.get("hash") not in (None, old["hash"]):
        raise ApiError("hash_conflict")
    return {"view": workspace.replace_view(old["id"], view)}


def publish(workspace: Workspace, given: Json) -> Json:
    user = str(given.get("user_id") or "")
    if user not in USERS:
        raise ApiError("user_not_found")
    view = _checked(workspace, given, "home")
    old = workspace.homes.get(user)
    if old and given.get("hash") not in (None, old["hash"]):
        raise ApiError("hash_conflict")
    kept = {"id": f"VHOME{user[1:]}", "hash": token_hex(6), "blocks": named(view["blocks"])}
    workspace.homes[user] = {**view, **kept}
    workspace.touch()
    return {"view": workspace.homes[user]}


def _open(workspace: Workspace, given: Json, *, push: bool) -> Json:
    view = _checked(workspace, given, "modal")
    user, error = workspace.use_trigger(str(given.get("trigger_id") or ""))
    if user is None:
        raise ApiError(error)
    if push and len(workspace.stacks.get(user, [])) >= MOST_VIEWS:
        raise ApiError("push_limit_reached")
    return {"view": workspace.open_view(user, view, push=push)}


def _checked(workspace: Workspace, given: Json, kind: str) -> Json:
    view = given.get("view")
    broken = broken_by_view(view)
    if isinstance(view, dict) and view.get("type") != kind:
        broken.append(f"this call takes a {kind}")
    require_rules(workspace, broken, "invalid_arguments")
    return dict(view or {})


METHODS = {
    "views.open": open_form,
    "views.push": push_form,
    "views.update": update,
    "views.publish": publish,
}
