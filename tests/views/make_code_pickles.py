"""Pickles of code by dill and cloudpickle: functions, closures, classes and their instances, with strings to look for.

python tests/views/make_code_pickles.py > tests/views/code-pickles.json      with dill and cloudpickle installed
"""
import base64
import collections
import functools
import json
import sys

import cloudpickle
import dill


def cases():
    leaf = 'leaf-closure!'

    def closure(a, b='leaf-default!', *, c='leaf-keyword!'):
        return leaf, a, b, c, 'leaf-constant!'

    closure.note = 'leaf-attribute!'

    class Model:
        kind = 'leaf-class!'

        def __init__(self):
            self.name = 'leaf-instance!'
            self.parts = ['leaf-item!', {'key': 'leaf-entry!'}]

        def method(self):
            return 'leaf-method!'

    class Listed(list):
        pass

    class Reduced:
        def __reduce__(self):
            return collections.OrderedDict, (), {'a': 'leaf-state!'}, None, iter([('k', 'leaf-pair!')])

    listed = Listed(['leaf-listed!'])
    listed.extra = 'leaf-extra!'
    recursive = Model()
    recursive.me = recursive
    return {
        'lambda': lambda x='leaf-lambda!': x,
        'closure': closure,
        'class': Model,
        'instance': Model(),
        'instances': [Model(), Model()],
        'recursive': recursive,
        'list subclass': listed,
        'reduced': Reduced(),
        'partial': functools.partial(closure, 'leaf-argument!', c='leaf-bound!'),
        'method': Model().method,
    }


made = []
for library in (dill, cloudpickle):
    for name, value in cases().items():
        for protocol in (2, 4, 5):
            try:
                data = library.dumps(value, protocol=protocol)
            except Exception as error:  # what a library cannot write is not of interest here
                print(library.__name__, name, protocol, error, file=sys.stderr)
                continue
            made.append({'name': '%s, %s, protocol %d' % (library.__name__, name, protocol), 'data': base64.b64encode(data).decode()})
print(json.dumps({'versions': {'dill': dill.__version__, 'cloudpickle': cloudpickle.__version__}, 'pickles': made}, indent='\t'))
