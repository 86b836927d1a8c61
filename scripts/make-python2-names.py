"""Writes the tables of src/registry/python2-names.ts from what real Pythons know.

    python3 scripts/make-python2-names.py COMMAND…

Each COMMAND runs one Python, such as `python3.8` or `node tests/python/pyodide-worker.mjs pyodide-315`. All of them are asked for
their fix_imports tables; what differs between them is written with the versions that have it. The lines between the two
`generated` comments of the file are replaced.
"""
import json
import os
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, '..', 'src', 'registry', 'python2-names.ts')
BEGIN, END = '// generated: begin\n', '// generated: end\n'


def facts():
    import _compat_pickle as tables
    return {'version': '%d.%02d' % sys.version_info[:2],
            'load modules': dict(tables.IMPORT_MAPPING), 'dump modules': dict(tables.REVERSE_IMPORT_MAPPING),
            'load names': {':'.join(old): ':'.join(new) for old, new in tables.NAME_MAPPING.items()},
            'dump names': {':'.join(new): ':'.join(old) for new, old in tables.REVERSE_NAME_MAPPING.items()}}


def merge(found, table):
    """{(key, value): mark}; the mark says which versions have it: "" for all, "-3.12" until then, "3.15-" since then."""
    versions = [one['version'] for one in found]
    merged = {}
    for pair in sorted(set(pair for one in found for pair in one[table].items())):
        having = [one['version'] for one in found if one[table].get(pair[0]) == pair[1]]
        shown = [version.replace('.0', '.') for version in having]
        if having == versions:
            merged[pair] = ''
        elif having == versions[:len(having)]:
            merged[pair] = '-' + shown[-1]
        elif having == versions[-len(having):]:
            merged[pair] = shown[0] + '-'
        else:
            sys.exit('%s of %s comes and goes: %s' % (pair, table, having))
    return merged


def sections(found):
    """Lists of (from, to, mark) by name: what holds both ways is written once."""
    answer = {}
    for kind in ('modules', 'names'):
        load, dump = merge(found, 'load ' + kind), merge(found, 'dump ' + kind)
        both = {pair: mark for pair, mark in load.items() if dump.get(pair[::-1]) == mark}
        answer['BOTH_' + kind.upper()] = [pair + (mark,) for pair, mark in both.items()]
        answer['LOAD_' + kind.upper()] = [pair + (mark,) for pair, mark in load.items() if pair not in both]
        answer['DUMP_' + kind.upper()] = [pair + (mark,) for pair, mark in dump.items() if pair[::-1] not in both]
    return answer


def take(rows, old, new):
    """Takes the rows whose name is the same in the two modules out of a list; the names that were there."""
    taken = [row for row in rows if row[2] == '' and row[0] == '%s:%s' % (old, row[0].split(':')[1])
             and row[1] in (new, '%s:%s' % (new, row[0].split(':')[1]))]
    rows[:] = [row for row in rows if row not in taken]
    return [row[0].split(':')[1] for row in taken]


def text(name, comment, words, export=''):
    lines, line = [], ''
    for word in words:
        if len(line) + len(word) > 100:
            lines.append(line)
            line = ''
        line += word + ' '
    lines.append(line.rstrip())
    body = ' +\n'.join('\t"%s"' % line for line in lines)
    return '/** %s */\n%sconst %s: string =\n%s;\n' % (comment, export, name, body)


def rows_text(name, comment, rows):
    def short(row):
        old, new, mark = row
        if ':' in old and old.split(':')[1] == new.split(':')[1]:
            new = new.split(':')[0]
        return [old, new + ('@' + mark if mark else '')]
    return text(name, comment, [word for row in rows for word in short(row)])


def main():
    found = []
    for command in sys.argv[1:]:
        output = subprocess.run(shlex.split(command) + [os.path.abspath(__file__), '--facts'], stdout=subprocess.PIPE, check=True).stdout
        found.append(json.loads(output.decode()))
    found.sort(key=lambda one: tuple(map(int, one['version'].split('.'))))
    parts = sections(found)
    exceptions = take(parts['BOTH_NAMES'], 'exceptions', 'builtins')
    os_errors = take(parts['DUMP_NAMES'], 'builtins', 'exceptions:OSError')
    made = [
        '// From CPython %s to %s by scripts/make-python2-names.py.\n' % (found[0]['version'].replace('.0', '.'), found[-1]['version'].replace('.0', '.')),
        text('EXCEPTIONS', 'Exceptions of the module `exceptions` that are in `builtins` now.', exceptions, 'export '),
        text('OS_ERRORS', 'Exceptions of `builtins` that are written as Python 2\'s `OSError`.', os_errors, 'export '),
    ]
    comments = {
        'BOTH_MODULES': 'Modules that were renamed: the old name, the new one.', 'LOAD_MODULES': 'Old modules whose new module has another old name too.',
        'DUMP_MODULES': 'New modules that are written as an old one which is read as another.', 'BOTH_NAMES': 'Names that moved: the old one, the new one (or only its module).',
        'LOAD_NAMES': 'Old names whose new name has another old one too.', 'DUMP_NAMES': 'New names that are written as an old one which is read as another.'}
    made += [rows_text(name, comments[name], parts[name]) for name in comments]
    with open(TARGET, encoding='utf-8') as stream:
        source = stream.read()
    head, tail = source.split(BEGIN)[0], source.split(END)[1]
    with open(TARGET, 'w', encoding='utf-8') as stream:
        stream.write(head + BEGIN + '\n'.join(made) + END + tail)


if sys.argv[1:] == ['--facts']:
    print(json.dumps(facts()))
elif sys.argv[1:]:
    main()
else:
    sys.exit(__doc__)
