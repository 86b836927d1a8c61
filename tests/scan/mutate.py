"""Mutates pickles and loads each in this Python, with recorders in place of everything it names.

python mutate.py COUNT SEED ATTACKS < seeds > found

Standard input has the seeds, each as its length in four bytes and its bytes, ATTACKS of them first that are attacks. Nothing real is ever imported or called: every
name is a class whose instances and calls are written down. Those pickles that called a name of the list of harmful ones are
written to standard output in the same form.
"""
import io
import os
import random
import struct
import sys

count, seed, attacks = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
PY2 = sys.version_info[0] == 2
if PY2:
    import cPickle
    import pickle
else:
    import pickle
try:
    import resource

    # Lengths that a mutation declares are not to fill the machine.
    resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
except Exception:
    pass

stdin = sys.stdin if PY2 else sys.stdin.buffer
stdout = sys.stdout if PY2 else sys.stdout.buffer
if PY2:
    STRINGS = (str, unicode)  # noqa: F821
else:
    STRINGS = (str,)

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


called = [False]
made = {}


class Inert(object):
    """Stands for whatever is not harmful: it takes every argument, state and item."""

    harmful = False

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


def find(module, name):
    if not isinstance(module, STRINGS) or not isinstance(name, STRINGS):
        raise pickle.UnpicklingError("not a name")
    key = (module, name)
    cls = made.get(key)
    if cls is None:
        cls = type(str("R"), (Inert,), {"harmful": is_denied(module, name)})
        if len(made) < 10000:
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


def load(data, how):
    options = {} if PY2 else {"encoding": "latin1"}
    if PY2 and how != 1:
        reader = cPickle.Unpickler(io.BytesIO(data))
        reader.find_global = find
        reader.persistent_load = lambda pid: Inert()
    elif how == 1:
        reader = PythonReader(io.BytesIO(data), **options)
    elif how == 2:
        reader = CReader(Plain(data), **options)
    else:
        reader = CReader(io.BytesIO(data), **options)
    for _ in range(3):
        reader.load()


seeds = []
while True:
    head = stdin.read(4)
    if len(head) < 4:
        break
    seeds.append(bytearray(stdin.read(struct.unpack("<I", head)[0])))

rng = random.Random(seed)
OPCODES = bytearray(b"(.012FIJKLMNPQRSTUVXabcde}ghij]lopqrstu)BCG") + bytearray(range(0x80, 0x99))
SMALL = [b"q\x00", b"h\x00", b"q\x01", b"h\x01", b"0", b"1", b"2", b"(", b"t", b")", b"R", b"N", b"\x94", b"p0\n", b"g0\n", b"g00\n", b"p 1\n", b"g1\n", b"\x80\x02", b"\x80\x04", b"\x95\x05\0\0\0\0\0\0\0", b"\x95\xff\xff\0\0\0\0\0\0", b"}", b"b", b"a", b"]", b"e", b"\x85", b"\x86", b"\x81", b"o", b"Q", b"N.", b"I0\n", b"I0x1\n", b"F1\n", b"L1\n", b"S'os'\n", b"S'system'\n", b"\x93", b"X\x02\0\0\0os", b"\x8c\x06system", b"cos\nsystem\n", b"cposix\nsystem\n", b"c__builtin__\neval\n", b"ccollections\nOrderedDict\n", b"cnumpy\nndarray\n", b"r\xff\0\0\0", b"j\xff\0\0\0", b"C\x01a", b"U\x01a", b"V\\u0061\n"]


def mutated():
    # Four of five from the attacks, which come first.
    data = bytearray(seeds[rng.randrange(attacks if rng.randrange(5) else len(seeds))])
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        size = len(data)
        at = rng.randrange(size + 1)
        kind = rng.randrange(9)
        if kind == 0 and at < size:
            data[at] = rng.randrange(256)
        elif kind == 1 and at < size:
            data[at] = rng.choice(OPCODES)
        elif kind == 2 and at < size:
            del data[at : at + rng.choice((1, 1, 2, 4))]
        elif kind in (3, 4):
            data[at:at] = rng.choice(SMALL)
        elif kind == 5:
            data.insert(at, rng.choice(OPCODES))
        elif kind == 6 and at < size:
            to = min(size, at + rng.randrange(1, 12))
            where = rng.randrange(size + 1)
            data[where:where] = data[at:to]
        elif kind == 7:
            other = rng.choice(seeds)
            data = data[:at] + other[rng.randrange(len(other) + 1) :]
        elif kind == 8 and at < size:
            data[at] ^= 1 << rng.randrange(8)
        if not data:
            data = bytearray(rng.choice(seeds))
    return bytes(data[:4096])


found = set()
for turn in range(count):
    data = mutated()
    for how in (0, 1, 2):
        called[0] = False
        try:
            load(data, how)
        except MemoryError:
            pass
        except RecursionError if not PY2 else RuntimeError:
            pass
        except Exception:
            pass
        if called[0]:
            if data not in found:
                if len(found) > 2000000:
                    found.clear()
                found.add(data)
                stdout.write(struct.pack("<I", len(data)) + data)
            break
stdout.flush()
sys.stderr.write("%d tried, %d called\n" % (count, len(found)))
