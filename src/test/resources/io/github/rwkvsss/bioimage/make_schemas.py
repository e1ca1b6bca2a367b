"""Cuts the JSON schemas of bioimage.io down to what BundleSchemaTest needs.

    python make_schemas.py path/to/spec-bioimage-io

The repository https://github.com/bioimage-io/spec-bioimage-io (MIT licence, see LICENSE-spec-bioimage-io.txt) publishes
them: at 63a2ea09 src/bioimageio/spec/static/bioimageio_schema.json with model 0.5.7, on its pages at 9548c4eb
bioimageio_schema_generic_0.3.json. Only definitions that are reached are kept; titles, descriptions, examples and defaults
are left out, and nothing else is changed.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROSE = ("title", "description", "examples", "default", "discriminator")


def published(commit, path):
    return json.loads(subprocess.run(["git", "-C", sys.argv[1], "show", commit + ":" + path], check=True,
                                     capture_output=True).stdout)


def reached(value, definitions, found):
    if isinstance(value, dict):
        name = value.get("$ref", "").split("/")[-1]
        if name and name not in found:
            found[name] = definitions[name]
            reached(definitions[name], definitions, found)
        for part in value.values():
            reached(part, definitions, found)
    elif isinstance(value, list):
        for part in value:
            reached(part, definitions, found)
    return found


def plain(value, names=False):
    """names: the keys are names of fields or definitions, not words of the schema."""
    if isinstance(value, dict):
        return {key: part if key in ("const", "enum") else plain(part, key in ("properties", "$defs"))
                for key, part in value.items() if names or key not in PROSE}
    return [plain(part) for part in value] if isinstance(value, list) else value


def write(name, root, definitions):
    root = {key: part for key, part in plain(root).items() if key != "$defs"}
    kept = plain(reached(root, definitions, {}), True)
    lines = ",\n".join(json.dumps(key) + ": " + json.dumps(kept[key]) for key in sorted(kept))
    with open(os.path.join(HERE, name), "w") as file:
        file.write('{"$schema": "https://json-schema.org/draft/2020-12/schema",\n' + json.dumps(root)[1:-1] +
                   ',\n"$defs": {\n' + lines + "}}\n")


all_kinds = published("63a2ea09", "src/bioimageio/spec/static/bioimageio_schema.json")["$defs"]
write("model-0.5.7.schema.json", all_kinds["bioimageio__spec__model__v0_5__ModelDescr"], all_kinds)
generic = published("9548c4eb", "bioimageio_schema_generic_0.3.json")
write("generic-0.3.0.schema.json", generic if "$ref" not in generic else generic["$defs"][generic["$ref"].split("/")[-1]],
      generic.get("$defs", {}))
