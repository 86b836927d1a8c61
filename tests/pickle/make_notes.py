"""Asks Python 3.14 or newer what notes `pickle.dumps` leaves on an error, by where the value is that cannot be pickled.

    node tests/python/pyodide-worker.mjs pyodide tests/pickle/make_notes.py > tests/pickle/notes-golden.json

notes.test.ts makes the same values in JavaScript.
"""
import collections
import copyreg
import functools
import json
import pickle
import types


class Bad:
    def __reduce__(self):
        raise TypeError("bad")


class BadCall(Bad):
    def __call__(self):
        pass


class Thing:
    """Reduced to what it was given."""

    def __init__(self, *parts):
        self.parts = parts

    def __reduce_ex__(self, protocol):
        return self.parts


bad = Bad()
VALUES = {
    "list": [1, bad],
    "long list": list(range(2000)) + [bad],
    "tuple": (bad,),
    "long tuple": (1, 2, 3, bad),
    "dict": {"a": bad},
    "dict, later": {1: 1, (2,): bad},
    "dict key": {(1, bad): 1},
    "set": {(bad,)},
    "frozenset": frozenset([(bad,)]),
    "nested": {"x": [{"y": (1, [bad])}]},
    "deque": collections.deque([0, bad]),
    "OrderedDict": collections.OrderedDict(k=bad),
    "defaultdict": collections.defaultdict(int, k=bad),
    "Counter": collections.Counter({"k": bad}),
    "ChainMap": collections.ChainMap({"k": bad}),
    "SimpleNamespace": types.SimpleNamespace(a=bad),
    "ValueError": ValueError(1, bad),
    "slice": slice(bad),
    "callable": Thing(BadCall(), ()),
    "arguments": Thing(list, (bad,)),
    "__newobj__": Thing(copyreg.__newobj__, (Thing, 1, bad)),
    "__newobj_ex__": Thing(copyreg.__newobj_ex__, (Thing, (1, bad), {})),
    "__newobj_ex__ by name": Thing(copyreg.__newobj_ex__, (Thing, (), {"k": bad})),
    "state": Thing(list, (), {"k": bad}),
    "plain state": Thing(list, (), bad),
    "items": Thing(list, (), None, iter([1, bad])),
    "many items": Thing(list, (), None, iter([*range(1500), bad])),
    "entries": Thing(dict, (), None, None, iter([("k", bad)])),
    "many entries": Thing(dict, (), None, None, iter([*((i, i) for i in range(1500)), ("k", bad)])),
    "an entry's key": Thing(dict, (), None, None, iter([((1, bad), 1)])),
    "state of a setter": Thing(list, (), bad, None, None, setattr),
    "state setter": Thing(list, (), 1, None, None, BadCall()),
}
rows = {}
for name, value in VALUES.items():
    for protocol in (0, 2, 4, 5):
        try:
            pickle.dumps(value, protocol)
        except TypeError as error:
            rows.setdefault(name, {})[protocol] = error.__notes__
print(json.dumps(rows, indent="\t"))
