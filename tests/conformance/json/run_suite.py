"""Runs CPython's own test.test_json with Brine's json in the place of its own.

    python run_suite.py NODE SERVER COMMAND    prints one JSON object: {"test id": ["ok" | "failed" | "skipped", text], ...}

SERVER is server.mjs, COMMAND the file of the command `brine`. Every message is a pickle that one side wrote and the other reads. What
JSON has no form for stays on its side: a persistent id stands for it, and a call comes back when something is to be done with it.
"""
import builtins
import io
import itertools
import json as real
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from told import Result  # noqa: E402

NODE, SERVER, COMMAND = sys.argv[1:4]
as_json = real.encoder.c_make_encoder(None, None, real.encoder.encode_basestring_ascii, None, ': ', ', ', False, False, True)
JSONDecodeError = real.JSONDecodeError
BUILT_IN = frozenset([type(None), bool, int, float, str, bytes, bytearray, list, tuple, dict])


class CannotCross(Exception):
    """A value that pickle itself cannot hand over: no test may take that for an answer of Brine's."""


class Pickler(pickle.Pickler):
    def __init__(self, file, held):
        super().__init__(file, 4)
        self.held = held

    def persistent_id(self, value):
        kind = type(value)
        if kind in BUILT_IN:
            return None
        # Python's encoder takes an instance of a subclass for what it extends.
        if isinstance(value, int):
            return 'int', int.__repr__(value)
        if isinstance(value, float):
            return 'float', float(value)
        if isinstance(value, str):
            return 'str', str.__str__(value)
        if isinstance(value, list):
            return 'list', list(value)
        if isinstance(value, dict):
            return 'dict', list(value.items())
        self.held[id(value)] = value
        return 'held', id(value), kind.__name__


class Unpickler(pickle.Unpickler):
    def __init__(self, file, held):
        super().__init__(file)
        self.held = held

    def persistent_load(self, pid):
        return self.held[pid]


class Brine:
    """The child process and what is held for it."""

    def __init__(self):
        version = '%d.%d.%d' % sys.version_info[:3]
        self.process = subprocess.Popen([NODE, SERVER, version], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.held = {}
        self.calls = {}
        self.numbers = itertools.count()
        self.raised = None

    def send(self, message):
        file = io.BytesIO()
        try:
            Pickler(file, self.held).dump(message)
        except Exception as error:
            raise CannotCross(repr(error)) from None
        data = file.getvalue()
        self.process.stdin.write(struct.pack('>I', len(data)) + data)
        self.process.stdin.flush()

    def receive(self):
        header = self.process.stdout.read(4)
        if len(header) < 4:
            raise CannotCross('the server has ended')
        data = self.process.stdout.read(struct.unpack('>I', header)[0])
        return Unpickler(io.BytesIO(data), self.held).load()

    def ask(self, command, calls=(), **question):
        """Has something done; `calls` are the functions that may be called while it is."""
        number = next(self.numbers)
        calls = {name: function for name, function in dict(calls).items() if function is not None}
        self.send(dict(question, command=command, number=number, calls=sorted(calls),
                       digits=sys.get_int_max_str_digits() if hasattr(sys, 'get_int_max_str_digits') else None))
        while True:
            answer = self.receive()
            if 'call' not in answer:
                break
            self.send(self.answer_to(calls[answer['call']], answer['arguments']))
        if 'error' in answer:
            self.fail(answer['error'])
        return answer['value']

    def answer_to(self, function, arguments):
        try:
            value = function(*arguments)
            self.held[id(value)] = value
            return {'value': value, 'id': id(value)}
        except BaseException as error:
            self.raised = error
            return {'raised': True}

    def fail(self, told):
        name, message = told['name'], told['message']
        if name == 'raised':
            raise self.raised
        if name == 'JSONDecodeError':
            error = JSONDecodeError(told['msg'], told['doc'], told['pos'])
            error.args = (message,)
            error.lineno, error.colno = told['lineno'], told['colno']
            raise error
        if name == 'UnicodeDecodeError':
            raise type(name, (UnicodeDecodeError,), {'__str__': lambda self: message})('brine', b'', 0, 0, '')
        kind = getattr(builtins, name, None)
        raise AssertionError('%s: %s' % (name, message)) if kind is None else kind(message)


brine = Brine()


class JSONDecoder:
    memo = {}  # nothing is kept between two calls

    def __init__(self, *, strict=True, **hooks):
        self.strict = strict
        self.hooks = hooks

    def decode(self, s):
        return brine.ask('decode', self.hooks, text=s, strict=bool(self.strict))

    def raw_decode(self, s, idx=0):
        return brine.ask('rawDecode', self.hooks, text=s, strict=bool(self.strict), index=idx)


class JSONEncoder:
    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.flags = dict(skipKeys=skipkeys, ensureAscii=ensure_ascii, checkCircular=check_circular, allowNan=allow_nan, sortKeys=sort_keys)
        self.others = dict(indent=indent, separators=separators)
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError('Object of type %s is not JSON serializable' % type(o).__name__)

    def options(self):
        return dict(self.others, **{name: bool(flag) for name, flag in self.flags.items()})

    def calls(self):
        # Without a function of the test's own Brine has the last word on what cannot be written.
        own = 'default' in vars(self) or type(self).default is not JSONEncoder.default
        return {'default': self.default} if own else {}

    def encode(self, o):
        return brine.ask('dumps', self.calls(), value=o, options=self.options())

    def iterencode(self, o):
        return iter(brine.ask('iterencode', self.calls(), value=o, options=self.options()))


def loads(s, *, cls=None, **options):
    if cls is not None:
        return cls(**options).decode(s)
    strict = bool(options.pop('strict', True))
    return brine.ask('loads', options, text=s, strict=strict)


def load(fp, *, strict=True, **hooks):
    return brine.ask('load', dict(hooks, read=fp.read), strict=bool(strict))


def dumps(obj, *, cls=None, **options):
    return (cls or JSONEncoder)(**options).encode(obj)


def dump(obj, fp, *, cls=None, **options):
    encoder = (cls or JSONEncoder)(**options)
    brine.ask('dump', dict(encoder.calls(), write=fp.write), value=obj, options=encoder.options())


def scanstring(s, end, strict=True):
    return brine.ask('scanstring', text=s, index=end, strict=strict)


def encode_basestring_ascii(s):
    return brine.ask('dumps', value=s, options={})


def put_behind(module):
    """Puts Brine behind the public names of a json module. What is internal to CPython's is taken away, lest its tests pass without Brine."""
    for name in 'load loads dump dumps JSONDecoder JSONEncoder'.split():
        setattr(module, name, globals()[name])
    module.decoder.JSONDecoder = JSONDecoder
    module.decoder.scanstring = scanstring
    module.encoder.JSONEncoder = JSONEncoder
    module.encoder.encode_basestring_ascii = encode_basestring_ascii
    for owner, name in ((module.scanner, 'make_scanner'), (module.scanner, 'c_make_scanner'), (module.encoder, 'c_make_encoder')):
        vars(owner).pop(name, None)


def command_instead_of_tool(folder):
    """A program that is Python, but for `-m json` and `-m json.tool`, in whose place it runs `brine json`."""
    path = os.path.join(folder, 'python')
    with open(path, 'w') as file:
        file.write('''#!/bin/sh
case " $* " in *" -m json.tool "* | *" -m json "*) ;; *) exec "%s" "$@" ;; esac
while [ "$1" != -m ]; do shift; done
shift 2
exec "%s" "%s" json "$@"
''' % (sys.executable, NODE, COMMAND))
    os.chmod(path, 0o755)
    return path


def main():
    import test.test_json as suite
    for base, module in ((suite.PyTest, suite.pyjson), (suite.CTest, suite.cjson)):
        put_behind(module)
        base.loads, base.dumps = staticmethod(loads), staticmethod(dumps)
        base.JSONDecodeError = JSONDecodeError
        module.JSONDecodeError = module.decoder.JSONDecodeError = JSONDecodeError
    put_behind(real)
    result = Result()
    output, sys.stdout = sys.stdout, io.StringIO()
    folder = os.getcwd()
    try:
        with tempfile.TemporaryDirectory() as place:
            os.chdir(place)
            sys.executable = command_instead_of_tool(place)
            unittest.defaultTestLoader.loadTestsFromName('test.test_json').run(result)
            os.chdir(folder)
    finally:
        sys.stdout = output
    brine.process.stdin.close()
    brine.process.wait()
    print(''.join(as_json(result.told, 0)))


main()
