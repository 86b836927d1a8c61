# -*- coding: utf-8 -*-
"""Writes the golden pickles of the Python that runs it: one JSON document on standard output (or into the file named first).

    {"version": "3.13.0", "implementation": "CPython", "bits": 64, "byteorder": "little", "cases": [
      {"name": "int-255", "group": "ints", "repr": "255", "type": "builtins.int",
       "protocols": {"0": BYTES, "1": BYTES, ...}, ...}]}

BYTES is base64 text, or for long pickles {"length": n, "sha256": hex, "gz": base64 of gzip}, or "@4" for the bytes of protocol 4 with this protocol's number
in the second byte (below protocol 2 there is no such byte: the same bytes). Further members of a case, when there is something to say:
    "loaded":      {"0": "OSError('x')", "1": "@0"}  the text of what this same Python reads back, where it is another one ("@0": as at 0)
    "errors":      {"0": "PicklingError: ..."}       protocols at which this Python refuses
    "pure":        {"4": BYTES}                      what pickle.py writes, where the C pickler writes something else
    "unmapped":    {"2": BYTES}                      with fix_imports=False, where that gives other bytes
    "buffers":     [base64, ...]                     out-of-band buffers that "protocols" refers to
    "persistent":  true                              persistent ids instead of instances of golden_classes.Persistent
    "extensions":  true                              carries the extension codes of golden_classes.EXTENSIONS
    "repeats":     ["datetime"]                      texts that were two objects in Python and so stand twice in a stream
    "unordered":   true                              a set of several elements: the order depends on the machine's word size
Besides "cases", "fresh" tells which globals have a module or name text of their own (see fresh_strings).
"repr" is null where Python's text is longer than 4,000 characters or nested too deep; addresses in it are written 0x0, the folder of Python PYTHON.

Runs under Python 2.7 and 3.6 to 3.15. Needs PYTHONHASHSEED=0, and restarts itself with it where it is not set.
"""
from __future__ import print_function

import array
import base64
import collections
import datetime
import decimal
import fractions
import functools
import gzip
import hashlib
import io
import itertools
import json
import operator
import os
import pickle
import pickletools
import re
import string
import struct
import sys
import time
import types
import uuid
import warnings

if os.environ.get('PYTHONHASHSEED') != '0':
    os.environ['PYTHONHASHSEED'] = '0'
    os.execv(sys.executable, [sys.executable] + sys.argv)

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
warnings.simplefilter('ignore')

import golden_classes as g  # noqa: E402
import golden_zones  # noqa: E402

PY2 = sys.version_info[0] == 2
VERSION = sys.version_info[:2]
LONG_FROM = 240

if PY2:
    import cPickle
    import __builtin__ as builtins
    text = unicode  # noqa: F821
    fast_dumps, fast_pickler = cPickle.dumps, cPickle.Pickler
    pure_dumps = pickle.dumps
    PROTOCOLS = range(3)

    _texts = {}

    def one(value):
        """The one object for this text, as JavaScript has it."""
        return _texts.setdefault((type(value), value), value)
else:
    import builtins
    text = str
    fast_dumps, fast_pickler = pickle.dumps, pickle.Pickler
    PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
    one = sys.intern

    class PurePickler(pickle._Pickler):
        """Keeps a list of all classes and functions that were written by name."""
        dispatch = dict(pickle._Pickler.dispatch)

        def save_global(self, obj, name=None):
            written_by_name[id(obj)] = (obj, name)
            pickle._Pickler.save_global(self, obj, name)

        dispatch[types.FunctionType] = save_global

    def pure_dumps(value, protocol):
        stream = io.BytesIO()
        PurePickler(stream, protocol).dump(value)
        return stream.getvalue()

cases = []
written_by_name = {}


# Writing a case -------------------------------------------------------------------------------------------------------------------

def encode(data):
    data = bytes(data)
    if len(data) < LONG_FROM:
        return base64.b64encode(data).decode('ascii')
    packed = io.BytesIO()
    with gzip.GzipFile(filename='', mode='wb', compresslevel=9, fileobj=packed, mtime=0) as stream:
        stream.write(data)
    packed = bytearray(packed.getvalue())
    packed[9] = 255  # the operating system: unknown
    return collections.OrderedDict([('length', len(data)), ('sha256', hashlib.sha256(data).hexdigest()),
                                    ('gz', base64.b64encode(bytes(packed)).decode('ascii'))])


def same_but_number(one_stream, other):
    """Whether two pickles differ in nothing but the protocol number in their second byte."""
    if one_stream[:1] == other[:1] == b'\x80':
        return one_stream[2:] == other[2:]
    return one_stream == other


def clean(printed):
    if isinstance(printed, bytes):
        printed = printed.decode('latin-1')
    folder = getattr(sys, 'base_prefix', sys.prefix)
    if len(folder) > 1:
        printed = printed.replace(folder, 'PYTHON')
    return re.sub(r'\b0x[0-9a-fA-F]{4,}\b', '0x0', printed)


def named(value):
    cls = getattr(value, '__class__', type(value))
    return '%s.%s' % (cls.__module__, getattr(cls, '__qualname__', cls.__name__))


def printed(value):
    try:
        answer = clean(repr(value))
    except (RuntimeError, ValueError):
        return None
    return answer if len(answer) <= 4000 else None


def complaint(error):
    return '%s: %s' % (type(error).__name__, clean(str(error)))


def text_after_loading(data, buffers=()):
    try:
        if buffers:
            return printed(pickle.loads(data, buffers=[base64.b64decode(buffer) for buffer in buffers]))
        return printed(pickle.loads(data))
    except Exception as error:
        return complaint(error)


def repeats(stream, found):
    """Texts that stand twice in one stream: two objects in this Python."""
    seen = set()
    try:
        for opcode, argument, _ in pickletools.genops(stream):
            if opcode.name in ('UNICODE', 'BINUNICODE', 'SHORT_BINUNICODE', 'BINUNICODE8', 'STRING', 'BINSTRING', 'SHORT_BINSTRING'):
                key = (opcode.name, argument)
                if key in seen and argument not in found:
                    found.append(argument)
                seen.add(key)
    except UnicodeDecodeError:
        pass  # pickletools before 3.14 cannot read a name beyond ASCII


def fresh_strings():
    """Which globals are written with a module or name text of their own: {"modules": [[global, ...], ...], "names": [global, ...]}.

    Pickle shares strings by identity. The module name of most classes is the one interned text, which everything else with that text shares; where it is
    not, the globals that share one other object stand together in a list. In the same way the name of a class written in C may be a new string each time.
    """
    modules, names, kept = collections.OrderedDict(), [], []
    for obj, name in written_by_name.values():
        qualname = name or getattr(obj, '__qualname__', None) or obj.__name__
        module = getattr(obj, '__module__', None)
        if not isinstance(module, str) or not isinstance(qualname, str):
            continue
        kept += [module, qualname]
        label = '%s:%s' % (module, qualname)
        if sys.intern(''.join(list(module))) is not module:
            modules.setdefault(id(module), set()).add(label)
        if sys.intern(''.join(list(qualname))) is not qualname and len(qualname) > 1:
            names.append(label)
    return collections.OrderedDict([('modules', sorted(sorted(group) for group in modules.values())), ('names', sorted(set(names)))])


def case(group, name, make, unmapped=False, pickler=None, buffers=False, only=None, **marks):
    """Adds one value, written at every protocol. `make` is called once, or is the value itself."""
    value = make() if callable(make) and not isinstance(make, type) and getattr(make, '__name__', '') == '<lambda>' else make
    entry = collections.OrderedDict([('name', name), ('group', group), ('repr', printed(value)), ('type', named(value)),
                                     ('protocols', collections.OrderedDict())])
    errors, pure, plain, loaded = (collections.OrderedDict() for _ in range(4))
    twice = []
    previous = {}
    for protocol in only or PROTOCOLS:
        key = str(protocol)
        try:
            if pickler:
                stream = io.BytesIO()
                pickler(stream, protocol).dump(value)
                data = stream.getvalue()
            elif buffers:
                if protocol < 5:
                    continue
                kept = []
                data = fast_dumps(value, protocol, buffer_callback=kept.append)
                entry['buffers'] = [base64.b64encode(bytes(kept_one.raw())).decode('ascii') for kept_one in kept]
            else:
                data = fast_dumps(value, protocol)
        except Exception as error:
            errors[key] = complaint(error)
            continue
        like = [other for other in sorted(previous) if same_but_number(previous[other], data)]
        entry['protocols'][key] = '@%d' % like[0] if like and len(data) > 8 else encode(data)
        previous[protocol] = data
        if not pickler and 'unordered' not in marks:
            told = text_after_loading(data, entry.get('buffers', ()))
            if told != entry['repr']:
                like = [other for other in loaded if loaded[other] == told]
                loaded[key] = '@' + like[0] if like else told
        repeats(data, twice)
        if not pickler and not buffers:
            try:
                other = pure_dumps(value, protocol)
                if other != data and (len(other) < LONG_FROM or group != 'sizes'):
                    pure[key] = encode(other)
            except Exception:
                pass
        if unmapped and not PY2 and protocol < 3:
            other = fast_dumps(value, protocol, fix_imports=False)
            if other != data:
                plain[key] = encode(other)
    for member, content in (('loaded', loaded), ('errors', errors), ('pure', pure), ('unmapped', plain)):
        if content:
            entry[member] = content
    if twice:
        entry['repeats'] = [argument if isinstance(argument, text) else argument.decode('latin-1') for argument in twice]
    entry.update(sorted(marks.items()))
    cases.append(entry)


def each(group, prefix, values, **marks):
    for name, value in values:
        case(group, '%s-%s' % (prefix, name), value, **marks)


# Built-in values ------------------------------------------------------------------------------------------------------------------

def builtin_values():
    case('constants', 'none', None)
    case('constants', 'true', True)
    case('constants', 'false', False)
    case('constants', 'ellipsis', Ellipsis)
    case('constants', 'notimplemented', NotImplemented)
    case('constants', 'constants-in-list', lambda: [None, True, False, None, True, False])

    edges = [0, 1, 9, 10, 127, 128, 255, 256, 257, 32767, 32768, 65535, 65536, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1,
             2 ** 32, 2 ** 39, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 1, 2 ** 63 - 1, 2 ** 63, 2 ** 63 + 1, 2 ** 64 - 1, 2 ** 64, 10 ** 20,
             2 ** 127, 2 ** 255]
    for edge in edges:
        case('ints', 'int-%d' % edge, edge)
        if edge:
            case('ints', 'int-minus-%d' % edge, -edge)
    for bits in (1024, 2031, 2039, 2048):
        case('ints', 'int-2-to-%d' % bits, 1 << bits)
        case('ints', 'int-2-to-%d-less-1' % bits, (1 << bits) - 1)
        case('ints', 'int-minus-2-to-%d' % bits, -(1 << bits))
        case('ints', 'int-minus-2-to-%d-less-1' % bits, -(1 << bits) - 1)
    for size in range(1, 9):
        case('ints', 'int-pattern-%d-bytes' % size, int('80' * size, 16))
    case('ints', 'ints-repeated', lambda: [1000, 1000, 1 << 80, 1 << 80])

    infinity = float('inf')
    floats = [('0', 0.0), ('minus-0', -0.0), ('1', 1.0), ('minus-1', -1.0), ('1.5', 1.5), ('0.1', 0.1), ('0.1-and-0.2', 0.1 + 0.2),
              ('third', 1.0 / 3), ('1e15', 1e15), ('1e16', 1e16), ('1e17', 1e17), ('1e21', 1e21), ('1e22', 1e22), ('1e23', 1e23),
              ('123456789012345680', 123456789012345680.0), ('9007199254740991', 9007199254740991.0),
              ('9007199254740993', 9007199254740992.0), ('1e-4', 1e-4), ('1e-5', 1e-5), ('1e-7', 1e-7), ('1.5e300', 1.5e300),
              ('max', 1.7976931348623157e308), ('min-normal', 2.2250738585072014e-308), ('subnormal', 2.225073858507201e-308),
              ('least', 5e-324), ('minus-least', -5e-324), ('infinity', infinity), ('minus-infinity', -infinity),
              ('nan', infinity - infinity), ('pi', 3.141592653589793), ('1e100', 1e100), ('2-to-63', 2.0 ** 63), ('2-to-64', 2.0 ** 64)]
    each('floats', 'float', floats)
    case('floats', 'float-nan-payload', lambda: struct.unpack('>d', b'\x7f\xf8\x00\x00\x00\x00\x12\x34')[0])
    case('floats', 'float-nan-negative', lambda: struct.unpack('>d', b'\xff\xf8\x00\x00\x00\x00\x00\x00')[0])
    case('floats', 'floats-in-list', lambda: [1.0, 2.5, -0.0, 1e16, 1, 2])
    case('floats', 'floats-many', lambda: [index / 8.0 for index in range(40)])
    each('complex', 'complex', [('1-2', 1 + 2j), ('0', 0j), ('minus-0', complex(-0.0, -0.0)), ('nan', complex(infinity, infinity - infinity)),
                                ('half', 0.5 - 1e16j)])


def texts():
    samples = [('empty', u''), ('a', u'a'), ('abc', u'abc'), ('space', u'two words'), ('latin', u'h\xe9llo \xff'), ('bmp', u'\u20ac \u4e2d\u6587 \uffff'),
               ('astral', u'\U0001f600 \U0010ffff'), ('high-surrogate', u'\ud800'), ('low-surrogate', u'\udfff'),
               ('surrogates-apart', u'\udc00\ud800'), ('surrogate-between', u'a\ud83dz'), ('bom', u'\ufeffx'), ('combining', u'e\u0301'),
               ('newline', u'a\nb'), ('return', u'a\rb\r\n'), ('nul', u'a\x00b\x00'), ('controls', u'\x01\x08\x0b\x0c\x1a\x1b\x1f\x7f\x80\x9f\xa0\xad'),
               ('tab', u'a\tb'), ('backslash', u'a\\b'), ('backslash-u', u'\\u0041'), ('backslashes-u', u'\\\\u0041'), ('backslash-end', u'end\\'),
               ('quote', u"it's"), ('quotes', u'"it\'s"'), ('double-quote', u'say "x"'), ('line-separator', u'\u2028\u2029\x85'), ('spaces', u' \xa0\u3000\u200b'),
               ('rtl', u'\u202e\u05d0\u0661'), ('private', u'\ue000\U000f0000\U000e0001'), ('unassigned', u'\u0378\U0001ffff'),
               ('numbers', u'123'), ('proto', u'__proto__'), ('noncharacter', u'\ufdd0\ufffe'), ('emoji-joined', u'\U0001f468\u200d\U0001f469')]
    each('texts', 'text', samples)
    if not PY2:
        case('texts', 'text-surrogate-pair-apart', lambda: u'\ud83d' + u'x'[:0] + u'\ude00')
    else:
        each('texts', 'str', [('empty', b''), ('a', b'a'), ('abc', b'abc'), ('latin', b'h\xe9llo'), ('all', bytes(bytearray(range(256)))),
                              ('newline', b'a\nb'), ('quote', b"it's"), ('quotes', b'"it\'s"'), ('backslash', b'a\\x41'), ('utf8', u'h\xe9'.encode('utf-8')),
                              ('nul', b'\x00')])
        case('texts', 'str-and-unicode', lambda: [b'abc', u'abc', b'abc', u'abc'])
    for size in (255, 256, 65535, 65536, 65537, 100000):
        case('sizes', 'text-%d' % size, one(u'x' * size))
    for size in (85, 86, 21845, 21846):
        case('sizes', 'text-euro-%d' % size, one(u'\u20ac' * size))
    for size in (128, 32768):
        case('sizes', 'text-latin-%d' % size, one(u'\xe9' * size))
    case('sizes', 'text-mixed-20000', lambda: one(u'ab\xe9\u20ac\U0001f600' * 4000))


def binary():
    everything = bytes(bytearray(range(256)))
    samples = [('empty', b''), ('a', b'a'), ('nul', b'\x00'), ('abc', b'abc'), ('high', b'\xff\x00\x80'), ('newlines', b'a\nb\r\\\x1a'),
               ('all', everything), ('quote', b"it's"), ('quotes', b'"it\'s"')]
    if not PY2:
        each('bytes', 'bytes', samples)
        case('bytes', 'bytes-empty-twice', lambda: [b'', b'', bytes(bytearray())])
        case('bytes', 'bytes-shared', lambda: [everything] * 3)
        case('bytes', 'bytes-and-text', lambda: [b'abc', u'abc', {b'abc': u'abc', u'abc': b'abc'}], unmapped=True)
    for name, value in samples:
        case('bytes', 'bytearray-%s' % name, bytearray(value))
    case('bytes', 'bytearray-shared', lambda: (lambda value: [value, value])(bytearray(b'shared')))
    case('bytes', 'bytearrays-equal', lambda: [bytearray(b'same'), bytearray(b'same')])
    for size in (255, 256, 65535, 65536, 65537):
        if not PY2:
            case('sizes', 'bytes-%d' % size, b'x' * size)
            case('sizes', 'bytes-high-%d' % size, b'\xfe' * size)
        case('sizes', 'bytearray-%d' % size, bytearray(size))
    if VERSION >= (3, 8):
        buffer = pickle.PickleBuffer
        case('buffers', 'buffer-in-band-readonly', buffer(b'readonly'))
        case('buffers', 'buffer-in-band-writable', buffer(bytearray(b'writable')))
        case('buffers', 'buffer-in-band-array', buffer(array.array('i', [1, 2, 3])))
        case('buffers', 'buffer-out-readonly', buffer(b'readonly'), buffers=True)
        case('buffers', 'buffer-out-writable', buffer(bytearray(b'writable')), buffers=True)
        case('buffers', 'buffers-out-several', lambda: {'a': buffer(b'one'), 'b': [buffer(bytearray(b'two')), 3]}, buffers=True)


def containers():
    for size in range(6):
        case('tuples', 'tuple-%d' % size, tuple(range(size)))
    case('tuples', 'tuple-nested', lambda: ((), (1,), ((2,), (3, (4, (5, (6, ()))))), ((), ())))
    case('tuples', 'tuple-shared', lambda: (lambda pair: [pair, pair, (pair, pair)])((1, 2)))
    case('tuples', 'tuples-equal', lambda: [tuple([1, 2]), tuple([1, 2])])
    case('tuples', 'tuple-empty-shared', lambda: [(), (), ((), [()])])
    case('tuples', 'tuple-of-kinds', lambda: (None, True, 1, 1.0, u'1', b'1', [1], {u'1': 1}))
    case('tuples', 'tuple-long', tuple(range(40)))

    for size in (0, 1, 2, 3):
        case('lists', 'list-%d' % size, list(range(size)))
        case('dicts', 'dict-%d' % size, dict((index, None) for index in range(size)))
        case('sets', 'set-%d' % size, set(range(size)))
    for size in (999, 1000, 1001, 1002, 2000, 2001):
        case('sizes', 'list-%d' % size, [None] * size)
    few = sorted({0, 2, max(PROTOCOLS)})
    for size in (999, 1000, 1001, 2000, 2001):
        case('sizes', 'dict-%d' % size, dict((index, None) for index in range(size)), only=few)
        case('sizes', 'set-%d' % size, set(range(size)), only=few)
    case('sizes', 'frozenset-1001', frozenset(range(1001)), only=few)
    case('sizes', 'list-sub-1001', lambda: g.ListSub([None] * 1001))
    case('sizes', 'dict-sub-1000', lambda: g.DictSub((index, None) for index in range(1000)), only=few)
    case('sizes', 'ordered-dict-text-keys-200', lambda: collections.OrderedDict((one(u'k%d' % index), 0) for index in range(200)))
    case('lists', 'list-nested', lambda: [[], [1], [[2], [3, [4, [5]]]], [[]], [[[]]]])
    case('lists', 'list-shared', lambda: (lambda inner: [inner, inner, [inner]])([1]))
    case('lists', 'list-of-kinds', lambda: [None, True, False, 1, -1, 1.5, u'text', b'bytes', (), (1,), [], [2], {}, {u'a': 1}, set(), frozenset()])
    case('lists', 'list-same-text', lambda: [u'abc', u'abc', [u'abc', (u'abc',)], {u'abc': u'abc'}])
    case('lists', 'list-deep-100', lambda: functools.reduce(lambda inner, _: [inner], range(100), []))
    case('lists', 'list-deep-400', lambda: functools.reduce(lambda inner, _: [inner], range(400), []))
    case('tuples', 'tuple-deep-200', lambda: functools.reduce(lambda inner, _: (inner,), range(200), ()))
    case('dicts', 'dict-deep-200', lambda: functools.reduce(lambda inner, _: {u'k': inner}, range(200), {}))

    pair = collections.OrderedDict
    case('dicts', 'dict-text', lambda: {u'a': 1})
    case('dicts', 'dict-nested', lambda: {u'a': {u'b': {u'c': {}}}})
    if not PY2:
        case('dicts', 'dict-order', {u'z': 1, u'a': 2, u'm': 3})
        case('dicts', 'dict-integer-like', {u'10': u'a', u'2': u'b', u'x': u'c', u'1': u'd', u'01': u'e', u'-1': u'f', u'4294967295': u'g', u'4294967294': u'h'})
        case('dicts', 'dict-javascript-names', {u'__proto__': 1, u'constructor': 2, u'prototype': 3, u'toString': 4, u'then': 5, u'hasOwnProperty': 6,
                                               u'__defineGetter__': 7, u'valueOf': 8, u'toJSON': 9, u'length': 10})
        case('dicts', 'dict-proto-only', {u'__proto__': {u'polluted': True}})
        case('dicts', 'dict-number-keys', {1: u'int', 2.5: u'float', -1: u'minus', 1 << 70: u'big', 1e16: u'whole', float('inf'): u'inf'})
        case('dicts', 'dict-true-key', {True: u'true', 0: u'zero'})
        case('dicts', 'dict-false-and-none', {False: 0, None: None})
        case('dicts', 'dict-float-key-1', {1.0: u'one'})
        case('dicts', 'dict-minus-zero-key', {-0.0: u'zero'})
        case('dicts', 'dict-nan-key', {float('nan'): u'nan'})
        case('dicts', 'dict-tuple-keys', {(): 0, (1,): 1, (1, u'a'): 2, ((1, 2), (3, None)): 3, (1.5, b'x'): 4})
        case('dicts', 'dict-bytes-keys', {b'a': 1, u'a': 2, b'': 3, u'': 4})
        case('dicts', 'dict-frozenset-key', {frozenset([1]): 1, frozenset(): 2})
        case('dicts', 'dict-mixed-keys', {u'1': 1, 1: 2, None: 3, (1,): 4, b'1': 5, 1.5: 6, frozenset([u'1']): 7, int: 8, range(2): 9})
        case('dicts', 'dict-late-other-key', {u'a': 1, u'b': 2, 3: 3, u'c': 4})
        case('dicts', 'dict-surrogate-key', {u'\ud800': 1, u'\U0001f600': 2})
        case('dicts', 'dict-shared-as-value', lambda: (lambda inner: {u'a': inner, u'b': inner, u'c': [inner, {1: inner}]})({u'x': 1, 2: 3}))
    else:
        each('dicts', 'dict', [('str', {b'a': 1}), ('int', {1: u'a'}), ('long', {1 << 70: 1}), ('tuple', {(1, b'a'): 2}), ('none', {None: 1}), ('true', {True: 1}),
                               ('float', {1.5: 1}), ('unicode', {u'h\xe9': u'\u20ac'}), ('proto', {b'__proto__': {b'x': 1}})])
        case('dicts', 'dict-mixed-keys', {b'a': 1, 2: u'b', (3,): None, u'\xe9': 4})
    case('dicts', 'dict-same-keys', lambda: [pair([(u'id', index), (u'name', u'n')]) if PY2 else {u'id': index, u'name': u'n'} for index in range(5)])

    each('sets', 'set', [('one', set([1])), ('text', set([u'a'])), ('none', set([None])), ('tuple', set([(1, u'a')])), ('frozenset', set([frozenset([1])])),
                         ('nan', set([float('nan')])), ('float', set([1.0])), ('true', set([True]))])
    each('sets', 'set', [('ints', set([3, 1, 2])), ('texts', set([u'a', u'b', u'c', u'd'])), ('numbers', set([1, 2.5, 1 << 70, -1]))], unordered=True)
    each('sets', 'frozenset', [('empty', frozenset()), ('one', frozenset([1])), ('nested', frozenset([frozenset([frozenset()])]))])
    each('sets', 'frozenset', [('ints', frozenset([3, 1, 2])), ('kinds', frozenset([1, u'a', b'b', (1, 2), 2.5]))], unordered=True)
    case('sets', 'set-shared', lambda: (lambda value: [value, value])(set([1])))
    case('sets', 'frozenset-shared', lambda: (lambda value: [value, value, set([value])])(frozenset([1])))
    case('sets', 'frozensets-empty', lambda: [frozenset(), frozenset([])])


def recursive():
    def looped(make, link):
        value = make()
        link(value)
        return value

    def tuple_in_list():
        value = []
        value.append((value,))
        return value

    def list_in_tuple():
        value = ([],)
        value[0].append(value)
        return value

    def list_in_tuple_of(size):
        inner = []
        value = tuple([inner] + list(range(size - 1)))
        inner.append(value)
        return value

    def dict_in_tuple():
        value = ({},)
        value[0][1] = value
        return value

    def holder_in(kind):
        holder = g.Plain()
        value = kind([holder])
        holder.held = value
        return value

    def from_holder(kind):
        holder = g.Plain()
        holder.held = kind([holder])
        return holder

    def mutual():
        left, right = g.Plain(), g.Plain()
        left.other, right.other = right, left
        return [left, right]

    def two_lists():
        left, right = [], []
        left.append(right)
        right.append(left)
        return left

    def own_key():
        holder = g.Plain()
        holder.table = {holder: 1}
        return holder

    add = lambda value: value.append(value)  # noqa: E731
    case('recursive', 'list-in-itself', looped(list, add))
    case('recursive', 'list-in-itself-twice', looped(lambda: [1], lambda value: value.extend([value, [value]])))
    case('recursive', 'dict-in-itself', looped(dict, lambda value: value.update({u'self': value})))
    case('recursive', 'dict-in-itself-int-key', looped(dict, lambda value: value.update({1: value})))
    case('recursive', 'tuple-in-list', tuple_in_list())
    case('recursive', 'list-in-tuple', list_in_tuple())
    for size in (2, 3, 4):
        case('recursive', 'list-in-tuple-%d' % size, list_in_tuple_of(size))
    case('recursive', 'dict-in-tuple', dict_in_tuple())
    case('recursive', 'two-lists', two_lists())
    case('recursive', 'object-in-itself', looped(g.Plain, lambda value: setattr(value, 'me', value)))
    case('recursive', 'objects-mutual', mutual())
    case('recursive', 'object-slots', looped(lambda: g.Slots(1), lambda value: setattr(value, 'a', value)))
    case('recursive', 'object-tree', lambda: g.StateSelf().add(g.StateSelf().add(g.StateSelf())).add(g.StateSelf()))
    case('recursive', 'object-in-own-arguments', g.in_own_arguments())
    case('recursive', 'object-own-key', own_key())
    for name, kind in (('set', set), ('frozenset', frozenset), ('tuple', tuple), ('list-sub', g.ListSub), ('deque', collections.deque)):
        case('recursive', 'object-in-%s' % name, holder_in(kind))
        case('recursive', '%s-in-object' % name, from_holder(kind))
    case('recursive', 'deque-in-itself', looped(collections.deque, add))
    case('recursive', 'list-sub-in-itself', looped(g.ListSub, add))
    case('recursive', 'dict-sub-in-itself', looped(g.DictSub, lambda value: value.update({u'self': value})))
    case('recursive', 'ordered-dict-in-itself', looped(collections.OrderedDict, lambda value: value.update({u'self': value})))
    case('recursive', 'default-dict-in-itself', looped(lambda: collections.defaultdict(list), lambda value: value.update({u'self': value})))
    case('recursive', 'old-in-itself', looped(g.Old, lambda value: setattr(value, 'me', value)))
    case('recursive', 'exception-in-itself', looped(lambda: ValueError(u'x'), lambda value: setattr(value, 'me', value)))
    if not PY2:
        case('recursive', 'namespace-in-itself', looped(types.SimpleNamespace, lambda value: setattr(value, 'me', value)))
        case('recursive', 'reduced-items-in-itself', looped(g.ReducedItems, lambda value: value.append(value)))


def frames():
    """What falls inside and outside of frames."""
    case('frames', 'frame-none', None)
    case('frames', 'frame-three-bytes', (1,))
    if PY2:
        return
    long_text, long_bytes = one(u'x' * 65536), b'x' * 65536
    case('frames', 'frame-bytes-twice', lambda: [long_bytes, b'y' * 65536, 1])
    case('frames', 'frame-bytes-shared', lambda: [long_bytes, long_bytes])
    case('frames', 'frame-mixed', lambda: [1, b'x' * 70000, 2, one(u'y' * 70000), 3])
    case('frames', 'frame-text-first', lambda: {long_text: 1, u'b': 2})
    case('frames', 'frame-many-ints', lambda: [7] * 70000)
    case('frames', 'frame-many-shared', lambda: [u'shared'] * 40000)
    case('frames', 'frame-chunks', lambda: [b'%03d' % index * 200 for index in range(150)])
    case('frames', 'frame-edge-65531', lambda: [b'x' * 32000, b'y' * 33500, b'z' * 20])
    case('frames', 'frame-bytearray', lambda: [1, bytearray(70000), 2])
    case('frames', 'frame-long-int', lambda: [1 << 80000, 1])


def globals_and_functions():
    names = ['int', 'float', 'str', 'bytes', 'list', 'dict', 'tuple', 'set', 'frozenset', 'bool', 'complex', 'object', 'type', 'bytearray', 'slice', 'range',
             'memoryview', 'property', 'super', 'enumerate', 'zip', 'map', 'Exception', 'ValueError', 'OSError', 'KeyError', 'ArithmeticError',
             'len', 'print', 'abs', 'sorted', 'getattr', 'eval', 'open', 'xrange', 'unicode', 'long', 'reduce', 'StandardError', 'raw_input', 'buffer', 'basestring']
    for name in names:
        if hasattr(builtins, name):
            case('globals', 'builtin-%s' % name, getattr(builtins, name), unmapped=True)
    case('globals', 'type-none', type(None))
    case('globals', 'type-ellipsis', type(Ellipsis))
    case('globals', 'type-notimplemented', type(NotImplemented))
    case('globals', 'type-function', types.FunctionType)
    case('globals', 'type-module', types.ModuleType)
    case('globals', 'class-ordered-dict', collections.OrderedDict)
    case('globals', 'class-datetime', datetime.datetime, unmapped=True)
    case('globals', 'class-plain', g.Plain)
    case('globals', 'class-old', g.Old)
    case('globals', 'class-nested', g.Outer.Inner)
    case('globals', 'class-nested-deep', g.Outer.Inner.Deep)
    case('globals', 'class-private', g.Outer.hidden)
    case('globals', 'class-with-meta', g.WithMeta)
    case('globals', 'function', g.make_reduced)
    case('globals', 'function-builtin', functools.reduce, unmapped=True)
    case('globals', 'function-operator', operator.add, unmapped=True)
    case('globals', 'function-in-module', os.path.join)
    case('globals', 'method-unbound', g.Plain.__init__)
    case('globals', 'method-of-nested', g.Outer.Inner.method)
    case('globals', 'method-bound', lambda: g.Outer(u'v').method)
    case('globals', 'method-class', g.Outer.make)
    case('globals', 'method-static', g.Outer.help)
    case('globals', 'method-of-list', lambda: [1].append)
    case('globals', 'method-of-text', lambda: u'abc'.upper)
    case('globals', 'method-of-dict-class', dict.fromkeys)
    case('globals', 'method-descriptor', text.upper)
    case('globals', 'globals-shared', lambda: [g.Plain, g.Plain, g.Outer, g.Outer.Inner, len, len, int], unmapped=True)
    case('globals', 'globals-same-module', lambda: [collections.OrderedDict, collections.Counter, collections.deque, collections.defaultdict])
    case('globals', 'lambda', lambda: (lambda: 0))
    case('globals', 'module', os)
    if not PY2:
        case('globals', 'class-beyond-ascii', getattr(g, u'Caf\u00e9'))
        case('user', 'beyond-ascii', lambda: getattr(g, u'Caf\u00e9')(a=1))
    each('builtins', 'range', [('3', range(3)), ('1-9-2', range(1, 9, 2)), ('minus', range(5, -5, -3)), ('empty', range(0)), ('big', range(1 << 62, (1 << 62) + 10, 3) if not PY2 else xrange(7))])
    each('builtins', 'slice', [('1-2-3', slice(1, 2, 3)), ('none', slice(None)), ('texts', slice(u'a', u'b'))])
    case('builtins', 'object', lambda: object())
    case('builtins', 'objects', lambda: (lambda thing: [thing, thing, object()])(object()))
    case('builtins', 'memoryview', lambda: memoryview(b'abc'))
    case('builtins', 'generator', lambda: (item for item in ()))
    case('builtins', 'property', lambda: property(len))
    case('builtins', 'staticmethod', lambda: staticmethod(len))


def iterators():
    def advanced(iterator, steps):
        for _ in range(steps):
            next(iterator)
        return iterator

    sources = [('list', [1, 2, 3]), ('tuple', (1, 2, 3)), ('text', u'abc'), ('bytes', b'abc'), ('bytearray', bytearray(b'abc')), ('range', range(3)),
               ('dict', {u'a': 1}), ('dict-items', {u'a': 1}.items()), ('dict-values', {u'a': 1}.values()), ('set', set([1])), ('deque', collections.deque([1, 2])),
               ('ordered-dict', collections.OrderedDict([(u'a', 1)])), ('array', array.array('i', [1, 2])), ('text-wide', u'a\u20ac')]
    for name, source in sources:
        case('iterators', 'iterator-%s' % name, iter(source))
        case('iterators', 'iterator-%s-after-1' % name, advanced(iter(source), 1))
        case('iterators', 'iterator-%s-spent' % name, advanced(iter(source), len(source)))
    case('iterators', 'iterator-list-reversed', reversed([1, 2, 3]))
    case('iterators', 'iterator-range-long', iter(range(1 << 70, (1 << 70) + 3)) if not PY2 else iter(xrange(3)))
    case('iterators', 'iterator-callable', iter(int, 1))
    case('iterators', 'iterator-of-index', iter(g.Reduced.__dict__['__reduce__'].__name__))
    case('iterators', 'enumerate', enumerate([u'a', u'b'], 5))
    case('iterators', 'reversed-tuple', reversed((1, 2, 3)))
    case('iterators', 'zip', zip([1, 2], u'ab'))
    case('iterators', 'map', map(abs, [-1, 2]))
    case('iterators', 'filter', filter(None, [0, 1]))
    tools = [('count', lambda: itertools.count(5)), ('count-step', lambda: itertools.count(1, 2.5)), ('repeat', lambda: itertools.repeat(u'x', 3)),
             ('repeat-for-ever', lambda: itertools.repeat(1)), ('cycle', lambda: advanced(itertools.cycle([1, 2]), 1)), ('chain', lambda: itertools.chain([1], [2])),
             ('islice', lambda: itertools.islice([1, 2, 3], 1, 3)), ('starmap', lambda: itertools.starmap(pow, [(2, 3)])),
             ('compress', lambda: itertools.compress(u'abc', [1, 0, 1])), ('takewhile', lambda: itertools.takewhile(bool, [1, 0])),
             ('dropwhile', lambda: itertools.dropwhile(bool, [1, 0])), ('groupby', lambda: itertools.groupby([1, 1, 2])),
             ('product', lambda: advanced(itertools.product([1, 2], u'ab'), 1)), ('permutations', lambda: itertools.permutations([1, 2, 3], 2)),
             ('combinations', lambda: advanced(itertools.combinations([1, 2, 3], 2), 1)),
             ('combinations-replaced', lambda: itertools.combinations_with_replacement([1, 2], 2))]
    if not PY2:
        tools += [('accumulate', lambda: itertools.accumulate([1, 2, 3])), ('zip-longest', lambda: itertools.zip_longest([1], [2, 3], fillvalue=0)),
                  ('filterfalse', lambda: itertools.filterfalse(None, [0, 1]))]
    for name, make in tools:
        case('iterators', 'itertools-%s' % name, make)


# The standard library -------------------------------------------------------------------------------------------------------------

def dates():
    date, when, clock, delta = datetime.date, datetime.datetime, datetime.time, datetime.timedelta
    each('dates', 'date', [('2020-01-02', date(2020, 1, 2)), ('min', date.min), ('max', date.max), ('leap', date(2024, 2, 29))])
    each('dates', 'datetime', [('day', when(2020, 1, 1)), ('second', when(2020, 1, 2, 3, 4, 5)), ('microsecond', when(2020, 1, 2, 3, 4, 5, 6)), ('min', when.min),
                               ('max', when.max), ('escapes', when(2570, 10, 13, 10, 13, 26, 657920))])
    each('dates', 'time', [('noon', clock(12)), ('microsecond', clock(1, 2, 3, 4)), ('min', clock.min), ('max', clock.max)])
    each('dates', 'timedelta', [('0', delta()), ('1-2-3', delta(1, 2, 3)), ('minus', delta(-1, 5)), ('min', delta.min), ('max', delta.max), ('resolution', delta.resolution)])
    case('dates', 'dates-shared', lambda: (lambda day: [day, day, date(2020, 1, 2)])(date(2020, 1, 2)))
    if not PY2:
        zone = datetime.timezone
        each('dates', 'timezone', [('utc', zone.utc), ('plus', zone(delta(hours=2))), ('minus', zone(delta(hours=-5, minutes=-30))), ('named', zone(delta(hours=1), u'CET')),
                                   ('zero-named', zone(delta(0), u'Z')), ('utc-built', zone(delta(0)))])
        each('dates', 'datetime', [('utc', when(2020, 1, 2, 3, 4, 5, tzinfo=zone.utc)), ('offset', when(2020, 1, 2, 3, 4, 5, 6, zone(delta(hours=2)))), ('fold', when(2020, 10, 25, 2, 30, fold=1)),
                                   ('fold-utc', when(2020, 10, 25, 2, 30, tzinfo=zone.utc, fold=1))])
        each('dates', 'time', [('utc', clock(1, 2, tzinfo=zone.utc)), ('fold', clock(1, 2, fold=1))])
        if VERSION >= (3, 7):
            case('dates', 'timezone-microseconds', zone(delta(0, 1, 1)))
        case('dates', 'datetimes-same-zone', lambda: [when(2020, 1, 1, tzinfo=zone.utc), when(2021, 1, 1, tzinfo=zone.utc)])
    if VERSION >= (3, 9):
        import zoneinfo
        golden_zones.use()
        paris = zoneinfo.ZoneInfo('Europe/Paris')
        case('dates', 'zoneinfo', paris)
        case('dates', 'zoneinfo-uncached', lambda: zoneinfo.ZoneInfo.no_cache('Europe/Paris'))
        case('dates', 'datetime-zoneinfo', when(2020, 1, 2, 3, 4, 5, 6, paris))
        case('dates', 'datetimes-zoneinfo', lambda: [when(2020, 1, 2, tzinfo=paris), when(2021, 1, 2, tzinfo=paris), clock(1, 2, tzinfo=paris)])


def numbers():
    decimals = ['0', '-0', '1', '1.0', '1.10', '-1.5', '1E+3', '1E-10', '0E-10', '0E+5', '123456789012345678901234567890.123456789', '1E+999999', '1E-999999', 'NaN', '-NaN', 'sNaN', 'NaN123',
                'Infinity', '-Infinity']
    for literal in decimals:
        case('numbers', 'decimal-%s' % literal, decimal.Decimal(literal))
    case('numbers', 'decimals', lambda: [decimal.Decimal('1.5'), decimal.Decimal('2.5')])
    case('numbers', 'decimal-tuple', lambda: decimal.Decimal('1.5').as_tuple())
    if not PY2:  # where a dict of classes stands in it, in the order of their addresses
        case('numbers', 'decimal-context', lambda: decimal.Context(prec=10))
    for name, value in (('half', fractions.Fraction(1, 2)), ('minus', fractions.Fraction(-3, 7)), ('whole', fractions.Fraction(5)), ('big', fractions.Fraction(1 << 70, 3))):
        case('numbers', 'fraction-%s' % name, value)
    case('numbers', 'fractions', lambda: [fractions.Fraction(1, 2), fractions.Fraction(1, 3)])


def collected():
    c = collections
    each('collections', 'ordered-dict', [('empty', c.OrderedDict()), ('two', c.OrderedDict([(u'b', 1), (u'a', 2)])), ('keys', c.OrderedDict([(2, 1), (u'a', 2), (None, 3)]))])
    case('collections', 'ordered-dict-attribute', lambda: (lambda value: value.__dict__.update(note=u'kept') or value)(c.OrderedDict([(u'a', 1)])))
    each('collections', 'counter', [('empty', c.Counter()), ('aab', c.Counter(u'aab')), ('minus', c.Counter({u'x': -1}))])
    each('collections', 'default-dict', [('none', c.defaultdict(None)), ('list', c.defaultdict(list, {u'a': [1]})), ('int', c.defaultdict(int, {u'a': 1})), ('function', c.defaultdict(g.filled))])
    each('collections', 'deque', [('empty', c.deque()), ('three', c.deque([1, 2, 3])), ('maxlen', c.deque([1], 3)), ('maxlen-0', c.deque([], 0)), ('full', c.deque([1, 2], 2))])
    case('collections', 'deque-attribute', lambda: g.DequeSub([1], 5))
    if not PY2:
        case('collections', 'chain-map', c.ChainMap({u'a': 1}, {u'b': 2}))
        case('collections', 'user-dict', c.UserDict({u'a': 1}))
        case('collections', 'user-list', c.UserList([1, 2]))
        case('collections', 'user-string', c.UserString(u'abc'))
        case('collections', 'namespace', types.SimpleNamespace(a=1, b=[2]))
        case('collections', 'namespace-empty', types.SimpleNamespace())
    else:
        import UserDict
        import UserList
        import UserString
        case('collections', 'user-dict', UserDict.UserDict({b'a': 1}))
        case('collections', 'user-list', UserList.UserList([1, 2]))
        case('collections', 'user-string', UserString.UserString(b'abc'))
    if VERSION >= (3, 15):
        frozendict = builtins.frozendict
        each('collections', 'frozendict', [('empty', frozendict()), ('one', frozendict(a=1)), ('keys', frozendict({1: 2, u'a': [3]})), ('nested', frozendict(a=frozendict(b=1)))])
    for code in 'bBhHiIlLfd' + ('' if PY2 else 'qQ'):
        case('arrays', 'array-%s' % code, array.array(code, [1, 2, 100]))
        case('arrays', 'array-%s-empty' % code, array.array(code))
    case('arrays', 'array-negative', array.array('h', [-1, -32768, 32767]))
    case('arrays', 'array-doubles', array.array('d', [1.0, -0.0, 0.1, 1e300, float('inf')]))
    case('arrays', 'array-of-unicode', array.array('u', u'h\xe9\u20ac\U0001f600'))
    case('arrays', 'arrays-shared', lambda: (lambda value: [value, value, array.array('i', [1])])(array.array('i', [1])))
    if VERSION >= (3, 13):
        case('arrays', 'array-w', array.array('w', u'h\xe9\u20ac\U0001f600'))
    if PY2:
        case('arrays', 'array-c', array.array('c', b'abc'))


def named_things():
    each('identifiers', 'uuid', [('5', uuid.UUID(int=5)), ('text', uuid.UUID('12345678-1234-5678-1234-567812345678')), ('max', uuid.UUID(int=(1 << 128) - 1))])
    case('identifiers', 'uuids', lambda: [uuid.UUID(int=1), uuid.UUID(int=2)])
    each('identifiers', 'pattern', [('text', re.compile(u'a+(?P<name>b)', re.I)), ('plain', re.compile(u'x')), ('bytes', re.compile(b'[a-z]\\d', re.M | re.S)), ('verbose', re.compile(u'a # b', re.X))])
    case('identifiers', 'patterns', lambda: [re.compile(u'a'), re.compile(u'b'), re.compile(u'a')])
    if not PY2:
        import argparse
        import http
        import ipaddress
        import pathlib
        import urllib.parse
        each('identifiers', 'uuid', [('safe', uuid.UUID(int=7, is_safe=uuid.SafeUUID.safe) if VERSION >= (3, 7) else uuid.UUID(int=7))])
        address = ipaddress.ip_address
        each('identifiers', 'ip', [('v4', address('192.0.2.1')), ('v6', address('2001:db8::1')), ('v4-network', ipaddress.ip_network('192.0.2.0/24')), ('v6-network', ipaddress.ip_network('2001:db8::/32')),
                                   ('v4-interface', ipaddress.ip_interface('192.0.2.1/24')), ('v6-interface', ipaddress.ip_interface('2001:db8::1/64'))])
        if VERSION >= (3, 9):
            case('identifiers', 'ip-v6-scope', address('fe80::1%eth0'))
        paths = [('posix-pure', pathlib.PurePosixPath('/a/b/c.txt')), ('windows-pure', pathlib.PureWindowsPath('C:\\a\\b.txt')), ('posix', pathlib.PosixPath('/tmp/x')), ('relative', pathlib.PurePosixPath('a/b')),
                 ('empty', pathlib.PurePosixPath()), ('root', pathlib.PurePosixPath('/')), ('double', pathlib.PurePosixPath('//net/x')), ('windows-share', pathlib.PureWindowsPath('//host/share/x')),
                 ('windows-drive', pathlib.PureWindowsPath('c:')), ('dots', pathlib.PurePosixPath('a/./b/../c')), ('accent', pathlib.PurePosixPath(u'/caf\xe9/x'))]
        each('paths', 'path', paths)
        case('paths', 'path-repeated-part', pathlib.PurePosixPath('a/b/a'))
        case('paths', 'paths-shared', lambda: (lambda path: [path, path, path / 'x'])(pathlib.PurePosixPath('/a')))
        case('globals', 'class-path', pathlib.PurePosixPath)
        case('identifiers', 'http-status', http.HTTPStatus.NOT_FOUND)
        case('identifiers', 'regex-flag', re.IGNORECASE | re.MULTILINE)
        case('identifiers', 'url', urllib.parse.urlsplit('https://example.org/a?b=c#d'))
        case('identifiers', 'argparse', argparse.Namespace(verbose=True, files=['a']))
    case('identifiers', 'template', string.Template(u'$who likes $what'))
    case('identifiers', 'struct-time', time.struct_time((2020, 1, 2, 3, 4, 5, 3, 2, 0)))
    case('identifiers', 'bytes-io', lambda: (lambda stream: stream.seek(1) and stream or stream)(io.BytesIO(b'abc')))
    case('identifiers', 'string-io', lambda: io.StringIO(u'a\nb'))


def callables():
    partial = functools.partial
    each('callables', 'partial', [('one', partial(int, base=2)), ('args', partial(g.make_reduced, 1, 2)), ('nested', partial(partial(pow, 2), 3))])
    case('callables', 'partial-attribute', lambda: (lambda value: setattr(value, 'note', u'kept') or value)(partial(int)))
    each('callables', 'getter', [('item', operator.itemgetter(1)), ('items', operator.itemgetter(u'a', 2)), ('attribute', operator.attrgetter(u'a.b')), ('attributes', operator.attrgetter(u'a', u'b')),
                                 ('method', operator.methodcaller(u'split', u',')), ('method-keyword', operator.methodcaller(u'split', sep=u',') if not PY2 else operator.methodcaller('x', y=1))])
    if VERSION >= (3, 14):
        case('callables', 'partial-placeholder', partial(pow, functools.Placeholder, 2))


def exceptions():
    special = ('UnicodeDecodeError', 'UnicodeEncodeError', 'UnicodeTranslateError', 'ExceptionGroup', 'BaseExceptionGroup')
    seen = set()
    for name in sorted(dir(builtins)):
        cls = getattr(builtins, name)
        if not (isinstance(cls, type) and issubclass(cls, BaseException)) or name in special or cls in seen or cls.__name__.startswith('_'):
            continue
        seen.add(cls)
        case('exceptions', 'exception-%s' % cls.__name__, cls(u'message'))
    each('exceptions', 'exception', [('empty', ValueError()), ('two', ValueError(u'x', 1)), ('nested', ValueError(KeyError(u'k'))), ('key', KeyError((1, 2)))])
    if sys.platform != 'emscripten':  # where the numbers are others, and with them the subclasses of OSError
        each('exceptions', 'exception', [('os', OSError(2, u'No such file')), ('os-file', OSError(2, u'No such file', u'/x')), ('os-other', OSError(5, u'input/output'))])
    each('exceptions', 'exception', [('os-1', OSError(u'one')), ('os-none', OSError()), ('stop-value', StopIteration(5)), ('exit', SystemExit(3)),
                                     ('syntax', SyntaxError(u'bad', (u'f.py', 1, 2, u'x = \n'))),
                                     ('unicode-decode', UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'invalid start byte')),
                                     ('unicode-encode', UnicodeEncodeError('ascii', u'\xe9', 0, 1, 'ordinal not in range(128)')),
                                     ('unicode-translate', UnicodeTranslateError(u'\xe9', 0, 1, 'no'))])
    case('exceptions', 'exception-attributes', lambda: (lambda error: error.__dict__.update(code=7, detail=[u'x']) or error)(ValueError(u'x')))
    case('exceptions', 'exceptions-shared', lambda: (lambda error: [error, error])(KeyError(u'k')))
    if not PY2:
        if sys.platform != 'emscripten':
            each('exceptions', 'exception', [('os-two-files', OSError(18, u'cross', u'/a', None, u'/b')), ('os-subclass', FileNotFoundError(2, u'gone', u'/x')), ('blocking', BlockingIOError(11, u'later', 5))])
        each('exceptions', 'exception', [('import', ImportError(u'no', name=u'mod', path=u'/p')), ('module', ModuleNotFoundError(u'no', name=u'mod')), ('json', json.JSONDecodeError(u'bad', u'a\nb', 2))])
        case('exceptions', 'exception-cause', lambda: (lambda error: setattr(error, '__cause__', KeyError(u'c')) or error)(ValueError(u'x')))
    if VERSION >= (3, 10):
        each('exceptions', 'exception', [('name', NameError(u'no', name=u'n')), ('attribute', AttributeError(u'no', name=u'n', obj=1)), ('syntax-range', SyntaxError(u'bad', (u'f.py', 1, 2, u'x', 1, 4)))])
    if VERSION >= (3, 11):
        group, base = builtins.ExceptionGroup, builtins.BaseExceptionGroup
        each('exceptions', 'exception-group', [('two', group(u'several', [ValueError(1), KeyError(u'k')])), ('nested', group(u'outer', [group(u'inner', [OSError(u'x')])])),
                                               ('base', base(u'base', [KeyboardInterrupt()]))])
        case('exceptions', 'exception-notes', lambda: (lambda error: error.add_note(u'a note') or error)(ValueError(u'x')))


def typing_forms():
    if PY2:
        return
    import typing
    forms = [('list', 'typing.List[int]'), ('optional', 'typing.Optional[int]'), ('dict', 'typing.Dict[str, typing.List[int]]'), ('any', 'typing.Any'), ('typevar', 'g.T'), ('box', 'g.Box[int]'),
             ('callable', 'typing.Callable[[int], str]')]
    if VERSION >= (3, 9):
        forms += [('list-builtin', 'list[int]'), ('dict-builtin', 'dict[str, list[int]]'), ('tuple-ellipsis', 'tuple[int, ...]'), ('ordered-dict', 'collections.OrderedDict[str, int]'), ('annotated', 'typing.Annotated[int, 5]')]
    if VERSION >= (3, 10):
        forms += [('union', 'int | str'), ('union-none', 'int | None')]
    if VERSION >= (3, 11):
        forms += [('unpacked', '(*tuple[int, str],)[0]')]
    for name, source in forms:
        if VERSION < (3, 7) and name != 'any':
            continue
        case('typing', 'typing-%s' % name, eval(source, {'typing': typing, 'collections': collections, 'g': g}))


# Classes of our own ---------------------------------------------------------------------------------------------------------------

def user_classes():
    each('user', 'plain', [('none', g.Plain()), ('one', g.Plain(a=1)), ('several', g.Plain(a=1, b=[2], c=u'x'))])
    case('user', 'plain-many', lambda: [g.Plain(a=1), g.Plain(a=2), g.Plain(b=3)])
    case('user', 'plain-shared', lambda: (lambda value: [value, value])(g.Plain(a=1)))
    case('user', 'plain-nested', lambda: g.Plain(child=g.Child(name=u'n'), items=[g.Child(), g.Child()]))
    case('user', 'plain-javascript-names', lambda: g.Plain(**{'__proto__': 1, 'constructor': 2, 'then': 3, 'toJSON': 4, '0': 5}))
    case('user', 'child', g.Child(a=1))
    case('user', 'with-meta', g.WithMeta(a=1))
    each('user', 'old', [('none', g.Old()), ('args', g.Old(1, u'a')), ('arguments', g.OldWithArguments(1, u'b')), ('arguments-none', g.OldWithArguments()), ('state', g.OldWithState(1, 2))])
    case('user', 'old-shared', lambda: (lambda value: [value, value, g.Old()])(g.Old(1)))
    each('user', 'slots', [('one', g.Slots(1)), ('two', g.Slots(1, 2)), ('dict', g.SlotsAndDict(1, 2, 3, d=4)), ('dict-empty', g.SlotsAndDict(1, 2, 3))])
    each('user', 'nested', [('inner', g.Outer.Inner(a=1)), ('deep', g.Outer.Inner.Deep(a=1)), ('private', g.Outer.hidden(a=1))])
    case('user', 'nested-twice', lambda: [g.Outer.Inner(a=1), g.Outer.Inner(a=2)])
    each('user', 'new-args', [('plain', g.NewArgs(1, u'b')), ('state', g.NewArgsAndState(1, u'b')), ('ex', g.NewArgsEx(1, k=u'v')), ('ex-none', g.NewArgsEx(1))])
    each('user', 'reduce', [('two', g.Reduced(1, u'b')), ('three', g.ReducedState(1, u'b')), ('list', g.filled([1, 2, 3])), ('list-one', g.filled([1])), ('dict', g.filled((), {u'a': 1, u'b': 2})),
                            ('dict-one', g.filled((), {u'a': 1})), ('five', g.filled([1], {u'a': 2}, u'note')), ('five-empty', g.filled()), ('by-protocol', g.ReducedByProtocol(1)), ('global', g.SINGLE),
                            ('registered', g.Registered(1))])
    if VERSION >= (3, 8):
        case('user', 'reduce-six', lambda: (lambda value: setattr(value, 'value', 1) or value)(g.ReducedSix()))
        case('user', 'reduce-six-shared', lambda: (lambda value: [value, value])(g.ReducedSix()))
    each('user', 'state', [('tuple', g.StateTuple(1, 2)), ('tuple-empty', g.StateTuple()), ('dict', g.StateDict(a=1)), ('false', g.StateFalse())])
    subclasses = [('list', g.ListSub([1, 2])), ('list-empty', g.ListSub()), ('list-one', g.ListSub([1])), ('dict', g.DictSub({u'a': 1})), ('dict-empty', g.DictSub()), ('set', g.SetSub([1])), ('set-empty', g.SetSub()),
                  ('frozenset', g.FrozenSetSub([1])), ('tuple', g.TupleSub([1, 2])), ('tuple-empty', g.TupleSub()), ('text', g.TextSub(u'abc')), ('int', g.IntSub(5)), ('int-big', g.IntSub((1 << 70) if not PY2 else 70)), ('float', g.FloatSub(1.5)),
                  ('float-whole', g.FloatSub(2.0)), ('complex', g.ComplexSub(1, 2)), ('bytes', g.BytesSub(b'abc')), ('bytearray', g.ByteArraySub(b'abc')), ('ordered-dict', g.OrderedDictSub([(u'a', 1)])),
                  ('default-dict', g.DefaultDictSub(int, {u'a': 1})), ('counter', g.CounterSub(u'a')), ('deque', g.DequeSub([1], 3)), ('deque-unbounded', g.DequeSub([1, 2]))]
    for name, value in subclasses:
        case('user', 'sub-%s' % name, value)
        noted = lambda: (lambda made: setattr(made, 'note', u'kept') or made)(pickle.loads(pickle.dumps(value, 2)))  # noqa: E731
        case('user', 'sub-%s-attribute' % name, noted)
    case('user', 'sub-list-many', lambda: g.ListSub([1, [2], {u'a': 3}, g.ListSub([4])]))
    each('user', 'point', [('1-2', g.Point(1, 2)), ('sub', g.PointSub(1, 2)), ('floats', g.Point(1.0, -0.5))])
    case('user', 'points', lambda: [g.Point(1, 2), g.Point(3, 4)])
    case('user', 'point-class', g.Point)
    each('user', 'error', [('app', g.AppError(u'failed', 7)), ('app-none', g.AppError(u'failed')), ('strict', g.StrictError(u'name', u'too long'))])
    case('user', 'extensions', lambda: [g.ExtensionOne(a=1), g.ExtensionTwo(), g.ExtensionFour(b=2), g.ExtensionOne()], extensions=True)
    case('user', 'extension-class', g.ExtensionTwo, extensions=True)

    class Pickler(fast_pickler if not PY2 else pickle.Pickler):
        def persistent_id(self, value):
            return value.key if isinstance(value, g.Persistent) else None

    case('user', 'persistent-text', lambda: [g.Persistent('item-1'), g.Persistent('item-1'), 1], pickler=Pickler, persistent=True)
    case('user', 'persistent-top', g.Persistent('item-1'), pickler=Pickler, persistent=True)
    case('user', 'persistent-int', lambda: [g.Persistent(7)], pickler=Pickler, persistent=True)
    case('user', 'persistent-tuple', lambda: [g.Persistent(('table', 3)), g.Persistent(('table', 4))], pickler=Pickler, persistent=True)
    if PY2:
        case('user', 'sub-long', g.LongSub(1 << 70))
        case('user', 'long-small', long(5))  # noqa: F821
        case('user', 'longs', lambda: [long(0), long(-1), long(1 << 31), 1 << 64])  # noqa: F821
        return
    each('enums', 'enum', [('red', g.Color.RED), ('green', g.Color.GREEN), ('tuple', g.Color.BLUE), ('alias', g.Color.CRIMSON), ('int', g.Level.HIGH), ('text', g.Word.YES), ('float', g.Ratio.WHOLE),
                           ('flag', g.Permission.R), ('flags', g.Permission.R | g.Permission.W), ('no-flags', g.Permission(0)), ('int-flags', g.Bits.A | g.Bits.B), ('class', g.Color)])
    case('enums', 'enums', lambda: [g.Color.RED, g.Color.RED, g.Color.GREEN, {g.Color.RED: g.Level.LOW}])
    if hasattr(g, 'Name'):
        case('enums', 'enum-name', g.Name.FIRST)
    each('user', 'typed', [('1', g.Typed(u'n')), ('2', g.Typed(u'n', 2))])
    case('user', 'box', g.Box(a=1))
    if hasattr(g, 'Record'):
        each('user', 'record', [('plain', g.Record(u'n')), ('full', g.Record(u'n', [u't'], 3)), ('frozen', g.FrozenRecord(u'n')), ('frozen-size', g.FrozenRecord(u'n', 2.5)), ('child', g.RecordChild(u'n', extra={u'a': 1}))])
        case('user', 'records', lambda: [g.Record(u'a', size=1), g.Record(u'b', size=2)])
    if hasattr(g, 'SlotsRecord'):
        each('user', 'record', [('slots', g.SlotsRecord(u'n')), ('frozen-slots', g.FrozenSlotsRecord(name=u'n'))])


def compatibility():
    """Names that Python 2 had elsewhere: at protocols 0 to 2 they are written under the old name."""
    if PY2:
        return
    import importlib
    import _compat_pickle as tables
    always = set(['builtins', 'collections', 'functools', 'itertools', 'copyreg', 'html.parser', 'html.entities', 'http.client', 'http.cookies', 'http.cookiejar', 'http.server', 'urllib.parse', 'urllib.request', 'urllib.error',
                  'urllib.robotparser', 'xmlrpc.client', 'queue', 'socketserver', 'configparser', 'reprlib', 'pickle', 'subprocess', '_thread', 'multiprocessing.context', 'collections.abc', 'io'])
    renamed = collections.OrderedDict()
    for module, name in sorted(tables.REVERSE_NAME_MAPPING):
        if module not in always:
            continue
        try:
            value = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
        if (getattr(value, '__module__', None), getattr(value, '__qualname__', None)) == (module, name):
            renamed.setdefault(module, []).append(value)
    for module, found in renamed.items():
        case('compatibility', 'was-%s' % module, found, unmapped=True)
    for name in ('PickleError', 'PicklingError', 'UnpicklingError'):
        case('compatibility', 'was-in-pickle.%s' % name, getattr(pickle, name), unmapped=True)
    for module, name in (('queue', 'Queue'), ('socketserver', 'TCPServer'), ('configparser', 'ConfigParser'), ('reprlib', 'Repr'), ('http.client', 'HTTPConnection'), ('html.parser', 'HTMLParser'), ('http.cookies', 'SimpleCookie'),
                         ('copyreg', '_reconstructor'), ('urllib.parse', 'urlparse'), ('xmlrpc.client', 'Binary'), ('http.server', 'HTTPServer')):
        case('compatibility', 'was-in-%s.%s' % (module, name), getattr(importlib.import_module(module), name), unmapped=True)


def main():
    sections = (builtin_values, texts, binary, containers, recursive, frames, globals_and_functions, iterators, dates, numbers, collected, named_things, callables, exceptions, typing_forms, user_classes, compatibility)
    for section in sections:
        section()
    names = [entry['name'] for entry in cases]
    double = sorted(set(name for name in names if names.count(name) > 1))
    if double:
        sys.exit('two cases of one name: %s' % ', '.join(double))
    document = collections.OrderedDict([
        ('version', '%d.%d.%d' % sys.version_info[:3] + ('' if sys.version_info[3] == 'final' else {'alpha': 'a', 'beta': 'b', 'candidate': 'rc'}[sys.version_info[3]] + str(sys.version_info[4]))),
        ('implementation', __import__('platform').python_implementation()), ('bits', struct.calcsize('P') * 8), ('byteorder', sys.byteorder)])
    if not PY2:
        document['fresh'] = fresh_strings()
    document['cases'] = cases
    answer = json.dumps(document, separators=(',', ':')) + '\n'
    if len(sys.argv) > 1:
        with open(sys.argv[1], 'w') as stream:
            stream.write(answer)
    else:
        sys.stdout.write(answer)


if __name__ == '__main__':
    main()
