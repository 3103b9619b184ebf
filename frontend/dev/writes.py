"""The operations the sheet asks for, on the plan in place; just enough of each to see it happen."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from atlas import MINUTES, Plan, Task, read_link, workdays

Json = dict[str, Any]


class Refused(Exception):
    """Answered as a problem document."""


def edit(plan: Plan, task: Task, fields: Json) -> None:
    if "name" in fields:
        task.name = fields["name"]
    if "duration" in fields:
        match = re.fullmatch(r"([\d.]+)(\w+)", str(fields["duration"]))
        if not match:
            raise Refused(f"“{fields['duration']}” is not a duration.")
        task.days = round(float(match[1]) * {"w": 5, "h": 1 / 8, "m": 1 / 480}.get(match[2], 1))
    if "start" in fields:
        task.not_before = workdays(date.fromisoformat(str(fields["start"])[:10])) if fields["start"] else 0
        task.constraint = "start_no_earlier_than" if fields["start"] else "as_soon_as_possible"
    if "percent_complete" in fields:
        task.percent = fields["percent_complete"]
    if "people" in fields:
        task.people = fields["people"]
    if "deadline" in fields:
        task.deadline = (
            workdays(date.fromisoformat(str(fields["deadline"])[:10])) + 1 if fields["deadline"] else None
        )
    if "predecessors" in fields:
        task.links = [
            link for text in str(fields["predecessors"]).split(";") if (link := read_link(text.strip()))
        ]
        if unknown := [before for before, _, _ in task.links if before not in plan.tasks]:
            raise Refused(f"There is no task {unknown[0]}.")
    task.version += 1


def create(plan: Plan, body: Json, after: int | None, parent: int) -> Task:
    number = max(plan.tasks) + 1
    task = Task(
        number,
        body["name"],
        parent,
        body.get("project") or (plan.tasks[parent].project if parent > 0 else -parent),
        days=1,
        rank=rank_behind(plan, parent, after),
    )
    plan.tasks[number] = task
    edit(plan, task, {key: value for key, value in body.items() if key != "name"})
    return task


def rank_behind(plan: Plan, parent: int, after: int | None) -> float:
    ranks = sorted(task.rank for task in plan.tasks.values() if task.parent == parent)
    before = plan.tasks[after].rank if after else 0.0
    following = [rank for rank in ranks if rank > before]
    return (before + following[0]) / 2 if following else before + 1


def place(body: Json, plan: Plan) -> int:
    if body.get("parent"):
        return int(body["parent"])
    return (
        plan.tasks[body["after"]].parent
        if body.get("after") and not body.get("project")
        else -(body.get("project") or 1)
    )


def write(plan: Plan, method: str, path: str, body: Json) -> None:
    """One operation on the plan, in place."""
    if item := re.fullmatch(r"/tasks/(\d+)", path):
        edit(plan, plan.tasks[int(item[1])], body)
    elif path == "/tasks":
        create(plan, body, body.get("after"), place(body, plan))
    elif path in ("/tasks:edit", "/tasks:preview"):
        for one in body["edits"]:
            edit(plan, plan.tasks[one["task"]], one)
    elif path == "/tasks:paste":
        paste(plan, body)
    elif path == "/tasks:remove":
        remove(plan, set(body["tasks"]))
    elif path in ("/tasks:indent", "/tasks:outdent", "/tasks:move"):
        restructure(plan, path.partition(":")[2], body)
    elif path == "/tasks:link":
        for before, after in zip(body["tasks"], body["tasks"][1:], strict=False):
            plan.tasks[after].links.append((before, "FS", 0))
    elif path == "/tasks:unlink":
        for number in body["tasks"]:
            plan.tasks[number].links = [
                link
                for link in plan.tasks[number].links
                if link[0] not in body["tasks"] and len(body["tasks"]) > 1
            ]
    elif path == "/links":
        plan.tasks[body["successor"]].links.append(
            (body["predecessor"], body["type"], body.get("lag_minutes", 0) // MINUTES)
        )
    elif item := re.fullmatch(r"/links/(\d+)", path):
        number, at = divmod(int(item[1]), 10)
        before, kind, lag = plan.tasks[number].links.pop(at)
        if method == "PATCH":
            plan.tasks[number].links.insert(
                at, (before, body.get("type", kind), int(body.get("lag_minutes", lag * MINUTES)) // MINUTES)
            )
    else:
        raise Refused(f"{method} {path} is not known here.")


def paste(plan: Plan, body: Json) -> None:
    after, parents = body.get("after"), {0: place(body, plan)}
    for one in body["rows"]:
        task = create(
            plan,
            one | {"project": body.get("project")},
            after if one["level"] == 0 else None,
            parents[one["level"]],
        )
        parents[one["level"] + 1] = task.number
        after = task.number if one["level"] == 0 else after


def remove(plan: Plan, numbers: set[int]) -> None:
    while inside := {task.number for task in plan.tasks.values() if task.parent in numbers} - numbers:
        numbers |= inside
    for number in numbers:
        del plan.tasks[number]
    for task in plan.tasks.values():
        task.links = [link for link in task.links if link[0] not in numbers]


def restructure(plan: Plan, verb: str, body: Json) -> None:
    after = body.get("after")
    for number in body["tasks"]:
        task = plan.tasks[number]
        above = [one for one in plan.tasks.values() if one.parent == task.parent and one.rank < task.rank]
        if verb == "indent":
            if not above:
                raise Refused("There is no task above it to put it under.")
            task.parent = max(above, key=lambda one: one.rank).number
            task.rank = rank_behind(plan, task.parent, None) + 1e6
        elif verb == "outdent":
            if task.parent < 0:
                raise Refused("It is already at the top of its project.")
            above_it = plan.tasks[task.parent]
            task.parent, task.rank = above_it.parent, rank_behind(plan, above_it.parent, above_it.number)
        else:
            task.parent = place(body, plan) if body.get("parent") or body.get("project") else task.parent
            task.rank = rank_behind(plan, task.parent, after)
            after = number
