"""Asks the Python that runs it for the repr() of every row of repr-rows.json and keeps the answers in repr-golden.json.

    python3.13 tests/values/make_repr.py            # one version at a time; others stay as they are
    node tests/python/pyodide-worker.mjs pyodide tests/values/make_repr.py --print   # prints instead of writing

An answer of more than 2000 characters is kept as its length and SHA-256 (of UTF-8 with surrogatepass).
"""
import array  # noqa: F401
import collections  # noqa: F401
import datetime  # noqa: F401
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def recursive(kind):
    if kind == "list":
        value = [1]
        value.append(value)
    elif kind == "dict":
        value = {}
        value["a"] = [value]
    elif kind == "tuple":
        value = ([],)
        value[0].append(value)
    elif kind == "slice":
        value = []
        value.append(slice(value, None))
    else:
        assert kind == "mutual"
        value = [{}, []]
        value[0]["other"] = value[1]
        value[1].append(value[0])
    return value


def answer(source):
    try:
        text = repr(eval(source))
    except ValueError as error:
        return "ValueError: " + str(error)
    if len(text) <= 2000:
        return text
    return {"length": len(text), "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}


def main():
    with open(os.path.join(HERE, "repr-rows.json")) as file:
        rows = json.load(file)
    version = "%d.%d.%d" % sys.version_info[:3]
    answers = [answer(python) for python, _ in rows]
    if sys.argv[1:] == ["--print"]:
        print(json.dumps({version: answers}))
        return
    path = os.path.join(HERE, "repr-golden.json")
    golden = {}
    if os.path.exists(path):
        with open(path) as file:
            golden = json.load(file)
    if sys.argv[1:]:
        golden.update(json.load(sys.stdin))
    else:
        golden[version] = answers
    golden = dict(sorted(golden.items(), key=lambda item: [int(part) for part in item[0].split(".")]))
    with open(path, "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


main()
