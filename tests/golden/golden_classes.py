# -*- coding: utf-8 -*-
"""The classes whose instances stand in the golden pickles.

One module for Python 2.7 and 3.6 to 3.15, so that every version can write them and every version can read what another one wrote.
Each class shows one way in which a Python object tells pickle about itself. All of them compare by value and print what they hold,
also when they contain themselves. Syntax that some version does not have stands in strings and is compiled only where it is known.
"""
import collections
import sys

PY2 = sys.version_info[0] == 2

try:
    import copyreg
except ImportError:
    import copy_reg as copyreg


def _slots_of(cls):
    names = []
    for base in reversed(cls.__mro__):
        slots = base.__dict__.get('__slots__', ())
        for name in ((slots,) if isinstance(slots, str) else slots):
            if name not in ('__dict__', '__weakref__') and name not in names:
                names.append(name)
    return names


def _attributes(value):
    """What an instance holds: [(name, value), ...], sorted by name."""
    found = {}
    for name in _slots_of(type(value)) if isinstance(value, object) and hasattr(type(value), '__mro__') else ():
        if hasattr(value, name):
            found[name] = getattr(value, name)
    found.update(getattr(value, '__dict__', {}))
    return sorted(found.items())


_comparing = set()
_printing = set()


def same(left, right):
    """Equality of two instances by class and attributes; a pair that is already being compared counts as equal, so cycles end."""
    if left is right:
        return True
    if left.__class__ is not right.__class__:
        return False
    pair = (id(left), id(right))
    if pair in _comparing:
        return True
    _comparing.add(pair)
    try:
        return _attributes(left) == _attributes(right)
    finally:
        _comparing.discard(pair)


def show(value, content=None):
    """Name(content, attribute=value, ...), with ... inside itself."""
    name = getattr(value.__class__, '__qualname__', value.__class__.__name__)
    if id(value) in _printing:
        return '%s(...)' % name
    _printing.add(id(value))
    try:
        parts = [] if content is None else [content]
        parts += ['%s=%r' % pair for pair in _attributes(value)]
        return '%s(%s)' % (name, ', '.join(parts))
    finally:
        _printing.discard(id(value))


class Shown(object):
    """Equality, text and hash for all classes below; it adds no state of its own."""
    __slots__ = ()

    def __eq__(self, other):
        return same(self, other)

    def __ne__(self, other):
        return not same(self, other)

    def __hash__(self):
        return hash(self.__class__.__name__)

    def __repr__(self):
        return show(self)


# Plain instances ------------------------------------------------------------------------------------------------------------------

class Plain(Shown):
    """Any class: its attributes are its state."""

    def __init__(self, **attributes):
        self.__dict__.update(sorted(attributes.items()))


class Child(Plain):
    """A subclass with nothing of its own."""


class Old:
    """Under Python 2 an old-style class, whose instances are written with INST and OBJ."""

    def __init__(self, *args):
        self.args = list(args)

    def __eq__(self, other):
        return same(self, other)

    def __ne__(self, other):
        return not same(self, other)

    def __hash__(self):
        return hash(self.__class__.__name__)

    def __repr__(self):
        return show(self)


class OldWithArguments(Old):
    """Old-style with constructor arguments: they stand between MARK and INST or OBJ. Python 3 does not ask for them."""

    def __getinitargs__(self):
        return tuple(self.args)


class OldWithState(Old):
    """Old-style with a state of its own making."""

    def __getstate__(self):
        return tuple(self.args)

    def __setstate__(self, state):
        self.args = list(state)


class Slots(Shown):
    __slots__ = ('a', 'b')

    def __init__(self, a, b=None):
        self.a = a
        if b is not None:
            self.b = b


class SlotsAndDict(Slots):
    """State is a pair: the dict and the slots."""
    __slots__ = ('c', '__dict__')

    def __init__(self, a, b, c, **attributes):
        Slots.__init__(self, a, b)
        self.c = c
        self.__dict__.update(sorted(attributes.items()))


class Outer(Shown):
    def __init__(self, value=None):
        self.value = value

    class Inner(Plain):
        class Deep(Plain):
            pass

        def method(self):
            return self

    class __Hidden(Plain):
        pass

    hidden = __Hidden

    def method(self):
        return self.value

    @classmethod
    def make(cls):
        return cls()

    @staticmethod
    def help():
        return 'help'


# Constructor arguments and reductions ---------------------------------------------------------------------------------------------

class NewArgs(Shown):
    def __new__(cls, a, b):
        self = super(NewArgs, cls).__new__(cls)
        self.pair = (a, b)
        return self

    def __getnewargs__(self):
        return self.pair

    def __getstate__(self):
        return None


class NewArgsAndState(NewArgs):
    def __getstate__(self):
        return self.__dict__


class NewArgsEx(Shown):
    def __new__(cls, a, **options):
        self = super(NewArgsEx, cls).__new__(cls)
        self.a = a
        self.options = options
        return self

    def __getnewargs_ex__(self):
        return (self.a,), dict(self.options)


class Reduced(Shown):
    """Two parts: callable and arguments."""

    def __init__(self, a, b):
        self.a = a
        self.b = b

    def __reduce__(self):
        return Reduced, (self.a, self.b)


class ReducedState(Reduced):
    """Three parts: a state besides."""

    def __reduce__(self):
        return make_reduced, (self.a,), {'b': self.b}


def make_reduced(a):
    return ReducedState(a, None)


class ReducedItems(Shown):
    """Four and five parts: list items and dict items, appended and set on an object that is no list and no dict."""

    def __init__(self):
        self.listed = []
        self.mapped = {}

    def append(self, item):
        self.listed.append(item)

    def extend(self, items):
        self.listed.extend(items)

    def __setitem__(self, key, value):
        self.mapped[key] = value

    def __reduce__(self):
        state = getattr(self, 'note', None)
        return (ReducedItems, (), None if state is None else {'note': state}, iter(self.listed) if self.listed else None,
                iter(sorted(self.mapped.items())) if self.mapped else None)


def filled(listed=(), mapped=(), note=None):
    value = ReducedItems()
    value.extend(listed)
    value.mapped.update(mapped)
    if note is not None:
        value.note = note
    return value


class ReducedSix(Shown):
    """Six parts (3.8 and newer): a function that sets the state."""

    def __init__(self):
        self.value = None

    def __reduce__(self):
        return ReducedSix, (), {'value': self.value}, None, None, set_state


def set_state(target, state):
    target.value = ('set', state['value'])
    return 'this result is dropped'


class ReducedByProtocol(Shown):
    def __init__(self, value):
        self.value = value

    def __reduce_ex__(self, protocol):
        return ReducedByProtocol, (protocol,)

    def __eq__(self, other):
        return self.__class__ is other.__class__

    __hash__ = Shown.__hash__


class Single(Shown):
    """__reduce__ gives a name: there is one such object."""

    def __reduce__(self):
        return 'SINGLE'


SINGLE = Single()


class SelfInArguments(Shown):
    """The arguments of its own reduction contain the object, through a list."""

    def __init__(self, box):
        self.box = box

    def __reduce__(self):
        return SelfInArguments, (self.box,)


def in_own_arguments():
    box = []
    box.append(SelfInArguments(box))
    return box[0]


class Registered(Shown):
    """Known to copyreg by a function."""

    def __init__(self, value):
        self.value = value


def reduce_registered(value):
    return Registered, (value.value,)


copyreg.pickle(Registered, reduce_registered)


class ExtensionOne(Plain):
    pass


class ExtensionTwo(Plain):
    pass


class ExtensionFour(Plain):
    pass


# Extension codes of one, two and four bytes; golden pickles of these classes carry them, so a reader has to register the same codes.
EXTENSIONS = {'ExtensionOne': 0xF0, 'ExtensionTwo': 0x1234, 'ExtensionFour': 0x12345678}
for _name, _code in sorted(EXTENSIONS.items()):
    copyreg.add_extension('golden_classes', _name, _code)


class Persistent(Shown):
    """Written as a persistent id by the pickler of make.py."""

    def __init__(self, key):
        self.key = key


# States ---------------------------------------------------------------------------------------------------------------------------

class StateTuple(Shown):
    def __init__(self, *items):
        self.items = items

    def __getstate__(self):
        return self.items

    def __setstate__(self, state):
        self.items = tuple(state)


class StateDict(Shown):
    def __init__(self, **attributes):
        self.__dict__.update(sorted(attributes.items()))

    def __getstate__(self):
        state = self.__dict__.copy()
        state['version'] = 3
        return state

    def __setstate__(self, state):
        self.__dict__.update((key, value) for key, value in state.items() if key != 'version')


class StateFalse(Shown):
    """A false state: old protocols drop it."""

    def __init__(self):
        self.value = 'set by __init__'

    def __getstate__(self):
        return 0

    def __setstate__(self, state):
        self.value = state


class StateSelf(Shown):
    """The state is the object's own content and points back at it."""

    def __init__(self):
        self.parent = None
        self.children = []

    def add(self, child):
        child.parent = self
        self.children.append(child)
        return self


# Subclasses of built-in types -----------------------------------------------------------------------------------------------------

def _subclass(name, base, printed=None):
    def __repr__(self):
        return show(self, (printed or base.__repr__)(self))

    def __eq__(self, other):
        return type(self) is type(other) and base.__eq__(self, other) and self.__dict__ == other.__dict__

    def __ne__(self, other):
        return not self == other

    members = {'__repr__': __repr__, '__eq__': __eq__, '__ne__': __ne__, '__hash__': base.__hash__, '__module__': __name__}
    globals()[name] = type(name, (base,), members)


_subclass('ListSub', list)
_subclass('DictSub', dict)
_subclass('SetSub', set, lambda value: repr(set(value)))
_subclass('FrozenSetSub', frozenset, lambda value: repr(frozenset(value)))
_subclass('TupleSub', tuple)
_subclass('TextSub', type(u''))
_subclass('IntSub', int)
_subclass('FloatSub', float)
_subclass('ComplexSub', complex)
_subclass('BytesSub', bytes)
_subclass('ByteArraySub', bytearray, lambda value: repr(bytes(value)))
if PY2:
    _subclass('LongSub', type(1 << 100))
_subclass('OrderedDictSub', collections.OrderedDict, lambda value: repr(list(value.items())))
_subclass('DefaultDictSub', collections.defaultdict, lambda value: repr(sorted(value.items())))
_subclass('CounterSub', collections.Counter, lambda value: repr(sorted(value.items())))
_subclass('DequeSub', collections.deque, lambda value: repr(list(value)))


# Named tuples, exceptions, and what newer versions brought ------------------------------------------------------------------------

Point = collections.namedtuple('Point', 'x y')


class PointSub(Point):
    """A named tuple with a method, and attributes."""

    def __eq__(self, other):
        return type(self) is type(other) and tuple(self) == tuple(other) and self.__dict__ == other.__dict__

    def __ne__(self, other):
        return not self == other

    __hash__ = Point.__hash__

    def norm(self):
        return self.x * self.x + self.y * self.y


class AppError(Exception):
    """An exception with attributes besides its arguments."""

    def __init__(self, message, code=None):
        Exception.__init__(self, message)
        self.code = code

    def __eq__(self, other):
        return type(self) is type(other) and self.args == other.args and self.__dict__ == other.__dict__

    def __ne__(self, other):
        return not self == other

    __hash__ = Exception.__hash__


class StrictError(Exception):
    """An exception whose constructor takes other arguments than those it keeps."""

    def __init__(self, field, reason):
        Exception.__init__(self, '%s: %s' % (field, reason))
        self.field = field
        self.reason = reason

    def __reduce__(self):
        return StrictError, (self.field, self.reason)

    __eq__ = AppError.__eq__.__func__ if PY2 else AppError.__eq__
    __ne__ = AppError.__ne__.__func__ if PY2 else AppError.__ne__
    __hash__ = Exception.__hash__


class Meta(type):
    pass


WithMeta = Meta('WithMeta', (Plain,), {'__module__': __name__})

if not PY2:
    import enum

    class Color(enum.Enum):
        RED = 1
        GREEN = 'green'
        BLUE = (0, 0, 255)
        CRIMSON = 1

    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 1000

    class Word(str, enum.Enum):
        YES = u'yes'
        NO = u'no'

    class Ratio(float, enum.Enum):
        HALF = 0.5
        WHOLE = 1.0

    class Permission(enum.Flag):
        R = 4
        W = 2
        X = 1

    class Bits(enum.IntFlag):
        A = 1
        B = 2

    if hasattr(enum, 'StrEnum'):
        class Name(enum.StrEnum):
            FIRST = 'first'

    globals()[u'Caf\u00e9'] = type(u'Caf\u00e9', (Plain,), {'__module__': __name__})

    exec('''
import typing

class Typed(typing.NamedTuple):
    name: str
    size: int = 1

T = typing.TypeVar('T')

class Box(Plain, typing.Generic[T]):
    pass
''')

if sys.version_info >= (3, 7):
    import dataclasses

    exec('''
import dataclasses
import typing

@dataclasses.dataclass
class Record:
    name: str
    tags: list = dataclasses.field(default_factory=list)
    size: typing.Optional[int] = None

@dataclasses.dataclass(frozen=True)
class FrozenRecord:
    name: str
    size: float = 1.0

@dataclasses.dataclass
class RecordChild(Record):
    extra: dict = dataclasses.field(default_factory=dict)
''')

if sys.version_info >= (3, 10):
    exec('''
@dataclasses.dataclass(slots=True)
class SlotsRecord:
    name: str
    size: int = 1

@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FrozenSlotsRecord:
    name: str
    size: int = 1
''')
