"""The examples of the API's document, as calls: what a reader would make of the document, and nothing else."""
import json
import urllib.parse
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]
FOLDER = SOURCE / "services/gateway/openapi/examples"
FILES = ("members", "recognitions", "awards", "reports", "scim")  # in this order they are one story


def story():
    """Every step, in order; the first of an operation is its example in the document."""
    return [step for name in FILES for step in json.loads((FOLDER / f"{name}.json").read_text())]


class Document:
    def __init__(self, text):
        self.json = json.loads(text)
        self.operations = {operation["operationId"]: (method.upper(), path, operation)
                           for path, item in self.json["paths"].items() for method, operation in item.items()}

    def parameters(self, operation):
        for parameter in operation["parameters"]:
            name = parameter.get("$ref", "").removeprefix("#/components/parameters/")
            yield self.json["components"]["parameters"][name] if name else parameter

    def example(self, name):
        """All values of an operation's example, wherever the document has them."""
        _, _, operation = self.operations[name]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example", {})
        return {**{p["name"]: p["example"] for p in self.parameters(operation) if "example" in p}, **body}

    def bodies(self, name):
        """Those that are no JSON: type → example."""
        contents = self.operations[name][2].get("requestBody", {}).get("content", {})
        return {kind: content.get("example") for kind, content in contents.items() if kind != "application/json"}

    def call(self, name, values):
        """METHOD, target and JSON body (or None) of an operation with these values."""
        method, path, operation = self.operations[name]
        query, rest = [], dict(values)
        for parameter in self.parameters(operation):
            if parameter["name"] not in rest:
                continue
            value = rest.pop(parameter["name"])
            if parameter["in"] == "path":
                path = path.replace("{%s}" % parameter["name"], urllib.parse.quote(str(value), safe=""))
            else:
                for one in value if isinstance(value, list) else [value]:
                    query.append((parameter["name"], {True: "true", False: "false"}.get(one, one) if isinstance(one, bool) else one))
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        body = rest if "application/json" in operation.get("requestBody", {}).get("content", {}) else None
        assert body is not None or not rest, (name, rest)
        return method, target, body


def at(value, path):
    """contentReports.0.id of a reply."""
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else value[part]
    return value
