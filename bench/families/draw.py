"""Families of values, drawn from a seed: the same seed, format and index are the same value in every CPython 3.

A family draws its size, its shape, the types and their mixture, the lengths and alphabets of its strings, its keys and
how often they come again, depth, breadth, sharing, and the protocol or the options of JSON. Strings are interned, since
Brine's bytes are CPython's for interned strings (docs/differences.md).
"""
import datetime
import decimal
import fractions
import json
import math
import pickle
import random
import sys
import uuid

ALPHABETS = {
    'lower': 'abcdefghijklmnopqrstuvwxyz',
    'text': 'abcdefghijklmnopqrstuvwxyz ABCDEFGHIJ   eeeaaoo.,-0123456789',
    'digits': '0123456789',
    'escapes': 'abcdefghijklmnop qrstuvwxyz"\\/\n\t\x01<>&',
    'latin': 'abcdefghijklmnopqrstuvwxyz éüñåøßç',
    'cyrillic': 'абвгдежзийклмнопрстуфхцчшщъыьэюя ',
    'cjk': '日本語中文字漢語東京大阪人口山川田水火木金土',
    'mixed': 'abcdefghijklmnop éüñ日本語',
    'rare': 'abcdefghijklmnopqrstuvwxyz' * 12 + 'é日',
    'emoji': 'abcdefghijkl 😀🎉🚀é',
}
#: Weight of each kind of leaf in a mixture; a family takes a few of them.
LEAVES = {
    'none': 3, 'bool': 3, 'byte': 4, 'int16': 3, 'int32': 4, 'int64': 2, 'float': 5, 'whole': 2, 'str': 12,
}
PICKLE_LEAVES = {
    'big': 1, 'bytes': 2, 'bytearray': 1, 'datetime': 2, 'date': 1, 'decimal': 1, 'uuid': 1, 'complex': 1,
    'fraction': 1, 'timedelta': 1, 'global': 1,
}
JSON_LEAVES = {'big': 1, 'nan': 1, 'short': 2}
SHAPES = {
    'records': 6, 'rows': 4, 'columns': 3, 'mapping': 4, 'tree': 4, 'flat': 4, 'one': 5, 'references': 2, 'deep': 1,
    'varied': 3, 'message': 4,
}
PICKLE_SHAPES = {'objects': 3, 'sets': 2}


class Item:
    """An instance whose state is a dict."""


class Entry(Item):
    pass


class Slotted:
    __slots__ = ('a', 'b', 'c')


def weighted(rng, table):
    return rng.choices(list(table), list(table.values()))[0]


class Family:
    def __init__(self, seed, form, index, largest=50_000_000):
        self.rng = rng = random.Random('%s/%s/%s' % (seed, form, index))
        self.is_json = form == 'json'
        self.size = int(10 ** rng.uniform(2, math.log10(50_000_000)))
        if self.size > largest:
            self.size = int(10 ** rng.uniform(2, math.log10(largest)))
        self.shape = weighted(rng, SHAPES if self.is_json else {**SHAPES, **PICKLE_SHAPES})
        if self.shape == 'message':
            self.size = int(10 ** rng.uniform(2, 4))
        all_leaves = {**LEAVES, **(JSON_LEAVES if self.is_json else PICKLE_LEAVES)}
        chosen = {weighted(rng, all_leaves) for _ in range(rng.choice([1, 2, 3, 4, 6, 10]))}
        self.leaves = {name: rng.choice([1, 1, 3, 10, 100]) for name in sorted(chosen)}
        names = rng.sample(sorted(ALPHABETS), rng.choice([1, 1, 2, 3]))
        self.alphabets = names if rng.random() < 0.5 else ['lower', 'text'][:rng.randint(1, 2)]
        self.low = rng.choice([0, 1, 3, 5, 8, 20])
        self.high = self.low + rng.choice([0, 3, 10, 40, 40, 300, 3000])
        self.texts = [''.join(rng.choices(ALPHABETS[name], k=8192)) for name in self.alphabets]
        self.again = rng.choice([0, 0, 0, 0.1, 0.5, 0.9])
        self.pool = [self.new_string() for _ in range(rng.choice([3, 50, 1000]))]
        self.sharing = rng.choice([0, 0, 0, 0, 0.01, 0.1, 0.5]) if not self.is_json else 0
        self.made = []
        self.breadth = rng.choice([1, 2, 4, 8, 20])
        self.depth = rng.choice([1, 1, 2, 3, 5])
        self.key_kind = 'str' if self.is_json else rng.choice(['str'] * 6 + ['int', 'int', 'tuple', 'bytes', 'mixed'])
        self.key_style = rng.choice(['word', 'word', 'word', 'long', 'numbered', 'index', 'alphabet'])
        self.has_optional = rng.random() < 0.3
        self.protocol = rng.choice([5, 5, 5, 4, 4, 3, 2, 2, 1, 0])
        self.options = rng.choice([{}] * 5 + [{'separators': [',', ':']}] * 2 + [{'ensure_ascii': False}] * 2
                                  + [{'indent': 2}, {'sort_keys': True}])

    def about(self):
        out = ['shape ' + self.shape, 'leaves ' + ' '.join('%s:%d' % pair for pair in self.leaves.items())]
        out.append('strings %d-%d of %s, again %s' % (self.low, self.high, '+'.join(self.alphabets), self.again))
        out.append('keys %s %s' % (self.key_kind, self.key_style))
        out.append('depth %d, breadth %d' % (self.depth, self.breadth))
        if self.is_json:
            out.append('options %s' % json.dumps(self.options))
        else:
            out.append('sharing %s, protocol %d' % (self.sharing, self.protocol))
        return '; '.join(out)

    # Leaves

    def new_string(self):
        rng = self.rng
        text = self.texts[0] if len(self.texts) == 1 else rng.choice(self.texts)
        length = rng.randint(self.low, self.high)
        start = rng.randrange(8192 - length)
        return sys.intern(text[start:start + length])

    def string(self):
        if self.again and self.rng.random() < self.again:
            return self.rng.choice(self.pool)
        return self.new_string()

    def leaf(self, name=None):
        rng = self.rng
        name = name or weighted(rng, self.leaves)
        if name == 'str':
            return self.string()
        if name == 'float':
            return rng.gauss(0, 1000)
        return getattr(self, 'leaf_' + name)(rng)

    def leaf_none(self, rng): return None
    def leaf_bool(self, rng): return rng.random() < 0.5
    def leaf_byte(self, rng): return rng.randrange(256)
    def leaf_int16(self, rng): return rng.randrange(-1000, 60000)
    def leaf_int32(self, rng): return rng.randrange(-2**31, 2**31)
    def leaf_int64(self, rng): return rng.randrange(-2**63, 2**63)
    def leaf_big(self, rng): return rng.randrange(-10**40, 10**40)
    def leaf_whole(self, rng): return float(rng.randrange(-10**6, 10**6))
    def leaf_short(self, rng): return round(rng.uniform(0, 1000), 2)
    def leaf_nan(self, rng): return rng.choice([math.inf, -math.inf, math.nan, -0.0, 1e300, 5e-324])
    def leaf_bytes(self, rng): return rng.randbytes(rng.randint(self.low, self.high) + 2)
    def leaf_bytearray(self, rng): return bytearray(rng.randbytes(rng.randint(self.low, self.high) + 2))
    def leaf_date(self, rng): return datetime.date.fromordinal(rng.randrange(1, 3_000_000))
    def leaf_timedelta(self, rng): return datetime.timedelta(rng.randrange(-1000, 1000), rng.randrange(86400))
    def leaf_decimal(self, rng): return decimal.Decimal(rng.randrange(10**9)) / 100
    def leaf_uuid(self, rng): return uuid.UUID(int=rng.getrandbits(128))
    def leaf_complex(self, rng): return complex(rng.random(), rng.random())
    def leaf_fraction(self, rng): return fractions.Fraction(rng.randrange(10**6), rng.randrange(1, 10**6))
    def leaf_global(self, rng): return rng.choice([Item, Entry, dict, datetime.datetime])

    def leaf_datetime(self, rng):
        zone = datetime.timezone.utc if rng.random() < 0.5 else None
        return datetime.datetime.fromtimestamp(rng.randrange(2**31), datetime.timezone.utc).replace(tzinfo=zone)

    # Keys

    def word(self, number):
        rng = self.rng
        if self.key_style == 'numbered':
            return sys.intern('key%d' % number)
        if self.key_style == 'index':
            return sys.intern(str(number * 7))
        if self.key_style == 'alphabet':
            return self.new_string()
        word = ''.join(rng.choices(ALPHABETS['lower'], k=rng.randint(2, 9)))
        return sys.intern('the_%s_of_the_%s_in_use' % (word, word) if self.key_style == 'long' else word)

    def key(self, number):
        kind = self.key_kind
        if kind == 'mixed':
            kind = self.rng.choice(['str', 'int', 'tuple'])
        if kind == 'int':
            return self.rng.randrange(2**31) if self.key_style == 'word' else number * 7
        if kind == 'tuple':
            return (number, self.word(number))
        if kind == 'bytes':
            return b'%d' % number
        return self.word(number)

    # Containers

    def schema(self, depth):
        """A function that makes values of one kind."""
        rng = self.rng
        kind = rng.choice(['leaf'] * 3 + ['list', 'dict', 'dict', 'list' if self.is_json else 'tuple']) if depth else 'leaf'
        if kind == 'leaf':
            name = weighted(rng, self.leaves)
            return (lambda: self.leaf(name)) if rng.random() < 0.8 else self.leaf
        if kind == 'list':
            low = rng.randint(0, 3)
            high = low + rng.choice([0, 1, self.breadth])
            item = self.schema(depth - 1)
            return lambda: self.share(lambda: [item() for _ in range(rng.randint(low, high))])
        items = [self.schema(depth - 1) for _ in range(rng.randint(1, self.breadth))]
        if kind == 'tuple':
            return lambda: self.share(lambda: tuple([item() for item in items]))
        return self.record(items)

    def record(self, items):
        rng = self.rng
        fields = [(self.word(number), item) for number, item in enumerate(items)]
        if not self.has_optional:
            return lambda: self.share(lambda: {key: item() for key, item in fields})
        return lambda: self.share(lambda: {key: item() for key, item in fields if rng.random() < 0.7})

    def share(self, make):
        if self.sharing and self.made and self.rng.random() < self.sharing:
            return self.rng.choice(self.made)
        value = make()
        if self.sharing and len(self.made) < 1000:
            self.made.append(value)
        return value

    def tree(self, depth):
        rng = self.rng
        if depth == 0 or rng.random() < 0.3:
            return self.leaf()
        count = rng.randint(0, self.breadth)
        if rng.random() < 0.5:
            return self.share(lambda: [self.tree(depth - 1) for _ in range(count)])
        return self.share(lambda: {self.word(rng.randrange(40)): self.tree(depth - 1) for _ in range(count)})

    def written(self, value):
        return len(json.dumps(value)) if self.is_json else len(pickle.dumps(value, self.protocol))

    def many(self, make):
        """As many values as make up the size."""
        sample = [make() for _ in range(8)]
        each = max(self.written(sample) / 8, 1)
        count = max(1, int(self.size / each))
        return sample[:count] + [make() for _ in range(count - 8)]

    def build(self):
        sys.setrecursionlimit(20000)
        return getattr(self, 'build_' + self.shape)()

    def build_records(self):
        return self.many(self.record([self.schema(self.depth - 1) for _ in range(self.rng.randint(2, 2 + self.breadth))]))

    def build_rows(self):
        items = [self.schema(self.depth - 1) for _ in range(self.rng.randint(1, 2 + self.breadth))]
        row = list if self.is_json or self.rng.random() < 0.4 else tuple
        return self.many(lambda: self.share(lambda: row([item() for item in items])))

    def build_columns(self):
        names = [weighted(self.rng, self.leaves) for _ in range(self.breadth)]
        rows = self.many(lambda: [self.leaf(name) for name in names])
        return {self.word(number): [row[number] for row in rows] for number in range(len(names))}

    def build_mapping(self):
        item = self.schema(self.depth - 1)
        numbers = iter(range(10**9))
        return dict(self.many(lambda: (self.key(next(numbers)), item())))

    def build_tree(self):
        return self.many(lambda: self.tree(self.depth + 2))

    def build_flat(self):
        return self.many(self.leaf)

    def build_one(self):
        name = weighted(self.rng, self.leaves)
        return self.many(lambda: self.leaf(name))

    def build_references(self):
        item = self.schema(self.depth)
        pool = [item() for _ in range(self.rng.choice([3, 100, 5000]))]
        return self.many(lambda: self.rng.choice(pool))

    def build_deep(self):
        def chain():
            value = self.leaf()
            for _ in range(self.rng.randint(20, 200)):
                value = [value, self.leaf()] if self.rng.random() < 0.5 else {self.word(1): value}
            return value
        return self.many(chain)

    def build_varied(self):
        words = [self.word(number) for number in range(self.rng.choice([10, 40, 500]))]
        return self.many(lambda: self.share(
            lambda: {key: self.leaf() for key in self.rng.sample(words, self.rng.randint(1, min(10, self.breadth + 1)))}))

    def build_message(self):
        return self.record([self.schema(self.depth) for _ in range(max(1, self.size // 40))])()

    def build_objects(self):
        words = [self.word(number) for number in range(self.rng.randint(1, 2 + self.breadth))]
        items = [self.schema(self.depth - 1) for _ in words]
        kind = self.rng.choice([Item, Entry, Slotted] if self.protocol >= 2 else [Item, Entry])

        def make():
            value = kind()
            for word, item in zip(('a', 'b', 'c') if kind is Slotted else words, items):
                setattr(value, word, item())
            return value
        return self.many(lambda: self.share(make))

    def build_sets(self):
        kind = self.rng.choice([set, frozenset])
        names = [name for name in self.leaves if name not in ('bytearray',)] or ['int32']
        count = self.rng.choice([1, 5, 50, 5000])

        def make():
            return kind([self.leaf(weighted(self.rng, {name: 1 for name in names})) for _ in range(self.rng.randint(1, count))])
        return self.many(make)
