# -*- coding: utf-8 -*-
"""Flags, subclasses of str, int and float, and arrays as one Python writes them: one line of JSON for user-types-golden.jsonl.

    for each Python: python tests/registry/make_user_types.py >>tests/registry/user-types-golden.jsonl

The lines there are from the Pythons 2.7 to 3.15 of the golden data, and from 3.11.2 (npm's pyodide 0.23.4), since 3.11.0 to 3.11.3
write flags in a form of their own.
"""
import array
import base64
import json
import pickle
import sys

try:
    import enum
except ImportError:
    enum = None

PY2 = sys.version_info[0] == 2
TEXT = type(u'')


class Text(TEXT):
    __slots__ = ()


class Noted(TEXT):
    """With a __dict__."""


class Number(int):
    __slots__ = ()


class Int64(int):
    """As bson's: a state that holds nothing."""

    def __getstate__(self):
        return {}

    def __setstate__(self, state):
        pass


class Real(float):
    __slots__ = ()


if enum is not None:
    class Perm(enum.Flag):
        R = 4
        W = 2
        X = 1

    class Mode(enum.IntFlag):
        R = 4
        W = 2
        X = 1
        RW = 6

    class Outer(object):
        class Inner(enum.Flag):
            A = 1
            B = 2


def cases():
    noted = Noted(u'noted')
    noted.source = u'page 3'
    yield 'text', Text(u'<b>\u20ac'), u'<b>\u20ac'
    yield 'noted', noted, u'noted'
    yield 'bare', Noted(u'bare'), u'bare'
    yield 'number', Number(-70000), -70000
    yield 'int64', Int64(2 ** 40), 2 ** 40
    yield 'real', Real(1.5), 1.5
    if enum is not None:
        yield 'R', Perm.R, 4
        yield 'RW', Perm.R | Perm.W, 6
        yield 'RWX', Perm(7), 7
        yield 'none', Perm(0), 0
        yield 'mode-RW', Mode.RW, 6
        yield 'mode-RX', Mode.R | Mode.X, 5
        yield 'mode-unknown', Mode(9), 9
        yield 'mode-inverse', ~Mode.R, (~Mode.R)._value_
        yield 'inner', Outer.Inner.A | Outer.Inner.B, 3
    for code in 'bBhHiIlLfd':
        value = array.array(code, [1, 2, 100])
        yield 'array-' + code, value, value.tolist()
    characters = u'a\u20ac\U0001f600' if sys.maxunicode > 0xffff else u'a\u20ac'
    yield 'array-u', array.array('u', characters), characters
    if PY2:
        yield 'array-c', array.array('c', b'a\x00\xff'), u'a\x00\xff'
        yield 'array-c-none', array.array('c'), u''


def main():
    made = []
    for name, value, plain in cases():
        protocols = range(pickle.HIGHEST_PROTOCOL + 1)
        pickles = [base64.b64encode(pickle.dumps(value, protocol)).decode('ascii') for protocol in protocols]
        text = repr(value) if enum is not None and isinstance(value, enum.Flag) else None
        made.append({'name': name, 'plain': plain, 'repr': text, 'pickles': pickles})
    version = '.'.join(str(part) for part in sys.version_info[:3])
    print(json.dumps({'python': version, 'cases': made}, sort_keys=True))


main()
