"""Mutates pickles and loads each in this Python, with recorders in place of everything it names.

python mutate.py CALLED TRIED SEED ATTACKS < seeds > found

Standard input has the seeds, each as its length in four bytes and its bytes, ATTACKS of them first that are attacks. Nothing
real is ever imported or called: every name is a class whose instances and calls are written down. Those pickles that called a
name of the list of harmful ones are written to standard output in the same form, until there are CALLED different ones or
TRIED were tried.
"""
import io
import os
import random
import struct
import sys

import mutate_opcodes

wanted, tries, seed, attacks = [int(word) for word in sys.argv[1:5]]
PY2 = sys.version_info[0] == 2
if PY2:
    import cPickle
    import copy_reg as copyreg
    import pickle

    # The functions that Python 3 has under other names.
    RENAMED_NAMES, RENAMED_MODULES = {}, {}
else:
    import _compat_pickle
    import builtins
    import copyreg
    import pickle

    RENAMED_NAMES, RENAMED_MODULES = _compat_pickle.NAME_MAPPING, _compat_pickle.IMPORT_MAPPING
try:
    import resource

    # Lengths that a mutation declares are not to fill the machine.
    resource.setrlimit(resource.RLIMIT_AS, (800 << 20, 800 << 20))
except Exception:
    pass

stdin = sys.stdin if PY2 else sys.stdin.buffer
stdout = sys.stdout if PY2 else sys.stdout.buffer
STRINGS = (str, unicode) if PY2 else (str,)  # noqa: F821

here = os.path.dirname(os.path.abspath(__file__))
rows = io.open(os.path.join(here, "../../scripts/scan-list/deny.tsv"), encoding="utf-8").read().strip().split("\n")[1:]
DENIED = [tuple(row.split("\t")[:2]) for row in rows]
MODULES = set(module for module, name in DENIED if name == "*")
NAMES = set(module + "." + name for module, name in DENIED if name != "*")


def is_denied(module, name):
    parts = (module + "." + name).split(".")
    return any(".".join(parts[:end]) in MODULES for end in range(1, len(parts))) or any(
        ".".join(parts[:end]) in NAMES for end in range(2, len(parts) + 1)
    )


def is_harmful(module, name):
    if is_denied(module, name):
        return True
    if (module, name) in RENAMED_NAMES:
        return is_denied(*RENAMED_NAMES[(module, name)])
    return module in RENAMED_MODULES and is_denied(RENAMED_MODULES[module], name)


called = [False]
made = {}


class Named(type):
    """Classes whose attributes are names too, as for dotted ones."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return find(cls.module, cls.path + "." + name)


class Base(object):
    """Represents whatever is not harmful: it takes every argument, state and item."""

    harmful = False
    module = path = ""

    def __new__(cls, *args, **kwargs):
        if cls.harmful:
            called[0] = True
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return self

    def __setstate__(self, state):
        pass

    def append(self, item):
        pass

    def extend(self, items):
        pass

    def add(self, item):
        pass

    def __setitem__(self, key, value):
        pass


Inert = Named(str("Inert"), (Base,), {})


def find(module, name):
    if not isinstance(module, STRINGS) or not isinstance(name, STRINGS):
        raise pickle.UnpicklingError("not a name")
    key = (module, name)
    cls = made.get(key)
    if cls is None:
        cls = Named(str("R"), (Inert,), {"harmful": is_harmful(module, name), "module": module, "path": name})
        if len(made) < 20000:
            made[key] = cls
    return cls


class CReader(pickle.Unpickler):
    def find_class(self, module, name):
        return find(module, name)

    def persistent_load(self, pid):
        return Inert()


class PythonReader(getattr(pickle, "_Unpickler", pickle.Unpickler)):
    def find_class(self, module, name):
        return find(module, name)

    def persistent_load(self, pid):
        return Inert()


class Plain(object):
    """A file that cannot be looked ahead in, so that frames count."""

    def __init__(self, data):
        self.file = io.BytesIO(data)

    def read(self, size=-1):
        return self.file.read(size)

    def readline(self):
        return self.file.readline()


class Module(object):
    """A module that has every name."""

    def __init__(self, name):
        self.__dict__["__name__"] = name

    def __getattr__(self, name):
        return find(self.__name__, name)


def loads_as_itself(data, options):
    """pickle.loads as it is, whose imports are answered by modules that have every name; C reads bytes in its own way."""
    before = {}

    def importer(name, *rest):
        if name not in before:
            before[name] = sys.modules.get(name)
            sys.modules[name] = Module(name)
        return sys.modules[name]

    # PyImport_Import asks the globals of the caller for their __import__.
    scope = {"__builtins__": {"__import__": importer}, "loads": pickle.loads, "data": data, "options": options}
    try:
        exec(LOADS, scope)
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


LOADS = compile("loads(data, **options)", "loads", "exec")
# Older ones take a module that is loaded already without asking.
READERS = (0, 1, 2, 3, 4) if sys.version_info >= (3, 7) else (0, 1, 2, 3)
for code, (module, name) in enumerate((("os", "system"), ("collections", "OrderedDict"), ("builtins", "eval")), 1):
    copyreg.add_extension(module, name, code)


def load(data, how, options):
    if how == 4:
        loads_as_itself(data, options)
        return
    if PY2 and how != 1:
        reader = cPickle.Unpickler(io.BytesIO(data))
        reader.find_global = find
        reader.persistent_load = lambda pid: Inert()
    elif how == 1:
        reader = PythonReader(io.BytesIO(data), **options)
    elif how == 2:
        reader = CReader(Plain(data), **options)
    elif how == 3:
        reader = CReader(io.BufferedReader(io.BytesIO(data), 64) if not PY2 else io.BytesIO(data), **options)
    else:
        reader = CReader(io.BytesIO(data), **options)
    for _ in range(3):
        reader.load()


OPTIONS = [{}] if PY2 else [{"encoding": "latin1"}, {"encoding": "latin1"}, {"encoding": "bytes"}, {"fix_imports": False}, {}]
if sys.version_info >= (3, 8):
    OPTIONS.append({"encoding": "latin1", "buffers": [bytearray(b"x"), b"y", bytearray(b"z")]})

seeds = []
while True:
    head = stdin.read(4)
    if len(head) < 4:
        break
    seeds.append(bytes(stdin.read(struct.unpack("<I", head)[0])))

def calls(data, how, options):
    """Whether loading calls a harmful name."""
    called[0] = False
    try:
        load(data, how, options)
    except MemoryError:
        pass
    except (RuntimeError if PY2 else RecursionError):
        pass
    except Exception:
        pass
    return called[0]


# Pickles of libraries that call a name of the list in the one way that is allowed say nothing.
plain = [data for data in seeds[attacks:] if not any(calls(data, how, dict(OPTIONS[0])) for how in READERS)]
rng = random.Random(seed)
mutator = mutate_opcodes.Mutator(rng, seeds[:attacks] + plain, attacks)
found = set()
tried = 0
while len(found) < wanted and tried < tries:
    tried += 1
    data = mutator.mutated()
    readers = list(READERS)
    rng.shuffle(readers)
    for how in readers:
        if calls(data, how, dict(rng.choice(OPTIONS))):
            key = hash(data)
            if key not in found:
                found.add(key)
                stdout.write(struct.pack("<I", len(data)) + data)
            break
stdout.flush()
sys.stderr.write("%d tried, %d different ones called\n" % (tried, len(found)))
