# -*- coding: utf-8 -*-
"""Python values as JSON, random values, and texts that do not depend on the order of sets.

The tagged language. `build` makes the value from it, `describe` gives it back; the TypeScript tests write the same language.

    null true false "text" 7               None, True, False, str, int. Equal texts are one object, as in JavaScript
    ["int", "12345678901234567890"]        an int of any size
    ["float", "1.0"]                       float(text): also JavaScript's String(x), with "-0" for -0.0
    ["complex", "1.0", "-0.0"]
    ["bytes", "YWJj"]                      base64; ["bytearray", "YWJj"] likewise
    ["list", a, b, ...]                    also "tuple", "set", "frozenset"
    ["dict", [key, value], ...]            also "ordereddict", "counter", "frozendict"; ["defaultdict", factory, [key, value], ...]
    ["deque", maxlen, a, b, ...]           maxlen: null or an int
    ["ellipsis"] ["notimplemented"]
    ["range", start, stop, step]           ["slice", start, stop, step]
    ["global", "module", "qualname"]       a class or function; ["enum", "module", "qualname", value] a member of an Enum
    ["date", year, month, day]
    ["time", hour, minute, second, microsecond, fold, zone]                          zone: null or a value
    ["datetime", year, month, day, hour, minute, second, microsecond, fold, zone]
    ["timedelta", days, seconds, microseconds]
    ["timezone", offset, name]             offset: a timedelta; name: null or text
    ["zoneinfo", "Europe/Paris"]
    ["decimal", "1.50"] ["fraction", 1, 2] ["uuid", "32 hex digits"]
    ["array", "i", a, b, ...]              items one by one; of typecode "u" and "w": texts of one character
    ["path", "PurePosixPath", "a/b"]       ["ip", "IPv4Address", "192.0.2.1"]
    ["pattern", text or bytes, flags]
    ["chainmap", map, ...] ["namespace", ["name", value], ...]
    ["exception", "ValueError", [argument, ...], ["name", value], ...]               a built-in exception with its attributes
    ["object", "module", "qualname", ["name", value], ...]                           a plain instance with its attributes
    ["reduce", callable, [argument, ...], state, [item, ...], [[key, value], ...]]   anything else, as __reduce_ex__ tells it
    ["def", 1, value] ["ref", 1]           one object in several places, or inside itself; numbers in the order of appearance

Objects that Python itself makes only once, or may make only once, have no identity here and so never a "def": None, bool, int, float, str, empty tuple and
frozenset, bytes of at most one byte, classes, functions, Enum members, patterns, the zone UTC, ZoneInfo.
"""
import array
import base64
import collections
import datetime
import decimal
import fractions
import json
import re
import struct
import sys
import types
import uuid

PY2 = sys.version_info[0] == 2
if PY2:
    import copy_reg as copyreg
    import __builtin__ as builtins
    text_type, int_types = unicode, (int, long)  # noqa: F821
else:
    import builtins
    import copyreg
    text_type, int_types = str, (int,)

frozendict = getattr(builtins, 'frozendict', None)
_texts = {}


def one_text(value):
    """The one object for a text."""
    if not PY2 and type(value) is str:
        return sys.intern(value)
    return _texts.setdefault(value, value)


def resolve(module, qualname):
    if (module, qualname) == ('builtins', 'NoneType'):
        return type(None)
    if (module, qualname) == ('builtins', 'ellipsis'):
        return type(Ellipsis)
    if (module, qualname) == ('builtins', 'NotImplementedType'):
        return type(NotImplemented)
    if PY2 and module == 'builtins':
        module = '__builtin__'
    __import__(module)
    found = sys.modules[module]
    for name in qualname.split('.'):
        found = getattr(found, name)
    return found


# From JSON to a value -------------------------------------------------------------------------------------------------------------

class _Pending(object):
    """Stands for an immutable object that is still being made; the mutable container that holds it is mended afterwards."""


class Builder(object):
    def __init__(self):
        self.made = {}
        self.mending = []

    def build(self, node):
        value = self.value(node)
        for mend, pending in self.mending:
            mend(self.made[pending.number])
        return value

    def value(self, node):
        if node is None or node is True or node is False:
            return node
        if isinstance(node, (text_type, str)):
            return one_text(node)
        if isinstance(node, int_types):
            return node
        if isinstance(node, float):
            return int(node) if node == int(node) else node
        tag = node[0]
        if tag == 'ref':
            made = self.made[node[1]]
            return made
        if tag == 'def':
            number, inner = node[1], node[2]
            pending = _Pending()
            pending.number = number
            self.made[number] = pending
            value = self.make(inner, number) if isinstance(inner, list) else self.value(inner)
            self.made[number] = value
            return value
        return self.make(node, None)

    def make(self, node, number):
        return getattr(self, 'make_' + node[0])(node, number)

    def early(self, number, value):
        """A mutable object is known before its content is made."""
        if number is not None:
            self.made[number] = value
        return value

    def put(self, value, mend):
        if isinstance(value, _Pending):
            self.mending.append((mend, value))
        return value

    def values(self, nodes):
        values = [self.value(node) for node in nodes]
        for value in values:
            if isinstance(value, _Pending):
                raise ValueError('an immutable object cannot stand directly in itself')
        return values

    def extend(self, target, nodes):
        for index, node in enumerate(nodes):
            value = self.value(node)
            target.append(value)
            self.put(value, lambda made, index=index: target.__setitem__(index, made))
        return target

    def fill(self, target, pairs):
        for key_node, value_node in pairs:
            key = self.value(key_node)
            value = self.value(value_node)
            target[key] = value
            self.put(value, lambda made, key=key: target.__setitem__(key, made))
        return target

    def attributes(self, target, pairs):
        for name, node in pairs:
            name = one_text(str(name))
            value = self.value(node)
            setattr(target, name, value)
            self.put(value, lambda made, name=name: setattr(target, name, made))
        return target

    def make_int(self, node, number):
        return int(node[1], 0) if node[1][:3].lower().lstrip('-').startswith('0x') else _int(node[1])

    def make_float(self, node, number):
        return float(node[1])

    def make_complex(self, node, number):
        return complex(float(node[1]), float(node[2]))

    def make_bytes(self, node, number):
        return base64.b64decode(node[1])

    def make_bytearray(self, node, number):
        return bytearray(base64.b64decode(node[1]))

    def make_list(self, node, number):
        return self.extend(self.early(number, []), node[1:])

    def make_tuple(self, node, number):
        return tuple(self.values(node[1:]))

    def make_set(self, node, number):
        target = self.early(number, set())
        for item in self.values(node[1:]):
            target.add(item)
        return target

    def make_frozenset(self, node, number):
        return frozenset(self.values(node[1:]))

    def make_dict(self, node, number):
        return self.fill(self.early(number, {}), node[1:])

    def make_ordereddict(self, node, number):
        return self.fill(self.early(number, collections.OrderedDict()), node[1:])

    def make_counter(self, node, number):
        return self.fill(self.early(number, collections.Counter()), node[1:])

    def make_frozendict(self, node, number):
        return frozendict(list(zip(self.values(pair[0] for pair in node[1:]), self.values(pair[1] for pair in node[1:]))))

    def make_defaultdict(self, node, number):
        return self.fill(self.early(number, collections.defaultdict(self.value(node[1]))), node[2:])

    def make_deque(self, node, number):
        return self.extend(self.early(number, collections.deque([], node[1])), node[2:])

    def make_ellipsis(self, node, number):
        return Ellipsis

    def make_notimplemented(self, node, number):
        return NotImplemented

    def make_range(self, node, number):
        return (xrange if PY2 else range)(*self.values(node[1:]))  # noqa: F821

    def make_slice(self, node, number):
        return slice(*self.values(node[1:]))

    def make_global(self, node, number):
        return resolve(node[1], node[2])

    def make_enum(self, node, number):
        return resolve(node[1], node[2])(self.value(node[3]))

    def make_date(self, node, number):
        return datetime.date(*node[1:])

    def make_timedelta(self, node, number):
        return datetime.timedelta(*node[1:])

    def make_time(self, node, number):
        return self.with_fold(datetime.time, node[1:5], node[5], self.value(node[6]))

    def make_datetime(self, node, number):
        return self.with_fold(datetime.datetime, node[1:8], node[8], self.value(node[9]))

    def with_fold(self, cls, numbers, fold, zone):
        return cls(*(list(numbers) + [zone]), fold=fold) if fold else cls(*(list(numbers) + [zone]))

    def make_timezone(self, node, number):
        offset, name = self.value(node[1]), self.value(node[2])
        return datetime.timezone(offset) if name is None else datetime.timezone(offset, name)

    def make_zoneinfo(self, node, number):
        import zoneinfo
        return zoneinfo.ZoneInfo(node[1])

    def make_decimal(self, node, number):
        return decimal.Decimal(node[1])

    def make_fraction(self, node, number):
        return fractions.Fraction(self.value(node[1]), self.value(node[2]))

    def make_uuid(self, node, number):
        return uuid.UUID(hex=str(node[1]))

    def make_array(self, node, number):
        return array.array(str(node[1]), self.values(node[2:]))

    def make_path(self, node, number):
        import pathlib
        return getattr(pathlib, node[1])(node[2])

    def make_ip(self, node, number):
        import ipaddress
        return getattr(ipaddress, node[1])(node[2])

    def make_pattern(self, node, number):
        return re.compile(self.value(node[1]), node[2])

    def make_chainmap(self, node, number):
        return collections.ChainMap(*self.values(node[1:]))

    def make_namespace(self, node, number):
        return self.attributes(self.early(number, types.SimpleNamespace()), node[1:])

    def make_exception(self, node, number):
        return self.attributes(self.early(number, getattr(builtins, node[1])(*self.values(node[2]))), node[3:])

    def make_object(self, node, number):
        cls = resolve(node[1], node[2])
        return self.attributes(self.early(number, cls.__new__(cls) if isinstance(cls, type) else types.InstanceType(cls)), node[3:])

    def make_reduce(self, node, number):
        function, arguments, state, items, pairs = (list(node[1:]) + [None, None, None])[:5]
        target = self.early(number, self.value(function)(*self.values(arguments)))
        self.extend(target, items or ())
        self.fill(target, pairs or ())
        state = self.value(state)
        if state is not None:
            if hasattr(target, '__setstate__'):
                target.__setstate__(state)
            else:
                slots = None
                if isinstance(state, tuple) and len(state) == 2:
                    state, slots = state
                target.__dict__.update(state or {})
                for name, value in (slots or {}).items():
                    setattr(target, name, value)
        return target


def _int(digits):
    limit = getattr(sys, 'set_int_max_str_digits', None)
    if limit and len(digits) > 4300:
        before = sys.get_int_max_str_digits()
        limit(0)
        try:
            return int(digits)
        finally:
            limit(before)
    return int(digits)


def build(node):
    return Builder().build(node)


# From a value to JSON -------------------------------------------------------------------------------------------------------------

def has_identity(value):
    kind = type(value)
    if kind in _NO_IDENTITY or issubclass(kind, type) or PY2 and kind is types.ClassType:
        return False
    if kind in (tuple, frozenset) and not value:
        return False
    if kind is bytes and len(value) <= 1:
        return False
    if kind.__module__ == 'zoneinfo' or kind.__module__ == 'typing':
        return False
    if not PY2 and kind is datetime.timezone and value == datetime.timezone.utc and value.tzname(None) == 'UTC':
        return False
    return not _is_enum(value)


_NO_IDENTITY = set([type(None), bool, int, float, text_type, type(Ellipsis), type(NotImplemented), types.FunctionType, types.BuiltinFunctionType, type(re.compile('')),
                    type(list.append), type(int.__add__)] + list(int_types))
if hasattr(types, 'UnionType'):
    _NO_IDENTITY.add(types.UnionType)


def _is_enum(value):
    enum = sys.modules.get('enum')
    return enum is not None and isinstance(value, enum.Enum)


def _number(value):
    return value if -9007199254740991 <= value <= 9007199254740991 else ['int', '%d' % value if value.bit_length() < 13000 else hex(value)]


def _base64(value):
    return base64.b64encode(bytes(value)).decode('ascii')


_in_order = set()


class Describer(object):
    """Walks the graph once to see what stands in several places, and once more to write."""

    def __init__(self):
        self.kept = []
        self.seen = {}
        self.shared = set()
        self.numbers = {}
        self.writing = False
        self.reductions = {}

    def describe(self, value):
        self.node(value)
        self.writing = True
        return self.node(value)

    def node(self, value):
        if not has_identity(value):
            return self.content(value)
        key = id(value)
        if not self.writing:
            if key in self.seen:
                self.shared.add(key)
                return None
            self.seen[key] = value
            return self.content(value)
        if key not in self.shared:
            return self.content(value)
        if key in self.numbers:
            return ['ref', self.numbers[key]]
        number = self.numbers[key] = len(self.numbers) + 1
        return ['def', number, self.content(value)]

    def nodes(self, values):
        return [self.node(value) for value in values]

    def pairs(self, pairs):
        return [[self.node(key), self.node(value)] for key, value in pairs]

    def members(self, values):
        if len(values) < 2:
            return self.nodes(values)
        if id(values) in _in_order:  # only while its members are being put in order
            return ['...']
        _in_order.add(id(values))
        try:
            members = sorted(values, key=sort_key)
        finally:
            _in_order.discard(id(values))
        return self.nodes(members)

    def content(self, value):
        kind = type(value)
        if value is None or value is True or value is False:
            return value
        if kind is text_type:
            return value
        if kind in int_types:
            return _number(value)
        if kind is float:
            return ['float', repr(value)]
        if kind is complex:
            return ['complex', repr(value.real), repr(value.imag)]
        if kind is bytes or kind is bytearray:
            return [('bytes' if PY2 and kind is bytes else kind.__name__), _base64(value)]
        if kind is list or kind is tuple:
            return [kind.__name__] + self.nodes(value)
        if kind is set or kind is frozenset:
            return [kind.__name__] + self.members(value)
        if kind is dict:
            return ['dict'] + self.pairs(value.items())
        if value is Ellipsis:
            return ['ellipsis']
        if value is NotImplemented:
            return ['notimplemented']
        if issubclass(kind, type) or PY2 and kind is types.ClassType or kind in (types.FunctionType, types.BuiltinFunctionType) and getattr(value, '__self__', None) in (None, builtins) or (
                kind is types.BuiltinFunctionType and isinstance(value.__self__, types.ModuleType)):
            module = value.__module__ or value.__self__.__name__
            return ['global', 'builtins' if module == '__builtin__' else module, getattr(value, '__qualname__', value.__name__)]
        if _is_enum(value):
            return ['enum', kind.__module__, kind.__qualname__, self.content(value.value)]
        special = _CONTENT.get(kind)
        if special:
            return special(self, value)
        return self.reduction(value)

    def reduction(self, value):
        if isinstance(value, set) or isinstance(value, frozenset):
            attributes = getattr(value, '__dict__', {})
            return ['reduce', self.node(type(value)), [['list'] + self.members(value)], self.state(attributes) if attributes else None, None, None]
        if PY2 and isinstance(value, types.InstanceType):
            return ['object', value.__class__.__module__, value.__class__.__name__] + [[name, self.node(held)] for name, held in sorted(value.__dict__.items())]
        if isinstance(value, BaseException) and type(value).__module__ in ('builtins', 'exceptions') and type(value).__reduce__ is BaseException.__reduce__:
            return ['exception', type(value).__name__, self.nodes(value.args)] + [[name, self.node(held)] for name, held in value.__dict__.items()]
        key = id(value)
        if key not in self.reductions:
            registered = copyreg.dispatch_table.get(type(value))
            parts = registered(value) if registered else value.__reduce_ex__(2 if PY2 else 4)
            if not isinstance(parts, tuple):
                parts = (parts,)
            parts = list(parts)
            # Iterators are read once, and everything a reduction makes stays alive, so that no address is used twice.
            for index in (3, 4):
                if len(parts) > index and parts[index] is not None:
                    parts[index] = list(parts[index])
            self.reductions[key] = parts
            self.kept.append(value)
        parts = self.reductions[key]
        if isinstance(parts[0], (str, text_type)):
            return ['global', type(value).__module__, parts[0]]
        function, arguments, state, items, pairs = (parts + [None, None, None])[:5]
        if function is getattr(copyreg, '__newobj__', None) and len(arguments) == 1 and not items and not pairs and (state is None or type(state) is dict):
            cls = arguments[0]
            return ['object', cls.__module__, getattr(cls, '__qualname__', cls.__name__)] + [[name, self.node(held)] for name, held in (state or {}).items()]
        return ['reduce', self.node(function), self.nodes(arguments), self.state(state), self.nodes(items) if items else None, self.pairs(pairs) if pairs else None]

    def state(self, state):
        """A state is made for the occasion: neither it nor a pair of dicts in it has an identity of its own."""
        if type(state) is dict:
            return ['dict'] + self.pairs(state.items())
        if type(state) is tuple:
            return ['tuple'] + [self.state(part) if type(part) is dict else self.node(part) for part in state]
        return self.node(state)


def _zoned(self, value, *numbers):
    return list(numbers) + [getattr(value, 'fold', 0), self.node(value.tzinfo)]


_CONTENT = {
    slice: lambda self, value: ['slice', self.node(value.start), self.node(value.stop), self.node(value.step)],
    datetime.date: lambda self, value: ['date', value.year, value.month, value.day],
    datetime.timedelta: lambda self, value: ['timedelta', value.days, value.seconds, value.microseconds],
    datetime.time: lambda self, value: ['time'] + _zoned(self, value, value.hour, value.minute, value.second, value.microsecond),
    datetime.datetime: lambda self, value: ['datetime'] + _zoned(self, value, value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond),
    decimal.Decimal: lambda self, value: ['decimal', str(value)],
    fractions.Fraction: lambda self, value: ['fraction', _number(value.numerator), _number(value.denominator)],
    uuid.UUID: lambda self, value: ['uuid', value.hex],
    collections.OrderedDict: lambda self, value: self.reduction(value) if value.__dict__ and not PY2 else ['ordereddict'] + self.pairs(value.items()),
    collections.Counter: lambda self, value: ['counter'] + self.pairs(value.items()),
    collections.defaultdict: lambda self, value: ['defaultdict', self.node(value.default_factory)] + self.pairs(value.items()),
    collections.deque: lambda self, value: ['deque', value.maxlen] + self.nodes(value),
    array.array: lambda self, value: ['array', value.typecode] + self.nodes(value),
    type(re.compile('')): lambda self, value: ['pattern', self.content(value.pattern), int(value.flags)],
}
if not PY2:
    import ipaddress
    import pathlib

    _CONTENT.update({
        range: lambda self, value: ['range', _number(value.start), _number(value.stop), _number(value.step)],
        datetime.timezone: lambda self, value: ['timezone', self.content(value.utcoffset(None)), _zone_name(value)],
        collections.ChainMap: lambda self, value: ['chainmap'] + self.nodes(value.maps),
        types.SimpleNamespace: lambda self, value: ['namespace'] + [[name, self.node(held)] for name, held in value.__dict__.items()],
    })
    for _cls in (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath):
        _CONTENT[_cls] = lambda self, value: ['path', type(value).__name__, str(value)]
    for _cls in (ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface):
        _CONTENT[_cls] = lambda self, value: ['ip', type(value).__name__, str(value)]
    if frozendict:
        _CONTENT[frozendict] = lambda self, value: ['frozendict'] + self.pairs(value.items())
    try:
        import zoneinfo
        _CONTENT[zoneinfo.ZoneInfo] = lambda self, value: ['zoneinfo', value.key]
    except ImportError:
        pass


def _zone_name(value):
    arguments = value.__getinitargs__()
    return arguments[1] if len(arguments) > 1 else None


def describe(value):
    """The value in the tagged language: equal for two values exactly if they have the same types, content, order, sharing and cycles."""
    with Deeper():
        return Describer().describe(value)


class Deeper(object):
    """More Python calls inside each other than pickle and json are given; main() of the worker makes room for them."""
    limit = 5000

    def __enter__(self):
        self.before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(self.limit, self.before))

    def __exit__(self, *_):
        sys.setrecursionlimit(self.before)


def sort_key(value):
    """Orders the members of a set by their own description alone."""
    return json.dumps(Describer().describe(value), sort_keys=True)


# Texts ----------------------------------------------------------------------------------------------------------------------------

_open = []


def stable_repr(value):
    """repr(), but the members of every set stand in the order of their texts (by code point), so that two processes can compare.

    Sets are put in order inside of list, tuple, dict, set, frozenset, deque, OrderedDict, defaultdict, ChainMap, SimpleNamespace, frozendict and exceptions;
    other types print themselves.
    """
    with Deeper():
        return _stable(value)


def _stable(value):
    kind = type(value)
    if kind not in _REPR:
        if kind.__repr__ is not BaseException.__repr__:
            return repr(value)
        kind = BaseException
    if any(value is outer for outer in _open):
        return _repr_factory(value) if kind is collections.defaultdict else _REPR[kind][0]
    _open.append(value)
    try:
        return _REPR[kind][1](value)
    finally:
        _open.pop()


def _repr_factory(value):
    return 'defaultdict(%s, {...})' % _stable(value.default_factory)


def _joined(values):
    return ', '.join(_stable(value) for value in values)


def _repr_dict(value):
    return '{%s}' % ', '.join('%s: %s' % (_stable(key), _stable(held)) for key, held in value.items())


def _repr_set(value):
    if not value:
        return repr(value)
    members = ', '.join(sorted(_stable(member) for member in value))
    if type(value) is set and not PY2:
        return '{%s}' % members
    return '%s(%s)' % (type(value).__name__, ('[%s]' if PY2 else '{%s}') % members)


def _repr_ordered_dict(value):
    if not value or sys.version_info < (3, 12):
        return 'OrderedDict(%s)' % ('[%s]' % _joined(value.items()) if value else '')
    return 'OrderedDict(%s)' % _repr_dict(value)


_REPR = {
    list: ('[...]', lambda value: '[%s]' % _joined(value)),
    tuple: ('(...)', lambda value: '(%s,)' % _stable(value[0]) if len(value) == 1 else '(%s)' % _joined(value)),
    dict: ('{...}', _repr_dict),
    set: ('set(...)', _repr_set),
    frozenset: ('frozenset(...)', _repr_set),
    collections.deque: ('[...]', lambda value: 'deque([%s]%s)' % (_joined(value), '' if value.maxlen is None else ', maxlen=%d' % value.maxlen)),
    collections.OrderedDict: ('...', _repr_ordered_dict),
    collections.defaultdict: ('', lambda value: 'defaultdict(%s, %s)' % (_stable(value.default_factory), _repr_dict(value))),
}


def _repr_exception(value):
    if len(value.args) == 1 and sys.version_info >= (3, 7):
        return '%s(%s)' % (type(value).__name__, _stable(value.args[0]))
    return type(value).__name__ + _stable(value.args)


def _repr_namespace(value):
    pairs = value.__dict__.items() if sys.version_info >= (3, 9) else sorted(value.__dict__.items())
    return 'namespace(%s)' % ', '.join('%s=%s' % (name, _stable(held)) for name, held in pairs)


_REPR[BaseException] = ('', _repr_exception)
if not PY2:
    _REPR[types.SimpleNamespace] = ('namespace(...)', _repr_namespace)
    _REPR[collections.ChainMap] = ('...', lambda value: 'ChainMap(%s)' % _joined(value.maps))
if frozendict:
    _REPR[frozendict] = ('frozendict(...)', lambda value: 'frozendict(%s)' % (_repr_dict(value) if value else ''))


def clean(text):
    """Without addresses."""
    if isinstance(text, bytes):
        text = text.decode('latin-1')
    return re.sub(r'\b0x[0-9a-fA-F]{5,}\b', '0x0', text)


# Random values --------------------------------------------------------------------------------------------------------------------

KINDS = ('builtins', 'stdlib', 'user')
_MASK = (1 << 64) - 1


class Source(object):
    """The same numbers for a seed in every version of Python (splitmix64)."""

    def __init__(self, seed):
        self.state = seed & _MASK

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit):
        return self.bits() % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def choice(self, values):
        return values[self.below(len(values))]

    def chance(self, percent):
        return self.below(100) < percent


INT_EDGES = [0, 1, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 63 - 1, 2 ** 63, 2 ** 64, 2 ** 127, 2 ** 2039, 2 ** 2040]
# No text has a high surrogate right before a low one: in JavaScript and in JSON that is one character, in Python it may be two.
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1e15, 1e16, 1e21, 1e22, 5e-324, 1.7976931348623157e308, float('inf'), float('-inf'), float('nan'), 0.1, 123456789.0, 2.0 ** 53]
ALPHABETS = [u'abcdefghij', u'abc XYZ_09', u'"\'\\\n\r\t\x00\x1a\x7f', u'\xe9\xff\xa0\xad\x85', u'\u20ac\u4e2d\u2028\ufeff\uffff', u'\U0001f600\U0010ffff\U00010000', u'\ud800\ud83dx', u'\udc00\udfffy']
WORDS = [u'', u'a', u'id', u'name', u'value', u'items', u'__proto__', u'constructor', u'0', u'10', u'datetime', u'latin1']
EXCEPTIONS = ['ValueError', 'KeyError', 'TypeError', 'RuntimeError', 'Exception', 'ZeroDivisionError', 'IndexError', 'AssertionError']


class Random(object):
    """Random values. What is made may be used again, and lists, dicts and the like may come to stand inside themselves."""

    def __init__(self, seed, kinds=('builtins', 'stdlib'), most=40, single_sets=False, surrogates=True, protocol=5):
        self.source = Source(seed)
        self.left = self.source.between(1, most)
        self.outermost = True
        self.done = []
        self.open = []
        self.single_sets = single_sets
        self.surrogates = surrogates
        self.protocol = protocol
        self.makers = list(self.BUILTINS)
        if 'stdlib' in kinds:
            self.makers += self.STDLIB
        if 'user' in kinds:
            import golden_classes
            self.classes = golden_classes
            self.makers += self.USER

    def value(self):
        self.left -= 1
        source = self.source
        if self.open and source.chance(4):
            return source.choice(self.open)
        if self.done and source.chance(12):
            return source.choice(self.done)
        outermost, self.outermost = self.outermost, False
        if self.left <= 0 or source.chance(5 if outermost else 30):
            made = self.scalar()
        else:
            made = getattr(self, source.choice(self.makers))()
        if has_identity(made):
            self.done.append(made)
        return made

    def opened(self, container):
        self.open.append(container)
        return container

    def closed(self):
        return self.open.pop()

    def count(self):
        source = self.source
        if source.chance(3):
            return source.between(5, 40)
        return source.below(5)

    def scalar(self):
        return getattr(self, self.source.choice(['text', 'text', 'int', 'int', 'float', 'bytes', 'constant']))()

    def hashable(self, in_set=False):
        """A key or a member. No None in sets: before 3.12 its hash is an address, and the order of the set would change from run to run."""
        source = self.source
        kind = source.below(14)
        if kind < 5:
            return self.text()
        if kind < 8:
            return self.int()
        if kind == 8:
            return self.finite()
        if kind == 9:
            return self.bytes()
        if kind == 10:
            return source.choice([True, False, u'', ()] if in_set else [None, True, False, u'', ()])
        if kind == 11:
            return tuple(self.hashable(in_set) for _ in range(source.below(3)))
        if kind == 12:
            return frozenset([self.hashable(in_set)] if source.chance(60) else [])
        return source.choice([self.date, self.number, self.uuid, self.timedelta])() if 'date' in self.makers else self.text()

    def text(self):
        source = self.source
        if source.chance(40):
            return one_text(source.choice(WORDS))
        alphabet = source.choice(ALPHABETS if self.surrogates else ALPHABETS[:-2])
        size = source.between(200, 300) if source.chance(2) else 70000 if source.below(2000) == 0 else source.below(12)
        return one_text(u''.join(source.choice(alphabet) for _ in range(size)) if size < 1000 else alphabet[0] * size)

    def int(self):
        source = self.source
        if source.chance(40):
            return source.between(-300, 300)
        if source.chance(50):
            return source.choice(INT_EDGES) * source.choice([1, -1]) + source.between(-1, 1)
        value = source.bits() >> source.below(64)
        return value * source.choice([1, -1])

    def finite(self):
        source = self.source
        value = struct.unpack('>d', struct.pack('>Q', source.bits()))[0]
        return value if value == value and value not in (float('inf'), float('-inf')) else 1.5

    def float(self):
        source = self.source
        return source.choice(FLOATS) if source.chance(50) else source.between(-1000, 1000) / 8.0 if source.chance(50) else self.finite()

    def constant(self):
        return self.source.choice([None, True, False])

    def bytes(self):
        source = self.source
        size = source.between(200, 300) if source.chance(3) else source.below(8)
        return struct.pack('>Q', source.bits())[:size] if size <= 8 else bytes(bytearray(source.below(256) for _ in range(size)))

    def bytearray(self):
        return bytearray(self.bytes())

    def complex(self):
        return complex(self.float(), self.float())

    def list(self):
        target = self.opened([])
        for _ in range(self.count()):
            target.append(self.value())
        return self.closed()

    def tuple(self):
        return tuple(self.value() for _ in range(self.count()))

    def dict(self):
        target = self.opened({})
        texts_only = self.source.chance(60)
        for _ in range(self.count()):
            target[self.text() if texts_only else self.hashable()] = self.value()
        return self.closed()

    def set_members(self):
        return [self.hashable(True) for _ in range(min(self.count(), 1) if self.single_sets else self.count())]

    def set(self):
        return set(self.set_members())

    def frozenset(self):
        return frozenset(self.set_members())

    def special(self):
        source = self.source
        return source.choice([lambda: Ellipsis, lambda: NotImplemented, lambda: slice(self.int(), None, self.constant()), lambda: int, lambda: len, lambda: type(None), lambda: dict, lambda: ValueError])()

    def range(self):
        return range(self.source.between(-5, 5), self.source.between(-100, 100000), self.source.between(1, 9))

    def date(self):
        return datetime.date(self.source.between(1, 9999), self.source.between(1, 12), self.source.between(1, 28))

    def timedelta(self):
        return datetime.timedelta(self.source.between(-1000, 1000), self.source.below(86400), self.source.below(1000000))

    def zone(self):
        source = self.source
        if source.chance(50):
            return None
        if source.chance(40):
            return datetime.timezone.utc
        offset = datetime.timedelta(minutes=source.between(-1439, 1439))
        return datetime.timezone(offset, u'Z%d' % source.below(9)) if source.chance(20) else datetime.timezone(offset)

    def time(self):
        source = self.source
        return datetime.time(source.below(24), source.below(60), source.below(60), source.below(1000000), self.zone(), fold=0)

    def datetime(self):
        source = self.source
        return datetime.datetime(source.between(1, 9999), source.between(1, 12), source.between(1, 28), source.below(24), source.below(60), source.below(60),
                                 source.choice([0, source.below(1000000)]), self.zone(), fold=0)

    def decimal(self):
        source = self.source
        if source.chance(10):
            return decimal.Decimal(source.choice(['NaN', 'Infinity', '-Infinity', '-0', '0E-5', 'sNaN', 'NaN7']) if source.chance(30) else '0')
        return self.number()

    def number(self):
        source = self.source
        return decimal.Decimal('%s%dE%d' % (source.choice(['', '-']), source.bits() >> source.below(64), source.between(-30, 30)))

    def fraction(self):
        return fractions.Fraction(self.source.between(-1000, 1000), self.source.between(1, 1000))

    def uuid(self):
        return uuid.UUID(int=(self.source.bits() << 64) | self.source.bits())

    def ordered_dict(self):
        target = self.opened(collections.OrderedDict())
        for _ in range(self.count()):
            target[self.hashable()] = self.value()
        return self.closed()

    def counter(self):
        return collections.Counter(dict((self.text(), self.source.between(-3, 9)) for _ in range(self.count())))

    def default_dict(self):
        target = self.opened(collections.defaultdict(self.source.choice([None, list, int, dict, str])))
        for _ in range(self.count()):
            target[self.hashable()] = self.value()
        return self.closed()

    def deque(self):
        target = self.opened(collections.deque([], self.source.choice([None, None, 3, 50])))
        for _ in range(self.count()):
            target.append(self.value())
        return self.closed()

    def array(self):
        source = self.source
        code = source.choice('bBhHiIqQfd')
        if code in 'fd':
            return array.array(code, [source.between(-1000, 1000) / 8.0 for _ in range(self.count())])
        low, high = {'b': (-128, 127), 'B': (0, 255), 'h': (-32768, 32767), 'H': (0, 65535)}.get(code, (0, 2 ** 31 - 1))
        return array.array(code, [source.between(low, high) for _ in range(self.count())])

    def path(self):
        import pathlib
        source = self.source
        cls = source.choice([pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath])
        # No part twice: whether the two are one object depends on the version.
        return cls(source.choice(['', '/', 'a', '/usr/lib/x.txt', 'b/../c', u'/caf\xe9', 'C:\\temp\\y']))

    def pattern(self):
        return re.compile(*self.source.choice([(u'a+',), (u'[a-z]*', re.I), (b'\\d', re.M), (u'x # y', re.X | re.S)]))

    def exception(self):
        error = getattr(builtins, self.source.choice(EXCEPTIONS))(*[self.scalar() for _ in range(self.source.below(3))])
        if self.source.chance(20):
            error.code = self.int()
        return error

    def namespace(self):
        target = self.opened(types.SimpleNamespace())
        for name in ('a', 'b', 'c')[:self.source.below(4)]:
            setattr(target, name, self.value())
        return self.closed()

    def chain_map(self):
        return collections.ChainMap(*[self.dict() for _ in range(self.source.between(1, 2))])

    def ip(self):
        import ipaddress
        return self.source.choice([ipaddress.IPv4Address(self.source.bits() >> 32), ipaddress.IPv6Address((self.source.bits() << 64) | 1), ipaddress.ip_network(u'192.0.2.0/24'), ipaddress.ip_interface(u'2001:db8::1/64')])

    def frozen_dict(self):
        if not frozendict or self.protocol < 2:
            return self.dict()
        return frozendict((self.text(), self.value()) for _ in range(self.count()))

    # Classes of golden_classes

    def plain(self):
        target = self.opened(self.classes.Plain())
        for name in ('a', 'b', 'c')[:self.source.below(4)]:
            setattr(target, name, self.value())
        return self.closed()

    def child(self):
        return self.classes.Child(a=self.value())

    def point(self):
        return self.classes.Point(self.value(), self.value())

    def color(self):
        return self.source.choice(list(self.classes.Color) + list(self.classes.Level))

    def reduced(self):
        return self.classes.ReducedState(self.value(), self.value())

    def items(self):
        return self.classes.filled([self.value() for _ in range(self.count())], dict((self.text(), self.value()) for _ in range(self.count())))

    def state(self):
        return self.classes.StateTuple(self.value(), self.value())

    def subclass(self):
        classes, source = self.classes, self.source
        made = source.choice([lambda: classes.ListSub(self.list()), lambda: classes.DictSub(self.dict()), lambda: classes.TupleSub(self.tuple()), lambda: classes.TextSub(self.text()),
                              lambda: classes.IntSub(self.int()), lambda: classes.FloatSub(self.float())])()
        if source.chance(30):
            made.note = self.scalar()
        return made

    def error(self):
        return self.classes.AppError(self.text(), self.scalar())

    BUILTINS = ['list', 'list', 'tuple', 'tuple', 'dict', 'dict', 'dict', 'set', 'frozenset', 'bytearray', 'complex', 'special', 'range', 'text', 'int', 'float', 'bytes']
    STDLIB = ['date', 'timedelta', 'time', 'datetime', 'datetime', 'decimal', 'fraction', 'uuid', 'ordered_dict', 'counter', 'default_dict', 'deque', 'array', 'path', 'pattern', 'exception',
              'namespace', 'chain_map', 'ip', 'frozen_dict']
    USER = ['plain', 'plain', 'child', 'point', 'color', 'reduced', 'items', 'state', 'subclass', 'error']


def random_value(seed, **options):
    return Random(seed, **options).value()
