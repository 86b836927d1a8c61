"""Lists and dicts of one kind of value each, for kinds.mjs.

python kinds.py FOLDER PATTERN  writes NAME.pkl for each and prints CPython's least seconds as JSON
"""
import collections
import datetime
import decimal
import enum
import fractions
import gc
import ipaddress
import json
import pathlib
import pickle
import random
import re
import string
import sys
import time
import uuid

ROUNDS = 9
rng = random.Random(7)


class Point:
    def __init__(self, x):
        self.x = x
        self.y = [x]


class Slots:
    __slots__ = ('a', 'b')

    def __init__(self, a):
        self.a = a
        self.b = str(a)


class Color(enum.Enum):
    RED = 1
    GREEN = 2


Pair = collections.namedtuple('Pair', 'a b')


def text(length, letters=string.ascii_letters):
    return ''.join(rng.choice(letters) for _ in range(length))


def times(count, make):
    return lambda: [make(i) for i in range(count)]


DAY = datetime.datetime(2020, 1, 1)
UTC = datetime.timezone.utc
CJK = [chr(0x4e00 + i) for i in range(5000)]

KINDS = {
    'None': times(100000, lambda i: None),
    'bool': times(100000, lambda i: i % 3 == 0),
    'int, negative': times(100000, lambda i: -i),
    'int, milliseconds': times(100000, lambda i: 1700000000000 + i),
    'int, 63 bits': times(100000, lambda i: 2**62 + i),
    'int, 200 bits': times(100000, lambda i: 2**200 + i),
    'float, whole': times(100000, float),
    'int and float': times(100000, lambda i: i if i % 2 else i * .5),
    'complex': times(20000, lambda i: complex(i, 1)),
    'str, 1 character': times(100000, lambda i: chr(97 + i % 26)),
    'str, 100 that repeat': times(100000, lambda i: 'abc%d' % (i % 100)),
    'str, 100 characters': times(20000, lambda i: text(100)),
    'str, 100, Latin': times(20000, lambda i: '\xe9' + text(99)),
    'str, 30, Chinese': times(20000, lambda i: text(30, CJK)),
    'str, emoji': times(20000, lambda i: '\U0001f600' * 5 + str(i)),
    'str, 1000 characters': times(2000, lambda i: text(1000)),
    'bytes, 10': times(100000, lambda i: b'%010d' % i),
    'bytes, 1000': times(10000, lambda i: bytes(1000)),
    'bytearray, 10': times(20000, lambda i: bytearray(b'%010d' % i)),
    'list, empty': times(100000, lambda i: []),
    'list of 1': times(100000, lambda i: [i]),
    'list of 50': times(5000, lambda i: [i] * 50),
    'list of 100 floats': times(1000, lambda i: [rng.random() for _ in range(100)]),
    'tuple, empty': times(100000, lambda i: ()),
    'tuple of 1 str': times(100000, lambda i: (str(i),)),
    'tuple of 2 ints': times(100000, lambda i: (i, i + 1)),
    'tuple of 5 ints': times(100000, lambda i: (i,) * 5),
    'dict, empty': times(100000, lambda i: {}),
    'dict of 2 bools': times(50000, lambda i: {'a': True, 'b': False}),
    'dict of 2 strs': times(30000, lambda i: {'name': 'n%d' % i, 'city': 'c%d' % (i * 7)}),
    'dict of 50': times(2000, lambda i: {'k%d' % j: j for j in range(50)}),
    'keys, str': lambda: {'key%d' % i: i for i in range(100000)},
    'keys, int': lambda: {i * 7: {'a': i} for i in range(50000)},
    'keys, float': lambda: {i + .5: i for i in range(100000)},
    'keys, bytes': lambda: {b'k%d' % i: i for i in range(50000)},
    'keys, tuple': lambda: {(i, i + 1): i for i in range(100000)},
    'set of 3': times(20000, lambda i: {i, i + 1, i + 2}),
    'frozenset of 2': times(20000, lambda i: frozenset((i, i + 1))),
    'set of ints': lambda: set(range(0, 700000, 7)),
    'set of strs': lambda: {str(i) for i in range(100000)},
    'datetime': times(20000, lambda i: DAY + datetime.timedelta(seconds=i)),
    'datetime, UTC': times(20000, lambda i: DAY.replace(tzinfo=UTC) + datetime.timedelta(seconds=i)),
    'date': times(20000, lambda i: DAY.date() + datetime.timedelta(days=i)),
    'time': times(20000, lambda i: datetime.time(i % 24, i % 60)),
    'timedelta': times(20000, lambda i: datetime.timedelta(seconds=i)),
    'Decimal': times(20000, lambda i: decimal.Decimal(i) / 7),
    'Fraction': times(20000, lambda i: fractions.Fraction(i, 7)),
    'UUID': times(20000, lambda i: uuid.UUID(int=i * 10**30)),
    'range': times(20000, range),
    'slice': times(20000, slice),
    'OrderedDict': times(20000, lambda i: collections.OrderedDict(a=i, b=2)),
    'defaultdict': times(20000, lambda i: collections.defaultdict(list, {'a': [i]})),
    'Counter': times(20000, lambda i: collections.Counter('abc%d' % i)),
    'deque': times(20000, lambda i: collections.deque([i, 2])),
    'namedtuple': times(20000, lambda i: Pair(i, 'x')),
    'Enum': times(100000, lambda i: Color.RED if i % 2 else Color.GREEN),
    'own class': times(20000, Point),
    'own class, slots': times(20000, Slots),
    'exception': times(20000, lambda i: ValueError('x', i)),
    'path': times(20000, lambda i: pathlib.PurePosixPath('/a/b%d' % i)),
    'IPv4Address': times(20000, lambda i: ipaddress.ip_address(i * 1000)),
}


def least(work):
    best = float('inf')
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == '__main__':
    _, folder, pattern = sys.argv
    out = {}
    for name, make in KINDS.items():
        if not re.search(pattern, name):
            continue
        data = pickle.dumps(make(), 5)
        pathlib.Path(folder, name + '.pkl').write_bytes(data)
        value = pickle.loads(data)
        gc.collect()
        gc.disable()
        out[name] = {'loads': least(lambda: pickle.loads(data)), 'dumps': least(lambda: pickle.dumps(value, 5))}
        gc.enable()
    json.dump(out, sys.stdout)
