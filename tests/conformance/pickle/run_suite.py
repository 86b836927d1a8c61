"""Runs CPython's own test.test_pickle with Brine between every pickler and every unpickler.

    python run_suite.py NODE SERVER [TEST ...]      prints one JSON object: {"test id": ["ok" | "failed" | "skipped", text], ...}

Python knows its classes, and only Python can make instances of them or take them apart. So `_pickle.Pickler` is replaced by one that lets the real
one take the value apart, has Brine read those bytes, and gives what Brine writes of them; `_pickle.Unpickler` by one that has Brine read the bytes, and
lets the real one make the value of what Brine writes. What a test looks at went through Brine's reader and Brine's writer: opcodes, frames, memo,
sharing, buffers, persistent ids, and the errors that Brine raises, as the Python exception of that name.
"""
import base64
import builtins
import copyreg
import io
import json
import os
import pickle
import subprocess
import sys
import threading
import unittest
import weakref

import _pickle

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from told import Result, tests_of  # noqa: E402

NODE, SERVER = sys.argv[1:3]
VERSION = '%d.%d.%d' % sys.version_info[:3]
process = subprocess.Popen([NODE, '--stack-size=4000', SERVER, VERSION], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

RealPickler, RealUnpickler = _pickle.Pickler, _pickle.Unpickler
# Tests of Python's own `pickle._Pickler` and `pickle._Unpickler`, on one side or on both, and of what has no pickle in it.
WITHOUT_BRINE = ('Py', 'CDumpPickle_LoadPickle', 'DumpPickle_CLoadPickle', 'CompatPickle', 'CommandLine')

closed = []
lock = threading.RLock()


def pack(data):
    return base64.b64encode(data).decode()


def unpack(text):
    return base64.b64decode(text)


def send(message):
    process.stdin.write(json.dumps(message).encode() + b'\n')
    process.stdin.flush()


def ask(command, calls={}, **question):
    """The answer to a question. While Brine works on it, it may call back; what a call raises is raised here in the end."""
    with lock:
        return answer_to(dict(question, command=command, closed=[closed.pop() for _ in closed[:]]), calls)


def answer_to(question, calls):
    send(question)
    raised = None
    while True:
        line = process.stdout.readline()
        if not line:
            raise SystemError('Brine has ended')
        message = json.loads(line)
        if 'answer' in message:
            break
        try:
            reply = calls[message.pop('call')](**message)
        except BaseException as error:
            raised, reply = error, {'raised': True}
        send(reply)
    answer = message['answer']
    if answer.get('raised'):
        try:
            raise raised
        finally:
            raised = None
    if 'error' in answer:
        fail(**answer['error'])
    return answer


class BrineError(Exception):
    """An error of Brine that is none of Python's."""


def fail(name, message, code):
    if code is None:
        raise BrineError('%s: %s' % (name, message))
    kind = getattr(pickle, name, None) or getattr(builtins, name, BrineError)
    if issubclass(kind, UnicodeError):
        error = UnicodeDecodeError('brine', b'', 0, 0, message) if kind is UnicodeDecodeError else UnicodeError(message)
        raise error
    raise kind(message)


def extensions():
    return [[module, name, code] for (module, name), code in copyreg._extension_registry.items()]


class Session:
    count = 0

    def __init__(self, kind, **question):
        Session.count += 1
        self.id = Session.count
        weakref.finalize(self, closed.append, self.id)
        self.question = dict(question, kind=kind)
        self.opened = False

    def ask(self, command, calls={}, **question):
        if not self.opened:
            ask('open', id=self.id, extensions=extensions(), **self.question)
            self.opened = True
        return ask(command, calls, id=self.id, **question)


class Pipe:
    """The file of a real unpickler: what Brine wrote last."""

    def __init__(self):
        self.file = io.BytesIO()

    def fill(self, data):
        self.file = io.BytesIO(data)

    def read(self, size):
        return self.file.read(size)

    def readinto(self, buffer):
        return self.file.readinto(buffer)

    def readline(self):
        return self.file.readline()


def data_of(read):
    def call(*arguments, **keywords):
        data = read(*arguments, **keywords)
        if not isinstance(data, bytes):
            raise TypeError('read() returned non-bytes object (%s)' % type(data))
        return {'data': pack(data)}
    return call


class Buffers:
    """Python's buffers, by number; the real unpickler gets them in the order in which Brine wants them."""

    def __init__(self, source):
        self.source = iter(source)
        self.given = []
        self.wanted = []

    def pull(self):
        for buffer in self.source:
            self.given.append(buffer)
            with memoryview(buffer) as view:
                return {'number': len(self.given) - 1, 'readonly': view.readonly}
        return {'done': True}

    def __iter__(self):
        while self.wanted:
            yield self.given[self.wanted.pop(0)]


class Unpickler(RealUnpickler):
    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        RealUnpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors)  # what is no file fails here, as it does there
        self.start(buffers, fix_imports, encoding, errors)
        # What stands in memory is handed over at once; Brine says how much of it was used.
        self.file = file if type(file) is io.BytesIO else None
        self.calls = {'read': data_of(lambda size: file.read(size)), 'readline': data_of(lambda: file.readline())}

    def start(self, buffers, fix_imports, encoding, errors):
        self.buffers = None if buffers is None else Buffers(buffers)
        self.pipe = Pipe()
        super().__init__(self.pipe, fix_imports=fix_imports, buffers=None if buffers is None else iter(self.buffers))
        options = {'fixImports': bool(fix_imports), 'encoding': encoding, 'errors': errors}
        self.session = Session('unpickler', options=options, hasBuffers=buffers is not None, keep=self.keeps())

    def keeps(self):
        return type(self).persistent_load is not RealUnpickler.persistent_load if hasattr(RealUnpickler, 'persistent_load') else hasattr(self, 'persistent_load')

    def load(self, **question):
        if not hasattr(self, 'session'):
            return super().load()  # its words for one whose __init__ was not called
        calls = dict(self.calls)
        if self.buffers is not None:
            calls['buffer'] = self.buffers.pull
        if self.file is not None:
            start = self.file.tell()
            question = {'data': pack(self.file.getbuffer()[start:])}
        answer = self.session.ask('load', calls, **question)
        if self.file is not None:
            self.file.seek(start + answer['used'])
        if self.buffers is not None:
            self.buffers.wanted += answer['buffers']
        self.pipe.fill(unpack(answer['data']))
        return super().load()


class BytesUnpickler(Unpickler):
    """Behind loads(): the bytes are there."""

    def __init__(self, buffers, fix_imports, encoding, errors):
        self.calls = {}
        self.file = None
        self.start(buffers, fix_imports, encoding, errors)


class Pickler(RealPickler):
    def __init__(self, file, protocol=None, fix_imports=True, buffer_callback=None):
        RealPickler(file, protocol, fix_imports, buffer_callback)  # what is wrong fails here, as it does there
        self.start(protocol, fix_imports, buffer_callback)
        self.write = lambda data: file.write(unpack(data))
        self.file = file if type(file) is io.BytesIO else None

    def start(self, protocol, fix_imports, buffer_callback):
        self.taken = io.BytesIO()
        self.flags = []
        self.write = self.file = None
        super().__init__(self.taken, protocol, fix_imports, None if buffer_callback is None else self.called(buffer_callback))
        number = pickle.DEFAULT_PROTOCOL if protocol is None else pickle.HIGHEST_PROTOCOL if protocol < 0 else protocol
        options = {'protocol': int(number), 'fixImports': bool(fix_imports)}
        self.session = Session('pickler', options=options, hasBuffers=True, keep=True)

    def called(self, callback):
        def told(buffer):
            within = callback(buffer)
            if not within:
                with buffer.raw() as view:
                    self.flags.append([len(self.flags), view.readonly])
            return within
        return told

    def dump(self, obj):
        if not hasattr(self, 'session'):
            return super().dump(obj)
        self.taken.seek(0)
        self.taken.truncate()
        del self.flags[:]
        super().dump(obj)
        data = self.taken.getvalue()
        is_called = self.write is not None and self.file is None
        answer = self.session.ask('dump', {'write': self.called_back}, data=pack(data), flags=self.flags, fast=bool(self.fast), toFile=is_called)
        if not is_called:
            self.written = unpack(answer['data'])
            if self.file is not None:
                self.file.write(self.written)

    def called_back(self, data):
        self.write(data)
        return {}

    def clear_memo(self):
        super().clear_memo()
        self.session.ask('clear')


class BytesPickler(Pickler):
    """Behind dumps(): the bytes are the answer."""

    def __init__(self, protocol, fix_imports, buffer_callback):
        RealPickler(io.BytesIO(), protocol, fix_imports, buffer_callback)
        self.start(protocol, fix_imports, buffer_callback)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    pickler = BytesPickler(protocol, fix_imports, buffer_callback)
    pickler.dump(obj)
    return pickler.written


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol, fix_imports, buffer_callback).dump(obj)


def loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    with memoryview(data) as view:
        data = bytes(view)
    return BytesUnpickler(buffers, fix_imports, encoding, errors).load(data=pack(data))


def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()


class Builtin:
    """A function that does not become a method, as those written in C."""

    def __init__(self, function):
        self.function = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__

    def __call__(self, *arguments, **keywords):
        return self.function(*arguments, **keywords)


for module in (pickle, _pickle):
    for function in (dump, dumps, load, loads):
        setattr(module, function.__name__, Builtin(function))
    for kind in (Pickler, Unpickler):
        setattr(module, kind.__name__, kind)


def has_brine(test):
    return type(test).__module__ == 'test.test_pickle' and not type(test).__name__.startswith(WITHOUT_BRINE)


result = Result()
output, sys.stdout = sys.stdout, io.StringIO()
try:
    import test.test_pickle as module
    loader = unittest.defaultTestLoader
    if len(sys.argv) > 3:
        chosen = loader.loadTestsFromNames(sys.argv[3:], module)
    else:
        chosen = unittest.TestSuite(
            loader.loadTestsFromTestCase(case) for case in vars(module).values()
            if isinstance(case, type) and issubclass(case, unittest.TestCase))
    unittest.TestSuite(filter(has_brine, tests_of(chosen))).run(result)
finally:
    sys.stdout = output
process.stdin.close()
process.wait()
print(json.dumps(result.told))
