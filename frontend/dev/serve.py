"""Try the sheet without Milepost: a page, the built files, and answers in the shape of the real API.

    python frontend/dev/serve.py [--port 8090] [--tasks 28] [--style FILE]

For developing and measuring the island only. `--delay` makes answers slow; a task named "conflict" answers 412.
"""

from __future__ import annotations

import argparse
import copy
import json
import mimetypes
import re
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from atlas import MINUTES, PEOPLE, PROJECTS, STATUS, TODAY, Plan, Task, finish_minute, minute, read_link, start_minute, workdays

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent.parent / "src" / "milepost" / "surfaces" / "web" / "static" / "milepost"
SPRITE = STATIC.parent.parent / "shell" / "templates" / "shell" / "icons.html"
SECURITY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
Json = dict[str, Any]


def columns(plan: Plan, numbers: list[int]) -> Json:
    summaries = plan.summaries()
    rows = [row(plan, plan.tasks[number], number in summaries) for number in numbers]
    return {key: [one[key] for one in rows] for key in (rows[0] if rows else {})}


def row(plan: Plan, task: Task, is_summary: bool) -> Json:
    float_days = task.late - task.finish
    kind = "summary" if is_summary else "milestone" if task.days == 0 else "task"
    baseline = task.baseline
    return {
        "number": task.number, "parent": task.parent, "project": task.project, "rank": task.rank, "wbs": wbs(plan, task.number), "name": task.name, "kind": kind,
        "duration": task.days * MINUTES, "duration_unit": "d",
        "start": finish_minute(task.start) if kind == "milestone" else start_minute(task.start), "finish": finish_minute(task.finish), "late_finish": finish_minute(task.late),
        "baseline_start": start_minute(baseline[0]) if baseline else None, "baseline_finish": finish_minute(baseline[1]) if baseline else None,
        "slip_days": task.finish - baseline[1] if baseline else None, "total_float": float_days * MINUTES, "free_float": 0,
        "critical": int(float_days <= 0 and task.percent < 100), "on_path": int(float_days <= 0), "percent": task.percent,
        "actual_start": start_minute(task.start) if task.percent else None, "actual_finish": finish_minute(task.finish) if task.percent == 100 else None,
        "remaining": round(task.days * (100 - task.percent) / 100) * MINUTES, "constraint": task.constraint,
        "constraint_date": start_minute(task.not_before) if task.not_before else None, "deadline": finish_minute(task.deadline) if task.deadline else None,
        "calendar": None, "is_manual": 0, "is_active": 1, "people": task.people,
        "predecessors": ";".join(f"{before}{kind}{f'{lag:+}d' if lag else ''}" for before, kind, lag in task.links), "notes": int(task.number % 17 == 0),
        "driven_by": task.driven_by, "owner": task.people, "version": task.version, "custom": None,
    }


def wbs(plan: Plan, number: int) -> str:
    if number < 0:
        return str(-number)
    task = plan.tasks[number]
    siblings = sorted((one.rank, one.number) for one in plan.tasks.values() if one.parent == task.parent) if len(plan.tasks) < 500 else []
    place = siblings.index((task.rank, task.number)) + 1 if siblings else number
    return f"{wbs(plan, task.parent)}.{place}"


def project_rows(plan: Plan) -> Json:
    rows = []
    for number, name in enumerate(PROJECTS, start=1):
        inside = [task for task in plan.tasks.values() if task.parent == -number]
        pretend = Task(-number, name, 0, number, start=min(t.start for t in inside), finish=max(t.finish for t in inside), late=max(t.late for t in inside), rank=number)
        pretend.days = pretend.finish - pretend.start
        rows.append(row(plan, pretend, True) | {"parent": None, "kind": "project"})
    return {key: [one[key] for one in rows] for key in rows[0]}


def joined(*tables: Json) -> Json:
    return {key: [value for table in tables for value in table.get(key, [])] for key in tables[0]}


def links(plan: Plan, numbers: list[int]) -> Json:
    rows = [(number * 10 + at, before, number, kind, lag) for number in numbers for at, (before, kind, lag) in enumerate(plan.tasks[number].links)]
    return {"number": [r[0] for r in rows], "predecessor": [r[1] for r in rows], "successor": [r[2] for r in rows], "type": [r[3] for r in rows],
            "lag": [r[4] * MINUTES for r in rows], "lag_unit": ["d" for _ in rows], "driving": [int(r[1] in plan.tasks[r[2]].driven_by) for r in rows]}


def headline(plan: Plan) -> Json:
    floats = [task.late - task.finish for task in plan.tasks.values() if task.days]
    return {"start": start_minute(0), "finish": finish_minute(plan.last), "critical": sum(one <= 0 for one in floats), "near_critical": sum(0 < one <= 5 for one in floats),
            "tasks": len(plan.tasks) - len([n for n in plan.summaries() if n > 0]), "sentence": ""}


def whole(plan: Plan) -> Json:
    first = date(2026, 1, 3)
    weekends = [[minute(first + timedelta(weeks=week)), minute(first + timedelta(weeks=week, days=2))] for week in range(160)]
    freeze = [minute(date(2026, 12, 12)), minute(date(2027, 1, 6))]
    numbers = sorted(plan.tasks, key=lambda number: (plan.tasks[number].rank, number))
    return {
        "revision": plan.revision, "program": {"slug": "atlas", "name": "Atlas", "start": start_minute(0)}, "status": minute(STATUS, 17), "today": minute(TODAY, 10), "minutes_per_day": MINUTES,
        "rights": ["plan.edit"], "nonworking": sorted([*weekends, freeze]), "projects": [{"number": at, "name": name, "can_edit": True} for at, name in enumerate(PROJECTS, start=1)],
        "people": [{"number": 500 + at, "name": name} for at, name in enumerate(PEOPLE)], "calendars": [{"number": 1, "name": "Standard"}],
        "baselines": [{"number": 0, "name": "Baseline 1", "taken_on": "2026-03-02"}, {"number": 1, "name": "Baseline 2", "taken_on": "2026-06-15"}], "custom": [],
        "tasks": joined(project_rows(plan), columns(plan, numbers)), "links": links(plan, numbers), "headline": headline(plan), "problems": [],
    }


def sprite() -> str:
    """The product's icons, without the template's own comment."""
    return re.sub(r"{%.*?%}", "", SPRITE.read_text().partition("{% endcomment %}")[2]) if SPRITE.exists() else ""


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
        task.deadline = workdays(date.fromisoformat(str(fields["deadline"])[:10])) + 1 if fields["deadline"] else None
    if "predecessors" in fields:
        task.links = [link for text in str(fields["predecessors"]).split(";") if (link := read_link(text.strip()))]
        if unknown := [before for before, _, _ in task.links if before not in plan.tasks]:
            raise Refused(f"There is no task {unknown[0]}.")
    task.version += 1


def create(plan: Plan, body: Json, after: int | None, parent: int) -> Task:
    number = max(plan.tasks) + 1
    task = Task(number, body["name"], parent, body.get("project") or (plan.tasks[parent].project if parent > 0 else -parent), days=1, rank=rank_behind(plan, parent, after))
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
    return plan.tasks[body["after"]].parent if body.get("after") and not body.get("project") else -(body.get("project") or 1)


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
            plan.tasks[number].links = [link for link in plan.tasks[number].links if link[0] not in body["tasks"] and len(body["tasks"]) > 1]
    elif path == "/links":
        plan.tasks[body["successor"]].links.append((body["predecessor"], body["type"], body.get("lag_minutes", 0) // MINUTES))
    elif item := re.fullmatch(r"/links/(\d+)", path):
        number, at = divmod(int(item[1]), 10)
        before, kind, lag = plan.tasks[number].links.pop(at)
        if method == "PATCH":
            plan.tasks[number].links.insert(at, (before, body.get("type", kind), int(body.get("lag_minutes", lag * MINUTES)) // MINUTES))
    else:
        raise Refused(f"{method} {path} is not known here.")


def paste(plan: Plan, body: Json) -> None:
    after, parents = body.get("after"), {0: place(body, plan)}
    for one in body["rows"]:
        task = create(plan, one | {"project": body.get("project")}, after if one["level"] == 0 else None, parents[one["level"]])
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


def difference(before: Plan, after: Plan) -> Json:
    old = {number: row(before, before.tasks[number], number in before.summaries()) for number in before.tasks} if len(before.tasks) < 500 else {}
    new_summaries = after.summaries()
    changed = [number for number, task in after.tasks.items() if (old.get(number) != row(after, task, number in new_summaries) if old else before.tasks.get(number) != task)]
    known = set(links(before, list(before.tasks))["number"])
    return {"tasks": joined(project_rows(after), columns(after, changed)) if changed else {}, "removed": [number for number in before.tasks if number not in after.tasks],
            "links": links(after, changed), "links_removed": sorted(known - set(links(after, list(after.tasks))["number"])), "headline": headline(after), "problems": []}


class Handler(BaseHTTPRequestHandler):
    plan: Plan
    style: Path
    delay = 0.0
    past: list[Plan] = []
    future: list[Plan] = []

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/":
            page = (HERE / "page.html").read_text().replace("<!-- sprite -->", sprite())
            self.answer(200, page.encode(), "text/html; charset=utf-8")
        elif path == "/api/v1/programs/atlas/sheet":
            self.json(200, whole(self.plan))
        elif path == "/static/style.css":
            self.answer(200, self.style.read_bytes(), "text/css")
        elif path.startswith("/static/") and (STATIC / path[8:]).is_file():
            self.answer(200, (STATIC / path[8:]).read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream")
        elif path == "/dev.css":
            self.answer(200, (HERE.parent / "sheet" / "sheet.css").read_bytes(), "text/css")
        else:
            self.answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        self.write("POST")

    def do_PATCH(self) -> None:
        self.write("PATCH")

    def do_DELETE(self) -> None:
        self.write("DELETE")

    def write(self, method: str) -> None:
        time.sleep(self.delay)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        path = self.path.removeprefix("/api/v1/programs/atlas")
        before = copy.deepcopy(self.plan)
        try:
            after = self.changed(method, path, body)
        except Refused as refusal:
            return self.json(422, {"title": "Refused", "detail": str(refusal)}, "application/problem+json")
        if after is None:
            conflict = {"task": int(path.rpartition("/")[2]), "field": "name", "mine": body.get("name"), "theirs": "Their name", "by": "Bo Lind", "at": "2026-09-22T14:31:00Z"}
            return self.json(412, {"title": "Conflict", "conflicts": [conflict], "revision": self.plan.revision + 1}, "application/problem+json")
        changes = difference(before, after)
        if path != "/tasks:preview":
            Handler.plan = after
        self.json(200, {"revision": after.revision, "result": None, "changes": changes})

    def changed(self, method: str, path: str, body: Json) -> Plan | None:
        if body.get("name") == "conflict" and self.headers["If-Match"] == f'"{self.plan.revision}"':
            return None
        if path in (":undo", ":redo"):
            source, target = (self.past, self.future) if path == ":undo" else (self.future, self.past)
            if not source:
                raise Refused("There is nothing to undo." if path == ":undo" else "There is nothing to do again.")
            target.append(self.plan)
            after = copy.deepcopy(source.pop())
        else:
            after = copy.deepcopy(self.plan)
            write(after, method, path, body)
            after.schedule()
            if path != "/tasks:preview":
                self.past.append(self.plan)
                self.future.clear()
        after.revision = self.plan.revision + 1
        return after

    def json(self, status: int, body: Json, kind: str = "application/json") -> None:
        self.answer(status, json.dumps(body, separators=(",", ":")).encode(), kind)

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", SECURITY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: what matters is in the browser's own log."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--tasks", type=int, default=28)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds each write takes")
    parser.add_argument("--style", type=Path, default=STATIC / "milepost.css")
    options = parser.parse_args()
    Handler.plan, Handler.style, Handler.delay = Plan(options.tasks), options.style, options.delay
    print(f"http://127.0.0.1:{options.port}/")
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
