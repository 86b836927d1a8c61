"""Writes a real pickle for each name of the list that this Python has: python make-entry-pickles.py FOLDER LABEL < names

Standard input has names as `module.qualname`, one to a line. An instance is made of a class with the first of some arguments
that it takes, else the class or function itself is pickled. A name that is not here, or that no pickle of it holds, is left out.
"""
from __future__ import print_function

import os
import pickle
import signal
import sys
import warnings

warnings.filterwarnings("ignore")
folder, label = sys.argv[1:3]
if not os.path.isdir(folder):
    os.makedirs(folder)

SHAPES = [(), (3,), (4, 2), (4, 2, 3), ("a",), ([1.0, 2.0],), (3, 3, 1, 1), (2, 2, 2, 2, 2), ("a", "b"), (1.5,), (None,), ([],), ({},)]


class Slow(Exception):
    pass


def stop(*_):
    raise Slow()


signal.signal(signal.SIGALRM, stop)


try:
    from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
except ImportError:
    IMPORT_MAPPING = NAME_MAPPING = {}


def find(full):
    """What a name is; one of Python 2 is written by Python 3 too, for what it has by another name."""
    module, name = full.rsplit(".", 1)
    if (module, name) in NAME_MAPPING:
        full = ".".join(NAME_MAPPING[(module, name)])
    elif module in IMPORT_MAPPING:
        full = IMPORT_MAPPING[module] + "." + name
    parts = full.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:end])
        try:
            __import__(module)
        except Exception:
            continue
        value = sys.modules[module]
        for part in parts[end:]:
            value = getattr(value, part)
        return value
    raise ImportError(full)


def holds(data, full):
    # Opcodes are not looked at: both parts of a name are spelled out in every protocol.
    module, name = full.rsplit(".", 1)
    return all(part.encode() in data for part in (module, name))


def values(found):
    if isinstance(found, type):
        for shape in SHAPES:
            try:
                yield found(*shape)
            except Exception:
                continue
        try:
            yield found.__new__(found)
        except Exception:
            pass
    yield found


made = 0
for full in sys.stdin.read().split():
    signal.alarm(5)
    try:
        for value in values(find(full)):
            kept = False
            for protocol in (2, pickle.HIGHEST_PROTOCOL):
                try:
                    data = pickle.dumps(value, protocol)
                except Exception:
                    continue
                if not holds(data, full) or len(data) > 20000:
                    continue
                kept = True
                library = full.split(".")[0]
                with open(os.path.join(folder, "%s__%s__%s.p%d.pkl" % (label, library, full, protocol)), "wb") as file:
                    file.write(data)
            if kept:
                made += 1
                break
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
    signal.alarm(0)
print("%d names" % made)
