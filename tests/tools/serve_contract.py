#!/usr/bin/env python3
"""serve_contract.py TOOLS: each endpoint does what the server's own description says: good requests, each member
missing or of another type or out of its range, each way not to be let in, each status and each answer's form.
"""
import copy
import itertools
import json
import re

from json_schema import faults_of, faults_of_schema
from serve_asked import LEADS, PASSWORD, expired, form_of, metrics_of, pdf_of, upload, waveform_of, with_server
from serve_rig import check

OTHER_TYPE = {"string": 7, "number": "seven", "integer": 1.5, "boolean": "yes", "array": {}, "object": []}
UNKNOWN = {"user_id": "00000000-0000-4000-8000-000000000000", "session_id": "session_20250108_123456_none",
           "report_id": "report_999999"}
numbers = itertools.count(1)


class Scene:
    """Accounts of each role, and what the first of them has."""

    def __init__(self, server):
        self.server = server
        self.ada = server.register("Ada Example", "ECG-A")
        self.ben = server.register("Ben Sample", "ECG-B")
        self.rec = server.register("Recorder of a ward", "ECG-R", role="device")
        self.cem = server.staff("Cem Probe", "clinician")
        self.dan = server.staff("Dan Example", "admin")
        self.roles = {"patient": self.ada, "device": self.rec, "clinician": self.cem, "admin": self.dan}
        self.session = server.begin_session(self.ada, "ECG-A")
        self.report = upload(server, self.ada, pdf_of(), {"session_id": self.session}).json["report_id"]
        for at in (0, 1):
            server.post(f"/api/v1/sessions/{self.session}/metrics", metrics_of(at=at), self.ada)
        server.post(f"/api/v1/sessions/{self.session}/waveform", waveform_of(), self.ada)
        self.ids = {"user_id": self.ada.user_id, "session_id": self.session, "report_id": self.report}

    def fresh(self):
        """An account that nothing else needs."""
        number = next(numbers)
        return self.server.register(f"Guest {number}", f"ECG-G{number}")

    def session_of(self, account):
        return self.server.post("/api/v1/sessions/start", {"device_serial": f"ECG-S{account.user_id}"},
                                account).json["session_id"]


def person(number):
    return {"full_name": f"Guest {number}", "age": 45, "gender": "Male", "phone": "+1", "address": "1 Main St",
            "password": PASSWORD, "device_serial": f"ECG-N{number}", "role": "patient", "further": [1, {"a": None}]}


def good_bodies():
    """operationId -> a body that has each member which the description names."""
    waveform = {**waveform_of(at=7), "leads_recorded": list(LEADS), "first_sample": 0, "gaps": [{"first": 0, "count": 1}],
                "leads_off": ["V1"]}
    return {
        "register": lambda scene: person(next(numbers)),
        "login": lambda scene: {"identifier": "ECG-A", "password": PASSWORD},
        "refresh": lambda scene: {"refresh_token": scene.fresh().refresh},
        "logout": lambda scene: {"everywhere": True},
        "report_error": lambda scene: {
            "timestamp": "2025-01-08T12:40:00Z", "error_type": "serial", "error_message": "gone",
            "device_serial": "ECG-A", "session_id": scene.session, "stack_trace": "…", "system_info": {"os": "x"}},
        "start_session": lambda scene: {
            "device_serial": "ECG-A", "device_info": {"os": "x", "app_version": "1", "sampling_rate": 80},
            "start_time": "2025-01-08T12:30:00Z"},
        "add_metrics": lambda scene: metrics_of(at=next(numbers)),
        "add_waveform": lambda scene: waveform,
        "add_batch": lambda scene: {"items": [{"type": "metrics", **metrics_of(at=next(numbers))},
                                              {"type": "waveform", **waveform_of(at=9)}]},
        "end_session": lambda scene: {"end_time": "2025-01-08T13:00:00Z", "summary": {
            "duration_seconds": 1800, "total_heartbeats": 2250, "average_heart_rate": 75,
            "arrhythmias_detected": ["PVC"], "signal_quality": "good"}},
        "change_account": lambda scene: {"age": 46, "gender": "Male", "phone": "+2", "address": "2 Main St"},
        "add_device": lambda scene: {"device_serial": f"ECG-M{next(numbers)}", "device_info": {"os": "x"}},
        "change_password": lambda scene: {"current_password": PASSWORD, "new_password": PASSWORD + " again"},
    }


BODIES = good_bodies()
QUERIES = {"list_users": "limit=10&offset=0", "list_sessions": "limit=10&offset=0", "list_reports": "limit=10&offset=0",
           "session_data": "from=2025-01-08T00:00:00Z&to=2025-01-09T00:00:00Z&limit=1"}
# What must be another each time.
ONCE = {"register": lambda: {"full_name": f"Guest {next(numbers)}", "device_serial": f"ECG-O{next(numbers)}"},
        "add_device": lambda: {"device_serial": f"ECG-O{next(numbers)}"}}
WITHOUT_BODY = {"health", "readiness", "figures", "openapi", "docs", "read_account", "read_report", "report_file",
                "watch_session", "upload_report", *QUERIES}
# These change the one who asks, or what the others need: each asks as somebody new.
OF_GUESTS = {"logout", "change_password", "end_session"}
ROLES_OF_OTHERS = {"list_users": "clinician"}


class Operation:
    """One method of one path, as it is described."""

    def __init__(self, document, path, method, described):
        self.path, self.method, self.described = path, method.upper(), described
        self.name = described["operationId"]
        self.names = re.findall(r"\{(\w+)\}", path)
        self.open = described["security"] in ([], [{}]) or {} in described["security"]
        self.audited = path.startswith("/api/v1/") and self.name != "openapi"
        self.roles = described.get("x-roles", ["patient", "device", "clinician", "admin"])
        body = described.get("requestBody", {}).get("content", {})
        self.body = body.get("application/json", {}).get("schema")
        self.responses = {}
        for status, form in described["responses"].items():
            if "$ref" in form:
                form = document["components"]["responses"][form["$ref"].rsplit("/", 1)[1]]
            self.responses[status] = form
        self.success = int(min(self.responses))

    def at(self, ids):
        return self.path.format(**ids)

    def holds(self, title, answer, *statuses):
        """The answer has one of the statuses, which is described, and so is its form."""
        name = f"{self.name}: {title}"
        form = self.responses.get(str(answer.status), {})
        faults = [] if form else [f"status {answer.status} is not described"]
        for kind, content in form.get("content", {}).items():
            if answer.header("Content-Type") != kind:
                faults.append(f"type {answer.header('Content-Type')}")
            elif kind == "application/json":
                faults += faults_of(answer.json, content["schema"])
        if answer.status >= 400 and answer.header("Cache-Control") != "no-store":
            faults.append("may be kept by others")
        if answer.status == 401 and not (answer.header("WWW-Authenticate") or "").startswith("Bearer"):
            faults.append("no WWW-Authenticate")
        if answer.status in (429, 503) and not answer.header("Retry-After"):
            faults.append("no Retry-After")
        check(name, answer.status in statuses and not faults, (faults[:5], str(answer)))


def operations_of(document):
    return [Operation(document, path, method, described) for path, methods in document["paths"].items()
            for method, described in methods.items()]


# The description itself.

def references_in(value):
    if isinstance(value, dict):
        yield from ([value["$ref"]] if "$ref" in value else [])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from references_in(one)


def contents_in(value):
    """What has a schema, and perhaps an example of it."""
    if isinstance(value, dict):
        yield from ([value] if "schema" in value else [])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from contents_in(one)


def description(document, operations):
    check("the description is of OpenAPI 3.1", document["openapi"].startswith("3.1.") and
          set(document) <= {"openapi", "info", "servers", "paths", "components", "security", "tags"}
          and {"title", "version"} <= set(document["info"]))
    names = [operation.name for operation in operations]
    check("each operation has a name of its own", len(set(names)) == len(names), names)
    for reference in references_in(document):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place.get(step, {})
        check(f"{reference} is there", place)
    faults = [fault for content in contents_in(document)
              for fault in faults_of_schema(content["schema"])]
    check("each schema is one", not faults, faults)
    contents = [content for content in contents_in(document) if "example" in content]
    check("there are examples", len(contents) > 40, len(contents))
    for content in contents:
        faults = faults_of(content["example"], content["schema"])
        check("each example fits its schema", not faults, (content["example"], faults))
    schemes = set(document["components"]["securitySchemes"])
    for operation in operations:
        parameters = operation.described["parameters"]
        in_path = [one["name"] for one in parameters if one["in"] == "path" and one["required"] is True]
        check(f"{operation.name}: its path's names are described", in_path == operation.names, in_path)
        check(f"{operation.name}: its ways in are described",
              all(set(one) <= schemes for one in operation.described["security"]))
        check(f"{operation.name}: each answer has a description",
              all(form["description"] for form in operation.responses.values()))


def page_for_people(server, document, operations):
    page = server.get("/docs")
    text = page.body.decode()
    check("the page loads nothing", not re.search(r'(src|href)="(?!#)', text) and "<script" not in text)
    check("and may not", "default-src 'none'" in page.header("Content-Security-Policy"))
    for operation in operations:
        check(f"the page tells of {operation.name}", f'id="{operation.name}"' in text
              and f"<code>{operation.path}</code>" in text)
        for place, _, _ in members_of(operation.body or {}):
            name = "".join("[]" if step == 0 else f".{step}" for step in place).lstrip(".")
            check(f"and of its {name}", f"<code>{name}</code>" in text, name)
    check("nothing of it is kept from programs", len(operations) == text.count("<h2 id="), document["info"])


# What a request may have wrong.

def examples(server, document):
    """What the description shows can be sent as it is shown."""
    def example_of(path):
        return document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]
    account = example_of("/api/v1/auth/register")
    answer = server.post("/api/v1/auth/register", account)
    check("the example of a registration opens an account", answer.status == 201, answer)
    token = answer.json["token"]
    answer = server.post("/api/v1/auth/login", example_of("/api/v1/auth/login"))
    check("the example of a login is that account's", answer.status == 200, answer)
    answer = server.post("/api/v1/sessions/start", example_of("/api/v1/sessions/start"), token)
    check("the example of a session begins one", answer.status == 201, answer)
    session = answer.json["session_id"]
    for what in ("metrics", "waveform", "end"):
        path = f"/api/v1/sessions/{{session_id}}/{what}"
        answer = server.post(path.format(session_id=session), example_of(path), token)
        check(f"the example of {what} is taken", answer.status in (200, 201), answer)


def members_of(schema, place=()):
    """(place, schema, whether required) of each member, and of those within it."""
    for name, member in schema.get("properties", {}).items():
        yield (*place, name), member, name in schema.get("required", [])
        yield from members_of(member, (*place, name))
        yield from members_of(member.get("items", {}), (*place, name, 0))


def changed(body, place, change):
    """A copy in which change was done to what holds the member at place; None where nothing holds it."""
    body = copy.deepcopy(body)
    holder = body
    for step in place[:-1]:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return None
    if not isinstance(holder, dict):
        return None
    change(holder, place[-1])
    return body


def wrong_values(schema):
    """(title, value, status) of what schema refuses."""
    kind = schema.get("type")
    if kind:
        yield "of another type", OTHER_TYPE[kind], 400
    if "minimum" in schema:
        yield "too small", schema["minimum"] - 1, 422
    if "maximum" in schema:
        yield "too large", schema["maximum"] * 2 + 1, 422
    if schema.get("minLength"):
        yield "empty", "", 400
    if schema.get("maxLength", 1e6) < 5000:
        yield "too long", "é" * (schema["maxLength"] + 1), 400
    if "enum" in schema:
        yield "none of the choices", "king", 400
    if schema.get("format") == "date-time":
        yield "no moment", "yesterday", 400
    if schema.get("minItems"):
        yield "without elements", [], 422
    if kind == "string":
        yield "with a NUL", "a\0b", 400


def bad_bodies(operation, ask, body):
    """ask(body) sends it."""
    for place, schema, required in members_of(operation.body):
        name = ".".join(map(str, place))
        if required and (one := changed(body, place, lambda holder, key: holder.pop(key, None))):
            operation.holds(f"without {name}", ask(one), 400)
        if not required and place[0] != "leads" and operation.name not in OF_GUESTS:
            one = changed(body, place, lambda holder, key: holder.update({key: None}))
            if one is not None:
                operation.holds(f"{name} null", ask({**one, **ONCE.get(operation.name, dict)()}), operation.success)
        for title, value, status in wrong_values(schema):
            one = changed(body, place, lambda holder, key, value=value: holder.update({key: value}))
            if one is not None:
                operation.holds(f"{name} {title}", ask(one), status)
    for title, text in (("truncated", b'{"a":'), ("a list", b"[]"), ("nothing", b""), ("a number", b"1e400"),
                        ("a key twice", b'{"a":1,"a":2}')):
        operation.holds(f"a body that is {title}", ask(text), 400)


def bad_queries(operation, ask):
    for parameter in operation.described["parameters"]:
        if parameter["in"] != "query":
            continue
        for title, value, _ in wrong_values(parameter["schema"]):
            if title != "of another type" or parameter["schema"]["type"] != "string":
                text = str(value).replace("\0", "%00").replace("é", "%C3%A9")
                if len(text) < 1500:
                    operation.holds(f"?{parameter['name']}= {title}", ask(f"{parameter['name']}={text}"), 400)


# Each operation.

def asker_of(scene, operation):
    return scene.fresh() if operation.name in OF_GUESTS else scene.roles[
        "patient" if "patient" in operation.roles else operation.roles[0]]


def ids_for(scene, operation, account):
    ids = dict(scene.ids, user_id=account.user_id)
    if operation.name in OF_GUESTS and "session_id" in operation.names:
        ids["session_id"] = scene.session_of(account)
    return ids


def send(scene, operation, account, ids=None, body=None, query=None, **more):
    """A good request, but for what is given."""
    if body is None and operation.name in BODIES:
        body = BODIES[operation.name](scene)
    ids = ids or ids_for(scene, operation, account)
    path = operation.at(ids) + (f"?{query}" if query else "")
    if isinstance(body, bytes):
        more.setdefault("headers", {"Content-Type": "application/json"})
    return scene.server.ask(operation.method, path, body, account, **more)


def not_let_in(scene, operation, account):
    token = account.token
    operation.holds("without a token", send(scene, operation, None, ids_for(scene, operation, account)), 401)
    for title, one in (("an expired token", expired(scene.server, token)), ("a damaged token", token[:-2] + "AA"),
                       ("no token at all", "x")):
        answer = send(scene, operation, one, ids_for(scene, operation, account))
        operation.holds(title, answer, 401)
        check(f"{operation.name}: {title} is told as such",
              (answer.json["code"] == "token_expired") == title.startswith("an expired"), answer)


def of_others(scene, operation):
    """Of another: as if there were no such thing, in the same words."""
    foreign = send(scene, operation, scene.ben, scene.ids)
    nowhere = send(scene, operation, scene.ben, UNKNOWN)
    operation.holds("of another", foreign, 404)
    operation.holds("of nobody", nowhere, 404)
    check(f"{operation.name}: both in the same words", foreign.body == nowhere.body, (foreign, nowhere))


def roles(scene, operation):
    for role, account in scene.roles.items():
        if role not in operation.roles:
            operation.holds(f"as {role}", send(scene, operation, account, scene.ids), 403)


def one_operation(scene, operation):
    account = asker_of(scene, operation)
    asked = None if operation.open else account
    if operation.name not in ("watch_session", "upload_report"):
        answer = send(scene, operation, asked, ids_for(scene, operation, account), query=QUERIES.get(operation.name))
        if operation.name == "report_file":
            operation.holds("without a link", answer, 403)
            answer = send(scene, operation, account)
        operation.holds("as described", answer, operation.success)
    if operation.name in OF_GUESTS:
        account = asked = asker_of(scene, operation)
    if not operation.open:
        not_let_in(scene, operation, account)
        roles(scene, operation)
    if operation.names and not operation.open:
        of_others(scene, operation)
    ids = ids_for(scene, operation, account)
    if operation.body:
        bad_bodies(operation, lambda body: send(scene, operation, asked, ids, body), BODIES[operation.name](scene))
        body = json.dumps(BODIES[operation.name](scene)).encode()
        for kind in ("text/plain", ""):
            operation.holds(f"of type {kind!r}", send(scene, operation, asked, ids, body,
                                                      headers={"Content-Type": kind}), 415)
    bad_queries(operation, lambda query: send(scene, operation, asked, ids, query=query))


def other_methods(scene, document):
    for path in document["paths"]:
        place = path.format(**scene.ids)
        known = {method.upper() for other, methods in document["paths"].items() for method in methods
                 if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", other), place)}
        known |= {"HEAD"} if "GET" in known else set()
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - known:
            answer = scene.server.ask(method, place, None, scene.ada)
            allowed = set((answer.header("Allow") or "").split(", "))
            check(f"{method} {path} is no method", answer.status == 405 and allowed == known | {"OPTIONS"}
                  and answer.json["status"] == "error", answer)
        answer = scene.server.ask("OPTIONS", place)
        check(f"OPTIONS {path} names them", answer.status == 204 and answer.header("Allow"), answer)


def uploads(scene, operation):
    """The one form that is no JSON."""
    def ask(*parts, account=scene.ada):
        body, headers = form_of(*parts)
        return scene.server.post(operation.path, body, account, headers=headers)
    file = ("file", "r.pdf", "application/pdf", pdf_of("Of the contract"))
    schema = operation.described["requestBody"]["content"]["multipart/form-data"]["schema"]
    metadata = {"patient_name": "Ada Example", "patient_age": 45, "report_date": "2025-01-08",
                "session_id": scene.session, "device_serial": "ECG-A", "metrics": {"heart_rate": 75}}
    operation.holds("as described", ask(file, ("metadata", None, None, json.dumps(metadata).encode())), 201)
    operation.holds("without metadata", ask(file), 201)
    operation.holds("without a file", ask(("metadata", None, None, b"{}")), 400)
    for place, member, _ in members_of(schema["properties"]["metadata"]):
        for title, value, status in wrong_values(member):
            answer = ask(file, ("metadata", None, None, json.dumps({**metadata, place[0]: value}).encode()))
            operation.holds(f"metadata.{place[0]} {title}", answer, status)
    operation.holds("of another's session", ask(file, ("metadata", None, None, json.dumps(metadata).encode()),
                                                account=scene.ben), 404)
    operation.holds("without a token", ask(file, account=None), 401)
    operation.holds("as a clinician", ask(file, account=scene.cem), 403)
    operation.holds("as JSON", scene.server.post(operation.path, {}, scene.ada), 415)


def main(server):
    document = server.get("/api/v1/openapi.json").json
    operations = operations_of(document)
    description(document, operations)
    page_for_people(server, document, operations)
    scene = Scene(server)
    untold = [one.name for one in operations if one.name not in BODIES and one.name not in WITHOUT_BODY]
    check("each operation is tried", not untold, untold)
    for operation in operations:
        if operation.name == "upload_report":
            uploads(scene, operation)
        else:
            one_operation(scene, operation)
    other_methods(scene, document)
    examples(server, document)
    for operation in operations:
        if operation.name in ("list_sessions", "session_data", "list_reports", "list_users", "read_account"):
            operation.holds("still as described", send(scene, operation, asker_of(scene, operation)), 200)


with_server(main)
