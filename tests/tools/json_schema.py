"""The part of JSON Schema that the server's description speaks, to hold values against."""
from datetime import datetime

TYPES = {"string": str, "boolean": bool, "array": list, "object": dict}
KEYWORDS = {"type", "description", "format", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum",
            "enum", "items", "properties", "required"}


def faults_of_schema(schema, place="schema"):
    """What is wrong with a schema itself."""
    faults = [f"{place}: keyword {word}" for word in sorted(set(schema) - KEYWORDS)]
    if schema.get("type", "string") not in (*TYPES, "number", "integer"):
        faults.append(f"{place}: type {schema['type']}")
    for least, most in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        if least in schema and most in schema and schema[least] > schema[most]:
            faults.append(f"{place}: {least} is beyond {most}")
    members = schema.get("properties", {})
    faults += [f"{place}: {name} is required and not described" for name in schema.get("required", [])
               if name not in members]
    if "enum" in schema and not schema["enum"]:
        faults.append(f"{place}: nothing to choose from")
    for name, member in members.items():
        faults += faults_of_schema(member, f"{place}.{name}")
    return faults + (faults_of_schema(schema["items"], f"{place}[]") if "items" in schema else [])


def is_of(value, kind):
    if kind in ("number", "integer"):
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        return isinstance(value, (int, float)) and not isinstance(value, bool) and (kind == "number" or whole)
    return isinstance(value, TYPES[kind])


def is_moment(text):
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


def faults_of(value, schema, place="answer"):
    """What is wrong with value. Members that are not described are wrong, too, in objects that describe some."""
    if "type" in schema and not is_of(value, schema["type"]):
        return [f"{place}: {value!r:.60} is no {schema['type']}"]
    faults = []
    for word, size in (("Length", len(value) if isinstance(value, str) else None),
                       ("Items", len(value) if isinstance(value, list) else None)):
        if size is not None and not schema.get(f"min{word}", 0) <= size <= schema.get(f"max{word}", size):
            faults.append(f"{place}: has {size} of {word}")
    if is_of(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        faults.append(f"{place}: {value} is out of its range")
    if "enum" in schema and value not in schema["enum"]:
        faults.append(f"{place}: {value!r} is none of {schema['enum']}")
    if schema.get("format") == "date-time" and not is_moment(value):
        faults.append(f"{place}: {value!r} is no moment")
    if isinstance(value, list) and "items" in schema:
        for number, element in enumerate(value):
            faults += faults_of(element, schema["items"], f"{place}[{number}]")
    if isinstance(value, dict) and "properties" in schema:
        members = schema["properties"]
        faults += [f"{place}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, member in value.items():
            faults += faults_of(member, members[name], f"{place}.{name}") if name in members else \
                [f"{place}: {name} is not described"]
    return faults
