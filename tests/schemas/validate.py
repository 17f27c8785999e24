"""Judges YAML by JSON Schemas, with the packages `jsonschema` and `ruamel.yaml`.

Standard input: {"schemas": {kind: schema}, "documents": [{"name", "kind", "yaml"}]}. Standard output: a list with
the complaints for each document, in order. Every schema is checked against the meta-schema first.
"""

import json
import sys

import jsonschema
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor


class Constructor(SafeConstructor):
    """YAML 1.2 knows no dates: to editors and to clipsheet they are texts."""


Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
reader = YAML(typ="safe", pure=True)
reader.Constructor = Constructor

given = json.load(sys.stdin)
validators = {}
for kind, schema in given["schemas"].items():
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema", kind
    jsonschema.Draft202012Validator.check_schema(schema)
    validators[kind] = jsonschema.Draft202012Validator(schema)
found = []
for document in given["documents"]:
    value = reader.load(document["yaml"]) or {}
    errors = validators[document["kind"]].iter_errors(value)
    found.append([f"{error.json_path}: {error.message}" for error in errors])
json.dump(found, sys.stdout)
