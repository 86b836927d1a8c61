"""Runs CPython's own test.test_pickletools with Brine's genops, dis and optimize in the place of its own.

    python run_suite.py NODE SERVER            prints one JSON object: {"test id": ["ok" | "failed" | "skipped", text], ...}

Brine describes opcodes in words of its own. Here CPython's take their place at the ends of the lines of dis(annotate=...), so that the tests can
tell whether everything else about those lines is right.
"""
import base64
import builtins
import doctest
import io
import json
import os
import pickletools
import subprocess
import sys
import unittest

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from told import Result, tests_of  # noqa: E402

NODE, SERVER = sys.argv[1:3]
process = subprocess.Popen([NODE, SERVER, '%d.%d.%d' % sys.version_info[:3]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(message):
    process.stdin.write(json.dumps(message).encode() + b'\n')
    process.stdin.flush()


def pack(data):
    return base64.b64encode(data).decode()


def ask(command, pickle, **options):
    question = dict(options, command=command)
    if isinstance(pickle, (bytes, bytearray)):
        question['data'] = pack(pickle)
    else:
        pickle.read, pickle.readline  # what is no file fails here, as it does there
        question['tell'] = hasattr(pickle, 'tell')
    send(question)
    while True:
        message = json.loads(process.stdout.readline().decode())
        if 'answer' in message:
            return message['answer']
        if message['call'] == 'tell':
            send(pickle.tell())
        elif message['call'] == 'readline':
            send(pack(pickle.readline()))
        else:
            send(pack(pickle.read(message['size'])))


def fail(error):
    kind = getattr(builtins, error['name'], ValueError)
    raise (UnicodeError if issubclass(kind, UnicodeError) else kind)(error['message'])


def argument(tagged):
    if tagged is None:
        return None
    kind, value = tagged
    if kind in ('bytes', 'bytearray'):
        return getattr(builtins, kind)(base64.b64decode(value))
    if kind == 'float':
        return float(value.replace('Infinity', 'inf'))
    return int(value) if kind == 'int' else value


def genops(pickle):
    answer = ask('genops', pickle)
    for code, arg, position in answer['operations']:
        yield pickletools.code2op[code], argument(arg), position
    if 'error' in answer:
        fail(answer['error'])


KINDS = {kind.name: kind for kind in vars(pickletools).values() if isinstance(kind, pickletools.StackObject)}


def redescribe(line):
    """The line with CPython's description of its opcode."""
    for code, ours in DESCRIPTIONS.items():
        if line.endswith(' %s\n' % ours):
            return line[:-len(ours) - 1] + pickletools.code2op[code].doc.split('\n', 1)[0] + '\n'
    return line


def dis(pickle, out=None, memo=None, indentlevel=4, annotate=0):
    known = [] if memo is None else [[key, kind.name] for key, kind in memo.items()]
    answer = ask('dis', pickle, memo=known, indentlevel=indentlevel, annotate=annotate)
    output = answer['output']
    if annotate:
        output = ''.join(map(redescribe, output.splitlines(True)))
    (sys.stdout if out is None else out).write(output)
    if memo is not None:
        memo.update((key, KINDS[name]) for key, name in answer['memo'])
    if 'error' in answer:
        fail(answer['error'])


def optimize(p):
    answer = ask('optimize', p)
    if 'error' in answer:
        fail(answer['error'])
    return base64.b64decode(answer['data'])


send({'command': 'descriptions'})
DESCRIPTIONS = json.loads(process.stdout.readline().decode())['answer']

for function in (genops, dis, optimize):
    function.__module__ = 'pickletools'
    setattr(pickletools, function.__name__, function)


result = Result()
output, sys.stdout = sys.stdout, io.StringIO()
try:
    import test.test_pickletools as module
    tests = list(tests_of(unittest.defaultTestLoader.loadTestsFromModule(module)))
    if not hasattr(module, 'load_tests'):
        tests += tests_of(doctest.DocTestSuite(pickletools))
    # Up to 3.8 the loader takes the abstract class of all pickle tests for tests.
    unittest.TestSuite(test for test in tests if not test.id().startswith('test.pickletester.')).run(result)
finally:
    sys.stdout = output
process.stdin.close()
process.wait()
print(json.dumps(result.told))
