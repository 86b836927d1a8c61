"""Data that nobody drew: tables of Python's own library and JSON files of this repository, as pickle and as JSON."""
import html.entities
import inspect
import io
import json
import mimetypes
import os
import sys
import textwrap
import tokenize
import unicodedata

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
FILES = ['package-lock.json', 'tests/golden/data/large.json', 'tests/values/pprint-golden.json', 'tests/golden/oracle/json.json',
         'tests/pickletools/oracle.json', 'biome.json']


def tokens(module):
    source = inspect.getsource(module)
    return [tuple(token) for token in tokenize.generate_tokens(io.StringIO(source).readline)]


def cases():
    """The value of each name, where this Python and this folder have it."""
    out = {
        'entities': lambda: dict(html.entities.html5),
        'names-of-characters': lambda: {code: unicodedata.name(chr(code), None) for code in range(0x3000)},
        'tokens': lambda: tokens(textwrap),
        'types-of-files': lambda: dict(mimetypes.types_map),
        'lines': lambda: inspect.getsource(inspect).splitlines(),
        'numeric': lambda: [(code, unicodedata.numeric(chr(code))) for code in range(0x20000) if chr(code).isnumeric()],
    }
    for name in FILES:
        path = os.path.join(ROOT, name)
        if os.path.exists(path):
            out[name] = lambda path=path: json.load(open(path, encoding='utf8'))
    return out


def interned(value):
    """A copy of which equal strings are one object, as Brine writes them."""
    if type(value) is str:
        return sys.intern(value)
    if type(value) in (list, tuple):
        return type(value)([interned(item) for item in value])
    if type(value) is dict:
        return {interned(key): interned(item) for key, item in value.items()}
    return value
