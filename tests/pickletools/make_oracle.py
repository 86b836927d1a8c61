"""Asks the Python that runs it what pickletools says about crafted pickles, for oracle.test.ts.

    python3.13 tests/pickletools/make_oracle.py > /tmp/3.13.json
    node tests/python/pyodide-worker.mjs pyodide tests/pickletools/make_oracle.py > /tmp/3.14.json
    python3 tests/pickletools/make_oracle.py --merge /tmp/3.*.json > tests/pickletools/oracle.json

Long answers are kept as length and SHA-256, long inputs are compressed. Merged, every answer stands once, with the versions that gave it.
Descriptions of opcodes are replaced by their names, since Brine describes them in words of its own.
"""
from __future__ import print_function

import base64
import hashlib
import io
import json
import pickle
import pickletools
import struct
import sys
import zlib

for _opcode in pickletools.opcodes:
    _opcode.doc = '<%s>' % _opcode.name


def u32(n):
    return struct.pack('<I', n)


def u64(n):
    return struct.pack('<Q', n)


CASES = {
    # Whole pickles
    'simple': pickle.dumps({'a': [1, 2.5, None, True, 'x', b'y', (1,)], 's': {1}}, 4),
    'p0': pickle.dumps([1, 'a', {'b': 2.5}], 0),
    'p1': pickle.dumps([1, 'a', {'b': 2.5}, (1, 2, 3, 4)], 1),
    'p2': pickle.dumps(['a', 'b', ['a']], 2),
    'p3': pickle.dumps([b'a', b'a' * 300, 'b' * 300], 3),
    'frames': pickle.dumps([list(range(100)), 'x' * 70000, 'y', 'y'], 4),
    'large_frame': pickle.dumps([list(range(300, 40000)), 'z' * 65536, 'z' * 65537, b'q' * 70000], 4),
    'many_shared': pickle.dumps([[i] for i in range(300)] * 2, 2),
    'many_shared4': pickle.dumps([[i] for i in range(300)] * 2, 4),
    'newobj': pickle.dumps(complex(1, 2), 2),
    # Ends and unknown opcodes
    'empty': b'', 'nostop': b'N', 'bad': b'N\xff.', 'bad_newline': b'\n', 'bad_quote': b"'", 'bad_nul': b'\0',
    'two_streams': b'N.N.', 'trailing': b'N.garbage',
    # Stack and marks
    'underflow': b'.', 'undmark': b'(.', 'nomark': b't.', 'leftover': b'NN.', 'leftover_kinds': b'(]}NK\x01X\0\0\0\0\x88.',
    'pop_mark': b'(0N.', 'popmark_none': b'N1.', 'popmark': b'(NN1N.', 'pop_empty': b'0.', 'dup': b'N2\x86.', 'dup_mark': b'(2NttN.', 'dup_empty': b'2.',
    'mark_eaten': b'N(Rt.', 'mark_eaten2': b'NN(\x87NNt.', 'mark_eaten3': b'(\x85(1.', 'nested_mark': b'(((ttt.', 'deep_mark': b'(' * 20 + b't' * 20 + b'.',
    'additems': b'\x8f(K\x01\x90.', 'setitems': b'}(K\x01K\x02u.', 'appends': b'](NNe.', 'frozenset': b'(NN\x91.', 'dict': b'(NNd.', 'obj': b'(NNo.',
    'setitem_short': b'NNs.', 'append_short': b'Na.', 'newobj_ex': b'NNN\x92.', 'stack_global': b'\x8c\x01a\x8c\x01b\x93.', 'build': b'NNb.',
    # Memo
    'memo_missing': b'g0\n.', 'memo_dup': b'Np0\np0\n.', 'store_empty': b'p0\n.', 'store_mark': b'(p0\n.', 'binget_arg': b'Nq\x05h\x05\x86.', 'memoize': b'N\x94\x94\x86.',
    'memoize2': b']\x94h\x00a.', 'memoize_dup': b'N\x94q\x01\x94.', 'memoize_gap': b'Np5\n\x94h\x01h\x05\x87.', 'memoize_taken': b'Np1\n\x94.', 'memoize_empty': b'\x94.', 'memoize_mark': b'(\x94.',
    'put_bool': b'Np01\ng1\ng01\n\x87.', 'put_bool_missing': b'g01\n.', 'put_negative': b'Np-1\ng-1\n\x86.', 'put_huge': b'Np1' + b'0' * 30 + b'\ng1' + b'0' * 30 + b'\n\x86.',
    'get_huge_missing': b'g1' + b'0' * 30 + b'\n.', 'long_put': b'Nr' + u32(2 ** 32 - 1) + b'j' + u32(2 ** 32 - 1) + b'\x86.', 'get_before_put': b'Nh\x00q\x00\x86.', 'get_before_put0': b'Ng0\np0\n\x86.',
    'put_twice': b'Nq\x00Nq\x00h\x00\x87.', 'get_only4': b'\x80\x04Nh\x00\x86.', 'memo_put_words': b'Np 1 \ng+1\ng0_1\n\x87.',
    # Ints
    'trunc_int': b'I5', 'trunc4': b'J\x01', 'int_bool': b'I01\n.', 'int_false': b'I00\n.', 'int_bad': b'Iabc\n.', 'int_hex': b'I0x10\n.', 'int_empty': b'I\n.', 'int_spaces': b'I \t5\x0b \n.',
    'int_cr': b'I5\r\n.', 'int_nul': b'I5\0\n.', 'int_under': b'I1_0\n.', 'int_unders': b'I1__0\n.', 'int_minus': b'I-7\n.', 'int_quote': b"Ia'b\n.", 'int_quotes': b'Ia\'b"\n.', 'int_long_bad': b'I' + b'x' * 300 + b'\n.',
    'int_long_quotes': b'I' + b"'" * 150 + b'y' * 100 + b'"\n.', 'int_long_high': b'I' + b'\xff' * 100 + b'\n.', 'int_octal': b'I010\n.', 'int_big': b'I12345678901234567890\n.',
    'int5000': b'L' + b'9' * 5000 + b'L\n.', 'int5000_bad': b'I' + b'9' * 5000 + b'x\n.', 'int5000_nul': b'I' + b'9' * 5000 + b'\0\n.', 'int4300': b'L-' + b'9' * 4300 + b'L\n.', 'int5000_under': b'I' + b'9_' * 4300 + b'9\n.',
    'long_noL': b'L5\n.', 'long_L': b'L5L\n.', 'long_LL': b'L5LL\n.', 'long_only_L': b'LL\n.', 'long_empty': b'L\n.', 'long_01': b'L01\n.',
    'long1': b'\x8a\x02\xff\x00.', 'long1_0': b'\x8a\x00.', 'long1_short': b'\x8a\x05\x00.', 'long1_none': b'\x8a', 'long1_neg': b'\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x80.', 'long1_255': b'\x8a\xff' + b'\xab' * 255 + b'.',
    'long4': b'\x8b\x03\x00\x00\x00\x01\x02\x03.', 'long4neg': b'\x8b\xff\xff\xff\xff.', 'long4_short': b'\x8b\x05\x00\x00\x00\x01.', 'long4_none': b'\x8b\x01', 'long4_huge': b'\x8b\xd0\x07\x00\x00' + b'\x7f' * 2000 + b'.', 'bin_ints': b'J\xff\xff\xff\x80K\xffM\xff\xff\x87.',
    # Floats
    'float': b'F1.5\n.', 'float_bad': b'Fx\n.', 'float_inf': b'Finf\n.', 'float_ninf': b'F-Infinity\n.', 'float_nan': b'F+nan\n.', 'float_empty': b'F\n.', 'float_blank': b'F \t\n.', 'float_under': b'F1_0.5e1_0\n.', 'float_unders': b'F1_.5\n.',
    'float_over': b'F1e999\n.', 'float_hex': b'F0x1\n.', 'float_nul': b'F1.5\0\n.', 'float_cr': b'F1.5\r\n.', 'float_dot': b'F.\n.', 'float_whole': b'F100\n.', 'float_exp': b'F1e16\n.', 'float_zero': b'F-0\n.', 'float_long': b'F0.' + b'1' * 400 + b'\n.', 'float_quote': b"F'\n.",
    'binfloat': b'G?\xf0\0\0\0\0\0\0.', 'binfloat_nan': b'G\x7f\xf8\0\0\0\0\0\0.', 'binfloat_tiny': b'G\0\0\0\0\0\0\0\x01.', 'binfloat_short': b'G?\xf0.',
    # Strings
    'str_noq': b'Sabc\n.', 'str_half': b"S'abc\n.", 'str_half2': b'S"abc\n.', 'str_one_quote': b"S'\n.", 'str_empty': b"S''\n.", 'str_blank': b'S\n.', 'str_tail': b"S'abc' \n.", 'str_nonascii': b"S'\xe9'\n.", 'str_escapes': b"S'\\x41\\n\\101\\q\\\\\\''\n.",
    'str_bad_x': b"S'\\x4'\n.", 'str_trailing': b"S'a\\'\n.", 'str_noq_escape': b'S\\x\xff\n.', 'binstr_nonascii': b'U\x01\xe9.', 'binstr4': b'T\x03\x00\x00\x00a\'b.', 'binstr_neg': b'T\xff\xff\xff\xff.', 'binstr_short': b'T\x05\x00\x00\x00ab', 'binstr1_short': b'U\x05ab', 'binstr1_none': b'U', 'binstr_controls': b'U\x05\x00\n\x7f\x85\xad.',
    # Bytes
    'bytes1': b'C\x03a\'".', 'bytes1_short': b'C\x03a', 'bytes4': b'B\x02\x00\x00\x00\x00\xff.', 'bytes4_huge': b'B\xff\xff\xff\xffab', 'bytes8': b'\x8e' + u64(2) + b'ab.', 'bytes8_short': b'\x8e' + u64(1000) + b'ab', 'bytes8_huge': b'\x8e' + u64(2 ** 62) + b'.', 'bytes8_max': b'\x8e' + u64(2 ** 64 - 1) + b'.',
    'bytearray8': b'\x96\x02\x00\x00\x00\x00\x00\x00\x00ab.', 'bytearray8_quote': b'\x96' + u64(2) + b"a'.", 'bytearray8_short': b'\x96' + u64(3) + b'a', 'bytearray8_huge': b'\x96' + u64(2 ** 63) + b'.', 'buf': b'\x97\x98.', 'buf_empty': b'\x98.',
    # Text
    'unicode_short': b'X\x05\x00\x00\x00ab', 'uni8_huge': b'\x8d' + u64(2 ** 62) + b'.', 'uni8': b'\x8d' + u64(2) + b'\xc3\xa9.', 'uni8_short': b'\x8d' + u64(9) + b'ab', 'uni1': b'\x8c\x02\xc3\xa9.', 'uni1_short': b'\x8c\x05ab', 'uni_bad': b'X\x02\x00\x00\x00\xc3(.', 'uni_bad2': b'X\x01\x00\x00\x00\xff.', 'uni_cut': b'X\x02\x00\x00\x00\xe2\x82.', 'uni_overlong': b'X\x02\x00\x00\x00\xc0\x80.',
    'uni_na': b'V\xe9\n.', 'uni_esc': b'V\\u1234\n.', 'uni_esc_bad': b'V\\u12\n.', 'uni_esc_range': b'V\\U00110000\n.', 'uni_none': b'Vabc', 'uni_backslash': b'V\\\\u1234\n.', 'surr': b'X\x03\x00\x00\x00\xed\xa0\x80.', 'astral': b'X' + u32(4) + u'\U0001f600'.encode('utf-8') + b'.', 'nl_in_str': b'X\x01\x00\x00\x00\n.', 'quote': b"X\x01\x00\x00\x00'.",
    'unprintable': b'X\x0d\x00\x00\x00\xc2\x80\xc2\xad\xe2\x80\xa8\xf0\x9f\xab\xa8\xcd\xb8.', 'new_in_14': b'X\x04\x00\x00\x00\xf0\x9f\xab\xa8.', 'new_in_16': b'X\x04\x00\x00\x00\xf0\x9f\xab\x9f.',
    # Names, extensions, references
    'global': b'cos\nsystem\n.', 'global_trunc': b'cos\n', 'global_none': b'c', 'global_nonascii': b'c\xc3\xa9\nx\n.', 'global_bad_utf8': b'c\xff\nx\n.', 'global_escape': b'ca\\x41\nb\\n\n.', 'global_bad_escape': b'ca\\\nb\n.', 'inst': b'(ios\nsystem\n.', 'reduce': b'cos\nsystem\n(S"x"\ntR.', 'persid': b'Pabc\n.', 'persid_na': b'P\xe9\n.', 'persid_none': b'Pabc', 'persid_escape': b'P\\101\n.', 'binpersid': b'NQ.',
    'ext': b'\x82\x05\x83\x05\x00\x84\x05\x00\x00\x00\x87.', 'ext4_neg': b'\x84\xff\xff\xff\xff.', 'ext_short': b'\x83\x01',
    # Protocol and frames
    'proto_mid': b'N\x80\x04.', 'proto_twice': b'\x80\x02\x80\x03N.', 'proto5': b'\x80\x05N.', 'proto6': b'\x80\x06N.', 'proto255': b'\x80\xffN.', 'proto0': b'\x80\x00Nq\x00h\x00\x86.', 'frame': b'\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00N.', 'frame_bad': b'\x80\x04\x95\x99\x00\x00\x00\x00\x00\x00\x00N.', 'frame_short': b'\x80\x04\x95\x99', 'frame_huge': b'\x95' + b'\xff' * 8 + b'N.', 'frame_first': b'\x95' + u64(4) + b'\x80\x04N.', 'frame_mid': b'\x80\x04N\x95' + u64(1) + b'0N.',
    'proto4_short': b'\x80\x04N.', 'proto4_3': b'\x80\x04K\x01.', 'proto4_4': b'\x80\x04K\x010N.',
}


def packed(data):
    """Bytes as text."""
    return base64.b64encode(data).decode() if len(data) <= 300 else 'zlib:' + base64.b64encode(zlib.compress(data, 9)).decode()


def short(data):
    """Bytes or text as an answer."""
    if isinstance(data, str):
        if len(data) <= 3000:
            return data
        data = data.encode('utf-8', 'surrogatepass')
    elif len(data) <= 300:
        return base64.b64encode(data).decode()
    return {'length': len(data), 'sha256': hashlib.sha256(data).hexdigest()}


def merge(files):
    """One table of: name -> [["3.6.15 3.7.16", answer], ...]."""
    merged = {}
    for name in files:
        with open(name) as file:
            told = json.load(file)
        version = told.pop('version')
        for table, entries in told.items():
            for key, answer in entries.items():
                rows = merged.setdefault(table, {}).setdefault(key, [])
                for row in rows:
                    if row[1] == answer:
                        row[0] += ' ' + version
                        break
                else:
                    rows.append([version, answer])
    print(json.dumps(merged, indent=0, sort_keys=True))


class NoTell(object):
    def __init__(self, data):
        file = io.BytesIO(data)
        self.read = file.read
        self.readline = file.readline


def dis(data, **options):
    out = io.StringIO()
    try:
        pickletools.dis(data, out=out, **options)
    except Exception as error:
        return [short(out.getvalue()), '%s: %s' % (type(error).__name__, error)]
    return short(out.getvalue())


def optimize(data):
    try:
        return short(pickletools.optimize(data))
    except Exception as error:
        return [None, '%s: %s' % (type(error).__name__, error)]


def genops(data):
    seen = []
    try:
        for opcode, argument, position in pickletools.genops(data):
            seen.append([opcode.name, type(argument).__name__, position])
    except Exception as error:
        return [seen, '%s: %s' % (type(error).__name__, error)]
    return seen


def with_memo():
    memo = {}
    return [dis(b'Nq\x05.', memo=memo), dis(b'h\x05.', memo=memo), dis(b'Nq\x05.', memo=memo), dis(b'\x94N.', memo=memo), len(memo)]


def positions():
    file = io.BytesIO(b'N.K\x01.rest')
    first = [[opcode.name, position] for opcode, _, position in pickletools.genops(file)]
    second = [[opcode.name, position] for opcode, _, position in pickletools.genops(file)]
    return [first, second, file.read().decode()]


def main():
    answers = {'dis ' + name: dis(data) for name, data in CASES.items() if len(data) < 10000}
    answers.update({'optimize ' + name: optimize(data) for name, data in CASES.items()})
    for name in ('nostop', 'bad', 'simple', 'two_streams', 'reduce', 'global_trunc', 'float', 'ext'):
        answers['genops ' + name] = genops(CASES[name])
    for name in ('simple', 'p0', 'astral', 'newobj', 'nomark', 'deep_mark', 'leftover', 'unprintable', 'int4300', 'large_frame'):
        for annotate in (1, 10, 30, 50, 51, 80, -5):
            if len(CASES[name]) < 10000:
                answers['dis %s annotate %d' % (name, annotate)] = dis(CASES[name], annotate=annotate)
    for indent in (0, 1, 2, 9, -3):
        answers['dis nested_mark indent %d' % indent] = dis(CASES['nested_mark'], indentlevel=indent)
    answers['memo'] = with_memo()
    answers['positions'] = positions()
    for name in ('simple', 'nested_mark', 'bad', 'nostop', 'pop_mark'):
        answers['no tell ' + name] = dis(NoTell(CASES[name]))
    print(json.dumps({
        'version': '%d.%d.%d' % sys.version_info[:3],
        'platform': {'bits': 64 if sys.maxsize > 2 ** 32 else 32},
        'opcodes': {o.name: [o.code, o.arg and o.arg.name, [x.name for x in o.stack_before], [x.name for x in o.stack_after], o.proto] for o in pickletools.opcodes},
        'order': {'opcodes': [o.name for o in pickletools.opcodes]},
        'arguments': {x.name: x.n for x in vars(pickletools).values() if isinstance(x, pickletools.ArgumentDescriptor)},
        'inputs': {name: packed(data) for name, data in CASES.items()},
        'answers': answers,
    }))


if sys.argv[1:2] == ['--merge']:
    merge(sys.argv[2:])
else:
    main()
