# -*- coding: utf-8 -*-
"""A Python that answers questions: one JSON object per line on standard input, one JSON object per line on standard output, in the same order.

    python worker.py [--memory BYTES]          BYTES caps the address space, so that a hostile pickle ends in a MemoryError

Every answer has "ok". When it is false there are "error" ("Name: message"), "name", "message", "notes" (a list), "context" (the cause, or what was being handled,
as "Name: message"; only when there is one), and of a JSONDecodeError "msg", "pos", "lineno", "colno". Bytes are base64 text, values are in the tagged language of
values.py. A command is {"command": name, ...}; the ones marked * take "batch": [ {...}, ... ] as well, where each entry is laid over the command, and answer
{"ok": true, "answers": [...]}.

    hello                                          version, implementation, bits, maxProtocol
    loads*        data                             repr (sets in order, see stable_repr; null with a reprError where there is none), type; with "describe": true also value; with "silent": true nothing
                  encoding errors fixImports buffers (a list of base64, or null for None)
                  allow: ["module:qualname", ...]  the only names that find_class gives (as the stream spells them); any other is an UnpicklingError
                                                   "global 'm.n' is forbidden". Left out: SAFE_NAMES below. "any": everything, for pickles of our own making.
                  persistent: true                 persistent ids load as ("persistent id", pid)
    dumps*        expression (Python source; g is golden_classes) or value (tagged), protocol fixImports buffers (true: out-of-band)
                                                   data, and buffers if asked for
    build*        value, protocol (or protocols: a list)    data (or streams: a list), repr
    describe*     data                             value. Loads with "any" unless "allow" is given, as do equal and repickle
    repickle*     data protocol                    data: loaded and dumped again
    equal*        left right                       each {"data": ...} or {"value": ...}, or base64 text: equal; when false also left and right, tagged.
                                                   Equal means: same types, content, order, sharing and cycles
    random        seed count protocol (a number, or a list taken in turn)   answers: a list of {data, repr, protocol}, with "describe": true also value
                  kinds: of ["builtins", "stdlib", "user"], most: size, singleSets: true for sets of at most one member
    json_loads*   text or data, options, hooks     repr, value. options: strict; hooks: {"object_hook": "H", ...}, see HOOKS
    json_dumps*   value or expression, options, default    text. options: as in Python; default: see DEFAULTS
    dis*          data, options                    output; a failing one has the error and the output by then
    optimize*     data                             data
    genops*       data                             operations: [[name, repr of the argument or null, position], ...]; a failing one has the error and those before

Fuzzed bytes are only ever given to `loads` with an allow-list: nothing outside of it is imported or called.
"""
from __future__ import print_function

import io
import json
import os
import pickle
import pickletools
import platform
import struct
import sys
import warnings

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), 'golden')]
warnings.simplefilter('ignore')

import base64  # noqa: E402

import golden_zones  # noqa: E402
import values  # noqa: E402

PY2 = sys.version_info[0] == 2
if PY2:
    import cPickle
    UnpicklingError = cPickle.UnpicklingError

SAFE_NAMES = frozenset('%s:%s' % (module, name) for modules, names in (
    (['builtins', '__builtin__'], 'object int long float complex bool str unicode bytes bytearray list dict tuple set frozenset range xrange slice Ellipsis NotImplemented'),
    (['builtins', 'exceptions'], 'BaseException Exception ValueError TypeError KeyError IndexError RuntimeError ZeroDivisionError AssertionError ArithmeticError LookupError AttributeError OSError'),
    (['collections'], 'OrderedDict Counter defaultdict deque'),
    (['datetime'], 'date time datetime timedelta timezone'),
    (['decimal', '_decimal'], 'Decimal'),
    (['fractions'], 'Fraction'),
    (['uuid'], 'UUID'),
    (['copyreg', 'copy_reg'], '_reconstructor __newobj__'),
    (['_codecs'], 'encode'),
    (['pathlib', 'pathlib._local'], 'PurePosixPath PureWindowsPath PurePath'),
    (['types'], 'SimpleNamespace'),
) for module in modules for name in names.split())

LONGEST_REPR = 1000000

JSON_ERROR = getattr(json, 'JSONDecodeError', ValueError)

HOOKS = {
    'H': lambda held: ('H', held), 'P': lambda held: ('P', held), 'F': lambda held: ('F', held), 'I': lambda held: ('I', held), 'C': lambda held: ('C', held),
    'tuple': tuple, 'list': list, 'text': lambda held: held, 'null': lambda held: None,
    'Decimal': __import__('decimal').Decimal, 'OrderedDict': __import__('collections').OrderedDict, 'float': float, 'int': int,
}

DEFAULTS = {
    'list': list, 'str': str, 'repr': repr, 'self': lambda value: value, 'none': lambda value: None, 'fail': lambda value: 1 // 0,
    'dict': lambda value: dict(value.__dict__),
}


# What went wrong ------------------------------------------------------------------------------------------------------------------

def one_line(error):
    try:
        message = values.clean(str(error))
    except Exception:
        message = ''
    return '%s: %s' % (type(error).__name__, message)


def failure(error):
    text = one_line(error)
    answer = {'ok': False, 'error': text, 'name': type(error).__name__, 'message': text[len(type(error).__name__) + 2:], 'notes': [values.clean(note) for note in getattr(error, '__notes__', ())]}
    context = getattr(error, '__cause__', None) or (None if getattr(error, '__suppress_context__', True) else error.__context__)
    if context is not None:
        answer['context'] = one_line(context)
    if isinstance(error, JSON_ERROR) and hasattr(error, 'colno'):
        for name in ('msg', 'pos', 'lineno', 'colno'):
            answer[name] = getattr(error, name)
    return answer


# Bytes and pickles ----------------------------------------------------------------------------------------------------------------

def unpack(text):
    return base64.b64decode(text)


def pack(data):
    return base64.b64encode(bytes(data)).decode('ascii')


class Unpickler(pickle.Unpickler if not PY2 else object):
    """The C unpickler with the two doors that an application may have."""
    allowed = SAFE_NAMES

    def find_class(self, module, name):
        if self.allowed != 'any' and '%s:%s' % (module, name) not in self.allowed:
            raise pickle.UnpicklingError("global '%s.%s' is forbidden" % (module, name))
        return super(Unpickler, self).find_class(module, name)


class PersistentUnpickler(Unpickler):
    def persistent_load(self, pid):
        return ('persistent id', pid)


def load(question, allowed=None):
    data = unpack(question['data'])
    allow = question.get('allow', allowed)
    names = SAFE_NAMES if allow is None else allow if allow == 'any' else frozenset(allow)
    if PY2:
        return load_in_python_2(data, names)
    options = {}
    for name, python_name in (('encoding', 'encoding'), ('errors', 'errors'), ('fixImports', 'fix_imports')):
        if name in question:
            options[python_name] = question[name]
    if 'buffers' in question:
        options['buffers'] = None if question['buffers'] is None else [unpack(buffer) for buffer in question['buffers']]
    unpickler = (PersistentUnpickler if question.get('persistent') else Unpickler)(io.BytesIO(data), **options)
    unpickler.allowed = names
    return unpickler.load()


def load_in_python_2(data, names):
    unpickler = cPickle.Unpickler(io.BytesIO(data))

    def find_global(module, name):
        if names != 'any' and '%s:%s' % (module, name) not in names:
            raise UnpicklingError("global '%s.%s' is forbidden" % (module, name))
        return values.resolve(module, name)

    unpickler.find_global = find_global
    return unpickler.load()


def dump(value, question):
    protocol = question.get('protocol')
    if PY2:
        return cPickle.dumps(value, 2 if protocol is None else protocol)
    options = {}
    if 'fixImports' in question:
        options['fix_imports'] = question['fixImports']
    return pickle.dumps(value, protocol, **options)


def python_value(question):
    if 'expression' in question:
        return eval(question['expression'], namespace())
    return values.build(question['value'])


_namespace = {}


def namespace():
    if not _namespace:
        for name in ('array collections datetime decimal enum fractions functools io ipaddress itertools json operator pathlib pickle re string sys types typing uuid zoneinfo').split():
            try:
                _namespace[name] = __import__(name)
            except ImportError:
                pass
        _namespace['g'] = __import__('golden_classes')
    return _namespace


def side(given):
    if not isinstance(given, dict):
        given = {'data': given}
    return load(given, 'any') if 'data' in given else values.build(given['value'])


# The commands ---------------------------------------------------------------------------------------------------------------------

def do_hello(question):
    return {'version': platform.python_version(), 'implementation': platform.python_implementation(), 'bits': struct.calcsize('P') * 8,
            'maxProtocol': 2 if PY2 else pickle.HIGHEST_PROTOCOL}


def do_loads(question):
    value = load(question)
    if question.get('silent'):
        return {}
    cls = getattr(value, '__class__', type(value))
    answer = {'type': '%s.%s' % (cls.__module__, getattr(cls, '__qualname__', cls.__name__))}
    try:
        answer['repr'] = values.clean(values.stable_repr(value))
        if len(answer['repr']) > LONGEST_REPR:
            raise ValueError('longer than %d characters' % LONGEST_REPR)
    except Exception as error:
        answer['repr'] = None
        answer['reprError'] = one_line(error)
    if question.get('describe'):
        answer['value'] = values.describe(value)
    return answer


def do_dumps(question):
    value = python_value(question)
    if question.get('buffers'):
        buffers = []
        data = pickle.dumps(value, question.get('protocol', 5), buffer_callback=buffers.append)
        return {'data': pack(data), 'buffers': [pack(buffer.raw()) for buffer in buffers]}
    return {'data': pack(dump(value, question))}


def do_build(question):
    value = values.build(question['value'])
    answer = {}
    if 'protocols' in question:
        answer['streams'] = [pack(dump(value, dict(question, protocol=protocol))) for protocol in question['protocols']]
    else:
        answer['data'] = pack(dump(value, question))
    if not question.get('silent'):
        answer['repr'] = values.clean(values.stable_repr(value))
    return answer


def do_describe(question):
    return {'value': values.describe(load(question, 'any'))}


def do_repickle(question):
    return {'data': pack(dump(load(question, 'any'), question))}


def do_equal(question):
    left, right = values.describe(side(question['left'])), values.describe(side(question['right']))
    if json.dumps(left) == json.dumps(right):
        return {'equal': True}
    return {'equal': False, 'left': left, 'right': right}


def do_random(question):
    protocols = question.get('protocol', 2)
    protocols = protocols if isinstance(protocols, list) else [protocols]
    answers = []
    for index in range(question.get('count', 1)):
        protocol = protocols[index % len(protocols)]
        value = values.random_value(question['seed'] * 1000003 + index, kinds=question.get('kinds', ('builtins', 'stdlib')), most=question.get('most', 40), single_sets=question.get('singleSets', False),
                                    surrogates=question.get('surrogates', True), protocol=protocol)
        answer = {'data': pack(dump(value, {'protocol': protocol})), 'repr': values.clean(values.stable_repr(value)), 'protocol': protocol}
        if question.get('describe'):
            answer['value'] = values.describe(value)
        answers.append(answer)
    return {'answers': answers}


def do_json_loads(question):
    options = dict(question.get('options', {}))
    for name, hook in question.get('hooks', {}).items():
        options[name] = HOOKS[hook]
    value = json.loads(unpack(question['data']) if 'data' in question else question['text'], **options)
    answer = {'repr': values.stable_repr(value)}
    if not question.get('silent'):
        answer['value'] = values.describe(value)
    return answer


def do_json_dumps(question):
    options = dict(question.get('options', {}))
    if 'default' in question:
        options['default'] = DEFAULTS[question['default']]
    if isinstance(options.get('separators'), list):
        options['separators'] = tuple(options['separators'])
    return {'text': json.dumps(python_value(question), **options)}


def do_dis(question):
    output = io.StringIO() if not PY2 else __import__('StringIO').StringIO()
    try:
        pickletools.dis(unpack(question['data']), out=output, **question.get('options', {}))
    except BaseException as error:
        return dict(failure(error), output=output.getvalue())
    return {'output': output.getvalue()}


def do_optimize(question):
    return {'data': pack(pickletools.optimize(unpack(question['data'])))}


def do_genops(question):
    operations = []
    try:
        for opcode, argument, position in pickletools.genops(unpack(question['data'])):
            operations.append([opcode.name, None if opcode.arg is None else repr(argument), position])
    except BaseException as error:
        return dict(failure(error), operations=operations)
    return {'operations': operations}


COMMANDS = dict((name[3:], function) for name, function in list(globals().items()) if name.startswith('do_'))


def answer_one(question):
    try:
        return dict({'ok': True}, **COMMANDS[question['command']](question))
    except BaseException as error:  # noqa: B036 - whatever a pickle raises is an answer
        return failure(error)


def answer(question):
    if 'batch' not in question:
        return answer_one(question)
    shared = dict((name, value) for name, value in question.items() if name != 'batch')
    return {'ok': True, 'answers': [answer_one(dict(shared, **entry)) for entry in question['batch']]}


def serve():
    for line in iter(sys.stdin.readline, ''):
        sys.stdout.write(json.dumps(answer(json.loads(line))) + '\n')
        sys.stdout.flush()


def main(arguments):
    golden_zones.use_if_none()
    if arguments[:1] == ['--memory'] and sys.platform != 'emscripten':
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (int(arguments[1]), int(arguments[1])))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == 'emscripten':
        return serve()
    import threading
    values.Deeper.limit = 20000
    threading.stack_size(64 * 1024 * 1024)
    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()


if __name__ == '__main__':
    main(sys.argv[1:])
