# -*- coding: utf-8 -*-
"""The questions of the oracle, and what the Python that runs this answers: one JSON document on standard output.

    {"version": "3.13.0", "bits": 64, "tables": {"pickle-loads": {"empty": {...the question..., "answer": {...}}, ...}, ...}}

make.mjs beside this file asks every Python and writes the six tables. An answer is one of
    {"ok": ascii(repr(result))}        and besides, where it helps: "text" (the result is a str), "data" (bytes, base64), "list" (a list of str), "value" (tagged, see
                                       tests/python/values.py); of dis also "output"
    {"error": "Name: message"}         and besides: "notes", "context" ("Name: message" of the cause or of what was being handled), "msg" "pos" "lineno" "colno" (JSON),
                                       "output" (what dis had printed by then)
Addresses read 0x0. The C accelerators answer. Python 3.6 and newer; needs PYTHONHASHSEED=0.
"""
import array
import base64
import collections
import datetime
import decimal
import enum
import fractions
import gzip
import hashlib
import io
import json
import os
import pathlib
import pickle
import pickletools
import platform
import re
import struct
import sys
import uuid
import warnings
from collections import OrderedDict, namedtuple

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'python'))
warnings.simplefilter('ignore')

import values  # noqa: E402
from worker import failure  # noqa: E402

# pyodide has little stack: what goes deep is asked of native Pythons only.
SHALLOW = sys.platform == 'emscripten'
LOADS = {
    'empty': b'',
    'only_proto': b'\x80\x04',
    'proto_trunc': b'\x80',
    'no_stop': b'N',
    'stop_empty': b'.',
    'proto6': b'\x80\x06N.',
    'proto255': b'\x80\xffN.',
    'proto0hdr': b'\x80\x00N.',
    'double_proto': b'\x80\x02\x80\x04N.',
    'trailing': b'N.garbage',
    'two_on_stack': b'NK\x01.',
    'badop_x': b'x.',
    'badop_ff': b'\xff.',
    'badop_nl': b'\n.',
    'badop_nul': b'\x00',
    'badop_quote': b"'",
    'badop_space': b' .',
    'badop_lt': b'<html>',
    'badop_brace_json': b'{"a":1}',
    'badop_7f': b'\x7f',
    'binint_trunc': b'J\x01\x02',
    'binint1_trunc': b'K',
    'binfloat_trunc': b'G\x00\x00',
    'shortbinunicode_trunc': b'\x8c\x05abc',
    'binunicode_trunc': b'X\x05\x00\x00\x00abc',
    'binbytes8_huge': b'\x8e\x00\x00\x00\x00\x00\x00\x00\x80a.',
    'binunicode8_huge': b'\x8d\x00\x00\x00\x00\x00\x00\x00\x80.',
    'bytearray8_huge': b'\x96\x00\x00\x00\x00\x00\x00\x00\x80.',
    'binbytes8_1tb': b'\x8e\x00\x00\x00\x00\x00\x01\x00\x00abc',
    'binunicode8_1tb': b'\x8d\x00\x00\x00\x00\x00\x01\x00\x00abc',
    'bytearray8_1tb': b'\x96\x00\x00\x00\x00\x00\x01\x00\x00abc',
    'frame_huge': b'\x95\x00\x00\x00\x00\x00\x00\x00\x80N.',
    'frame_1tb': b'\x95\x00\x00\x00\x00\x00\x01\x00\x00N.',
    'frame_trunc': b'\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00N.',
    'frame_hdr_trunc': b'\x80\x04\x95\x05\x00',
    'frame_short_then_more': b'\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00NK\x01\x86.',
    'frame_straddle': b'\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00\x8c\x05hello.',
    'frame_straddle_line': b'\x80\x04\x95\x03\x00\x00\x00\x00\x00\x00\x00Vhello\n.',
    'nested_frame': b'\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00N\x95\x01\x00\x00\x00\x00\x00\x00\x00N.',
    'frame_zero': b'\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00N.',
    'frame_before_proto': b'\x95\x04\x00\x00\x00\x00\x00\x00\x00\x80\x04N.',
    'binstring_neg': b'T\xff\xff\xff\xff.',
    'binstring_trunc': b'T\x05\x00\x00\x00ab',
    'long4_neg': b'\x8b\xff\xff\xff\xff.',
    'long4_trunc': b'\x8b\x05\x00\x00\x00ab',
    'long1_trunc': b'\x8a\x05ab',
    'long1_zero': b'\x8a\x00.',
    'long1_padded': b'\x8a\x04\x01\x00\x00\x00.',
    'int_bad': b'Iabc\n.',
    'int_empty': b'I\n.',
    'int_nonl': b'I1',
    'int_hex': b'I0x10\n.',
    'int_oct': b'I010\n.',
    'int_underscore': b'I1_000\n.',
    'int_ws': b'I 12 \n.',
    'int_01': b'I01\n.',
    'int_00': b'I00\n.',
    'int_001': b'I001\n.',
    'int_plus': b'I+5\n.',
    'int_nul': b'I1\x00\n.',
    'int_L': b'I5L\n.',
    'int_big': b'I99999999999999999999\n.',
    'long_bad': b'Labc\n.',
    'long_noL': b'L5\n.',
    'long_L': b'L5L\n.',
    'long_LL': b'L5LL\n.',
    'long_empty': b'L\n.',
    'long_Lonly': b'LL\n.',
    'long_hex': b'L0x10L\n.',
    'long_5000digits': b'L' + b'9' * 5000 + b'L\n.',
    'int_5000digits': b'I' + b'9' * 5000 + b'\n.',
    'long_lead0': b'L007L\n.',
    'long_crlf': b'L5L\r\n.',
    'float_bad': b'Fabc\n.',
    'float_empty': b'F\n.',
    'float_inf': b'Finf\n.',
    'float_nan': b'FNaN\n.',
    'float_us': b'F1_0.5\n.',
    'float_ws': b'F 1.5 \n.',
    'float_hex': b'F0x1p3\n.',
    'float_1e999': b'F1e999\n.',
    'float_nonl': b'F1.5',
    'float_infinity': b'F-Infinity\n.',
    'float_1em400': b'F-1e-400\n.',
    'string_noquote': b'Sabc\n.',
    'string_halfquote': b"S'abc\n.",
    'string_mixquote': b'S\'abc"\n.',
    'string_ws': b"S 'abc' \n.",
    'string_empty': b"S''\n.",
    'string_onequote': b"S'\n.",
    'string_esc': b"S'a\\n\\x41\\101\\u1234'\n.",
    'string_badhex': b"S'\\xg1'\n.",
    'string_trailbs': b"S'abc\\'\n.",
    'string_nonascii': b"S'\xe9'\n.",
    'string_dq': b'S"a\'b"\n.',
    'string_inner': b"S'a'b'\n.",
    'string_crlf': b"S'abc'\r\n.",
    'string_none': b'S\n.',
    'unicode_basic': b'Vabc\n.',
    'unicode_esc': b'V\\u1234\\U0001f600\\n\\x41\n.',
    'unicode_badesc': b'V\\u12\n.',
    'unicode_latin1': b'V\xe9\n.',
    'unicode_surr': b'V\\ud800\n.',
    'unicode_surrpair': b'V\\ud83d\\ude00\n.',
    'unicode_nonl': b'Vabc',
    'unicode_bigU': b'V\\U00110000\n.',
    'unicode_bs': b'Va\\\\u0041\n.',
    'binunicode_badutf8': b'X\x02\x00\x00\x00\xff\xfe.',
    'binunicode_surr': b'X\x03\x00\x00\x00\xed\xa0\x80.',
    'sbu_overlong': b'\x8c\x02\xc0\x80.',
    'shortbinstring_nonascii': b'U\x01\xe9.',
    'binbytes_ok': b'B\x02\x00\x00\x00ab.',
    'persid': b'Pabc\n.',
    'persid_nonascii': b'P\xe9\n.',
    'binpersid': b'K\x01Q.',
    'binpersid_empty': b'Q.',
    'pop_empty': b'0.',
    'pop_mark_op': b'(0N.',
    'popmark_nomark': b'N1.',
    'popmark': b'(N1N.',
    'dup_empty': b'2.',
    'dup': b'N2\x86.',
    'dup_mark': b'(2.',
    'mark_stop': b'(.',
    'value_under_mark': b'N(.',
    'tuple_nomark': b'Nt.',
    'tuple1_empty': b'\x85.',
    'tuple2_one': b'N\x86.',
    'tuple2_mark': b'N(N\x86.',
    'list_nomark': b'l.',
    'dict_nomark': b'd.',
    'dict_odd': b'(Nd.',
    'append_empty': b'a.',
    'append_one': b'Na.',
    'append_none': b'NNa.',
    'append_tuple': b')Na.',
    'appends_nomark': b']N e.',
    'appends_empty': b'](e.',
    'appends_none': b'N(K\x01e.',
    'appends_none_empty': b'N(e.',
    'appends_nothing': b'(e.',
    'setitem_one': b'}Ns.',
    'setitem_none': b'NNNs.',
    'setitems_odd': b'}(Nu.',
    'setitems_nomark': b'}NNu.',
    'setitems_empty': b'}(u.',
    'setitem_unhashable': b'}]Ns.',
    'setitem_list': b']K\x00K\x01s.',
    'dict_unhashable': b'(]Nd.',
    'additems_nomark': b'\x8fN\x90.',
    'additems_none': b'N(N\x90.',
    'additems_unhashable': b'\x8f(]\x90.',
    'additems_frozenset': b'(\x91(K\x01\x90.',
    'frozenset_unhashable': b'(]\x91.',
    'frozenset_nomark': b'\x91.',
    'additems_empty': b'\x8f(\x90.',
    'additems_list': b'](K\x01\x90.',
    'get_missing': b'g5\n.',
    'get_bad': b'gabc\n.',
    'get_neg': b'g-1\n.',
    'get_nonl': b'g5',
    'binget_missing': b'h\x05.',
    'binget_trunc': b'h',
    'longbinget_missing': b'j\x05\x00\x00\x00.',
    'longbinget_trunc': b'j\x05',
    'put_bad': b'Npabc\n.',
    'put_neg': b'Np-1\n.',
    'put_empty_stack': b'p0\n.',
    'binput_empty': b'q\x00.',
    'longbinput_empty': b'r\x00\x00\x00\x00.',
    'memoize_empty': b'\x94.',
    'put_big': b'Np99999999999999999999\n.',
    'put_us': b'Np1_0\ng10\n.',
    'put_ws': b'Np 1 \ng1\n.',
    'put_plus': b'Np+1\ng1\n.',
    'put_0x': b'Np0x1\n.',
    'put_nonl': b'Np0',
    'put_emptyarg': b'Np\n.',
    'put_mark': b'(q\x00h\x00.',
    'memo_overwrite': b'K\x01q\x000K\x02q\x000h\x00.',
    'put_maxm': b'Np1000000\ng1000000\n.',
    'memoize_after_put5': b'Nq\x05\x94h\x01.',
    'memoize_after_put1': b'K\x01q\x01K\x02\x94K\x03\x94h\x01h\x02\x87.',
    'global_missing_module': b'cno_such_mod_x\nfoo\n.',
    'global_missing_attr': b'cbuiltins\nno_such\n.',
    'global_trunc1': b'cbuiltins',
    'global_trunc2': b'cbuiltins\nint',
    'global_dotted_p0': b'ccollections\nOrderedDict.fromkeys\n.',
    'global_dotted_p4': b'\x80\x04ccollections\nOrderedDict.__name__\n.',
    'global_dotted_p4_bad': b'\x80\x04ccollections\nOrderedDict.zzz\n.',
    'global_py2': b'c__builtin__\nunicode\n.',
    'global_py2_p3': b'\x80\x03c__builtin__\nunicode\n.',
    'global_empty': b'c\n\n.',
    'global_badutf8': b'c\xff\nx\n.',
    'global_exceptions': b'cexceptions\nStandardError\n.',
    'global_locals': b'\x80\x04cbuiltins\na.<locals>.b\n.',
    'stack_global_nonstr': b'\x80\x04K\x01K\x02\x93.',
    'stack_global_bytes': b'\x80\x04C\x08builtinsC\x03int\x93.',
    'stack_global_one': b'\x80\x04\x8c\x03int\x93.',
    'stack_global_ok': b'\x80\x04\x8c\x08builtins\x8c\x03int\x93.',
    'stack_global_noproto': b'\x8c\x0bcollections\x8c\x14OrderedDict.__name__\x93.',
    'reduce_empty': b'R.',
    'reduce_one': b'NR.',
    'reduce_notcallable': b'N)R.',
    'reduce_argnottuple': b'cbuiltins\nint\nNR.',
    'reduce_arglist': b'cbuiltins\nint\n]R.',
    'reduce_typeerr': b'cbuiltins\nint\n(K\x01K\x02K\x03K\x04tR.',
    'newobj_notype': b'N)\x81.',
    'newobj_argnottuple': b'cbuiltins\nint\nN\x81.',
    'newobj_func': b'cbuiltins\nlen\n)\x81.',
    'newobj_one': b')\x81.',
    'newobj_ex_kwnotdict': b'cbuiltins\nint\n)N\x92.',
    'newobj_ex_argnottuple': b'cbuiltins\nint\nN}\x92.',
    'newobj_ex_notype': b'N)}\x92.',
    'newobj_ex_few': b')}\x92.',
    'newobj_ex_strkw': b'cbuiltins\nint\n)}(K\x01K\x02u\x92.',
    'build_empty': b'b.',
    'build_one': b'Nb.',
    'build_none_none': b'NNb.',
    'build_int_dict': b'K\x01}(\x8c\x01aK\x01ub.',
    'build_obj_list': b'ccollections\nOrderedDict\n)R](K\x01eb.',
    'build_slot_notdict': b'ccollections\nOrderedDict\n)R}K\x01\x86b.',
    'build_nonstr_key': b'ccollections\nOrderedDict\n)R}(K\x01K\x02ub\x85.',
    'build_emptydict': b'K\x01}b.',
    'build_falsy0': b'K\x01K\x00b.',
    'build_tuple0': b'K\x01)b.',
    'inst_nomark': b'icollections\nOrderedDict\n.',
    'inst_ok': b'(ibuiltins\nint\n.',
    'inst_args': b'(I5\nibuiltins\nint\n.',
    'inst_trunc': b'(ibuiltins',
    'inst_func': b'(V-5\nibuiltins\nlen\n.',
    'obj_empty': b'(o.',
    'obj_nomark': b'o.',
    'obj_ok': b'(cbuiltins\nint\no.',
    'obj_notcallable': b'(No.',
    'inst_missing': b'(ino_such_mod_x\nfoo\n.',
    'ext1_unreg': b'\x82\x01.',
    'ext1_zero': b'\x82\x00.',
    'ext2_unreg': b'\x83\x01\x02.',
    'ext4_neg': b'\x84\xff\xff\xff\xff.',
    'ext4_zero': b'\x84\x00\x00\x00\x00.',
    'ext4_big': b'\x84\xff\xff\xff\x7f.',
    'ext1_trunc': b'\x82',
    'next_buffer_none': b'\x97.',
    'readonly_nobuf': b'\x98.',
    'readonly_int': b'K\x01\x98.',
    'readonly_bytes': b'C\x01a\x98.',
    'readonly_bytearray': b'\x96\x01\x00\x00\x00\x00\x00\x00\x00a\x98.',
    'deep_tuple_10k': b'(' + b')' + b'\x85' * 10000 + b'.',
    'deep_list_100k': b']' * 100000 + b'a' * 99999 + b'.',
    'deep_mark_100k': b'(' * 100000 + b't' * 100000 + b'.',
    'float_binnan': b'G\x7f\xf8\x00\x00\x00\x00\x00\x00.',
    'float_negzero': b'G\x80\x00\x00\x00\x00\x00\x00\x00.',
    'list_selfappend': b']q\x00h\x00a.',
    'tuple_rec': b'](h',
    'mark_in_memo_get': b'(Nq\x00t.',
}

JSON_TEXTS = {
    'empty': '',
    'ws': '  \n',
    'null': 'null',
    'nul': 'nul',
    'nulll': 'nulll',
    'True': 'True',
    'nan': 'NaN',
    '-nan': '-NaN',
    'inf': 'Infinity',
    '-inf': '-Infinity',
    '+inf': '+Infinity',
    'Inf': 'Inf',
    '-I': '-I',
    'N': 'N',
    'single': "'a'",
    '0': '0',
    '-0': '-0',
    '-0.0': '-0.0',
    '00': '00',
    '01': '01',
    '1.': '1.',
    '.5': '.5',
    '1e': '1e',
    '1e5': '1e5',
    '1E+2': '1E+2',
    '1e400': '1e400',
    '-1e400': '-1e400',
    '1e-400': '1e-400',
    '-': '-',
    '+1': '+1',
    '--1': '--1',
    '0x1': '0x1',
    '1_0': '1_0',
    'bigint': '9' * 30,
    'big5000': '9' * 5000,
    'bigfloat': '9' * 400 + '.0',
    'arabicdigit': '\u0661',
    'fullwidth': '\uff11',
    '1arabic': '1\u0661',
    '1.arabic': '1.\u0661',
    'arr_open': '[',
    'arr_1open': '[1',
    'arr_comma': '[1,',
    'arr_tc': '[1,]',
    'arr_tc_ws': '[1, \n ]',
    'arr_nc': '[1 2]',
    'arr_comma_only': '[,]',
    'arr_lead': '[,1]',
    'arr_dbl': '[1,,2]',
    'arr_close': ']',
    'arr_mis': '[1}',
    'arr_extra': '[1]]',
    'arr_extra2': '[1] x',
    'arr_colon': '[1:2]',
    'obj_open': '{',
    'obj_key': '{"a"',
    'obj_key_colon': '{"a":',
    'obj_val': '{"a":1',
    'obj_tc': '{"a":1,}',
    'obj_tc_ws': '{"a":1 , \n }',
    'obj_unq': '{a:1}',
    'obj_sq': "{'a':1}",
    'obj_nocolon': '{"a" 1}',
    'obj_nocomma': '{"a":1 "b":2}',
    'obj_numkey': '{1:2}',
    'obj_dup': '{"a":1,"a":2}',
    'obj_comma': '{,}',
    'obj_two': '{"a":1,,"b":2}',
    'obj_mis': '{"a":1]',
    'obj_eq': '{"a"=1}',
    'obj_emptykey': '{"":1}',
    'obj_val_missing': '{"a":}',
    'obj_val_missing2': '{"a":,}',
    'obj_tc_key': '{"a":1,b}',
    'obj_proto': '{"__proto__":{"x":1}}',
    'str_open': '"',
    'str_unterm': '"abc',
    'str_nl': '"a\nb"',
    'str_tab': '"a\tb"',
    'str_nul': '"a\x00b"',
    'str_1f': '"\x1f"',
    'str_7f': '"\x7f"',
    'str_badesc': '"\\x"',
    'str_badesc2': '"\\a"',
    'str_escend': '"\\',
    'str_u': '"\\u"',
    'str_u12': '"\\u12"',
    'str_u123x': '"\\u123x"',
    'str_u_x': '"\\u0x41"',
    'str_u_plus': '"\\u+123"',
    'str_u_us': '"\\u1_23"',
    'str_u_ws': '"\\u 123"',
    'str_u_arabic': '"\\u\u0661\u0661\u0661\u0661"',
    'str_uend': '"\\u1234',
    'str_surr_hi': '"\\ud800"',
    'str_surr_lo': '"\\udc00"',
    'str_pair': '"\\ud83d\\ude00"',
    'str_pair_UP': '"\\uD83D\\uDE00"',
    'str_hi_hi': '"\\ud83d\\ud83d\\ude00"',
    'str_hi_a': '"\\ud800a"',
    'str_hi_badu': '"\\ud800\\u12"',
    'str_hi_u_notlo': '"\\ud800\\u0041"',
    'str_slash': '"\\/"',
    'str_allesc': '"\\b\\f\\n\\r\\t\\"\\\\"',
    'str_rawsurr': '"\ud800"',
    'str_ls': '"\u2028"',
    'str_esc_nl': '"\\\n"',
    'bom': '\ufeff1',
    'ws_ff': '\x0c1',
    'ws_vt': '\x0b1',
    'ws_nbsp': '\xa01',
    'ws_ls': '\u20281',
    'ws_ok': ' \t\r\n1 \t\r\n',
    'comment': '/*a*/1',
    'comment2': '1 //x',
    'comment3': '#x',
    'extra': '1 2',
    'extra2': '{}{}',
    'extra_nl': '1\n2',
    'nul_after': '1\x00',
    'html': '<html>',
    'python': "{'a': None}",
    'undefined': 'undefined',
    'multi_line_err': '{\n "a": 1,\n "b": tru\n}',
    'crlf_err': '[1,\r\n2,\r\nx]',
    'cr_err': '[1,\rx]',
    'astral_col': '["\U0001f600", x]',
    'deep_arr': '[' * 100000,
    'deep_arr_ok': '[' * 300 + ']' * 300,
    'deep_obj': '{"a":' * 100000,
}

JSON_BYTES = {
    'utf8': b'"\xc3\xa9"',
    'bom8': b'\xef\xbb\xbf1',
    'utf16le': b'1\x00',
    'utf16be': b'\x001',
    'utf16': b'\xff\xfe[\x001\x00]\x00',
    'utf32': b'\xff\xfe\x00\x00[\x00\x00\x001\x00\x00\x00]\x00\x00\x00',
    'utf32le': b'[\x00\x00\x001\x00\x00\x00]\x00\x00\x00',
    'utf32be': b'\x00\x00\x00[\x00\x00\x001\x00\x00\x00]',
    'bad8': b'"\xff"',
    'surr8': b'"\xed\xa0\x80"',
    'overlong': b'"\xc0\xaf"',
    'empty': b'',
    'nul': b'\x00',
    'nul2': b'\x00\x00',
    '3': b'1\x00\x00',
    'odd16': b'1\x00[',
    'trunc': b'"\xc3',
    'utf16_1x': b'{\x00}\x00',
    '5': b'5',
}

TOOLS = {
    'simple': b'\x80\x04\x950\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01a\x94]\x94(K\x01G@\x04\x00\x00\x00\x00\x00\x00N\x88\x8c\x01x\x94C\x01y\x94K\x01\x85\x94e\x8c\x01s\x94\x8f\x94(K\x01\x90u.',
    'p0': b'(lp0\nI1\naVa\np1\na(dp2\nVb\np3\nF2.5\nsa.',
    'empty': b'',
    'nostop': b'N',
    'bad': b'N\xff.',
    'underflow': b'.',
    'undmark': b'(.',
    'nomark': b't.',
    'leftover': b'NN.',
    'memo_missing': b'g0\n.',
    'memo_dup': b'Np0\np0\n.',
    'store_empty': b'p0\n.',
    'store_mark': b'(p0\n.',
    'pop_mark': b'(0N.',
    'popmark_none': b'N1.',
    'trunc_int': b'I5',
    'trunc4': b'J\x01',
    'str_noq': b'Sabc\n.',
    'str_half': b"S'abc\n.",
    'str_nonascii': b"S'\xe9'\n.",
    'binstr_nonascii': b'U\x01\xe9.',
    'global': b'cos\nsystem\n.',
    'global_trunc': b'cos\n',
    'global_nonascii': b'c\xc3\xa9\nx\n.',
    'inst': b'(ios\nsystem\n.',
    'reduce': b'cos\nsystem\n(S"x"\ntR.',
    'proto_mid': b'N\x80\x04.',
    'frame': b'\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00N.',
    'frame_bad': b'\x80\x04\x95\x99\x00\x00\x00\x00\x00\x00\x00N.',
    'long1': b'\x8a\x02\xff\x00.',
    'long4neg': b'\x8b\xff\xff\xff\xff.',
    'binstr_neg': b'T\xff\xff\xff\xff.',
    'unicode_short': b'X\x05\x00\x00\x00ab',
    'uni8_huge': b'\x8d\x00\x00\x00\x00\x00\x00\x00@.',
    'bytes8_huge': b'\x8e\x00\x00\x00\x00\x00\x00\x00@.',
    'int_bool': b'I01\n.',
    'int_bad': b'Iabc\n.',
    'int_hex': b'I0x10\n.',
    'long_noL': b'L5\n.',
    'long_L': b'L5L\n.',
    'float': b'F1.5\n.',
    'float_bad': b'Fx\n.',
    'float_inf': b'Finf\n.',
    'persid': b'Pabc\n.',
    'persid_na': b'P\xe9\n.',
    'uni_na': b'V\xe9\n.',
    'uni_esc': b'V\\u1234\n.',
    'ext': b'\x82\x05\x83\x05\x00\x84\x05\x00\x00\x00\x87.',
    'buf': b'\x97\x98.',
    'nested_mark': b'(((ttt.',
    'additems': b'\x8f(K\x01\x90.',
    'binget_arg': b'Nq\x05h\x05\x86.',
    'two_streams': b'N.N.',
    'memoize': b'N\x94\x94\x86.',
    'memoize2': b']\x94h\x00a.',
    'surr': b'X\x03\x00\x00\x00\xed\xa0\x80.',
    'astral': b'X\x04\x00\x00\x00\xf0\x9f\x98\x80.',
    'nl_in_str': b'X\x01\x00\x00\x00\n.',
    'quote': b"X\x01\x00\x00\x00'.",
    'int5000': b'L' + b'9' * 5000 + b'L\n.',
    'newobj': b'\x80\x02c__builtin__\ncomplex\nq\x00G?\xf0\x00\x00\x00\x00\x00\x00G@\x00\x00\x00\x00\x00\x00\x00\x86q\x01Rq\x02.',
    'bytearray8': b'\x96\x02\x00\x00\x00\x00\x00\x00\x00ab.',
}


# Asking ---------------------------------------------------------------------------------------------------------------------------

tables = OrderedDict((name, OrderedDict()) for name in ('pickle-loads', 'pickle-dumps', 'pickle-bytes', 'json', 'tools', 'batch'))


def pack(data):
    data = bytes(data)
    if len(data) < 2000:
        return base64.b64encode(data).decode('ascii')
    packed = io.BytesIO()
    with gzip.GzipFile(filename='', mode='wb', compresslevel=9, fileobj=packed, mtime=0) as stream:
        stream.write(data)
    return {'length': len(data), 'sha256': hashlib.sha256(data).hexdigest(), 'gz': base64.b64encode(packed.getvalue()).decode('ascii')}


def result(value, plain=False):
    answer = {'ok': values.clean(ascii(value))}
    if isinstance(value, str):
        # A pair of surrogates is not one character in Python, but it is in JSON.
        answer = {'text': value, 'ok': ascii(value)} if re.search('[\ud800-\udfff]', value) else {'text': value}
    elif isinstance(value, bytes):
        answer = {'data': pack(value)}
    elif not plain:
        try:
            answer['value'] = values.describe(value)
            json.dumps(answer['value'])
        except Exception:
            answer.pop('value', None)
    return answer


def ask(table, name, question, function, make=result):
    try:
        answer = make(function())
    except BaseException as error:  # noqa: B036
        answer = complaint(error)
    tables[table][name] = dict(question, answer=answer)


def complaint(error):
    answer = failure(error)
    for name in ('ok', 'name', 'message'):
        del answer[name]
    if not answer['notes']:
        del answer['notes']
    for name in ('error', 'context'):
        if name in answer and len(sys.base_prefix) > 1:
            answer[name] = answer[name].replace(sys.base_prefix, 'PYTHON')
    return answer


# pickle: reading ------------------------------------------------------------------------------------------------------------------

def ask_pickle_loads():
    def loads(name, data, **options):
        question = {'call': 'loads', 'data': pack(data)}
        if options:
            shown = dict(options)
            if 'buffers' in shown and isinstance(shown['buffers'], list):
                shown['buffers'] = [pack(buffer) for buffer in shown['buffers']]
            question['options'] = shown
        deep = name.startswith('deep')
        if not (deep and SHALLOW):
            ask('pickle-loads', name, question, lambda: pickle.loads(data, **options), (lambda value: {'ok': 'deep ok'}) if deep else result)

    def other(name, call, function, data=None, **more):
        question = dict({'call': call}, **more)
        if data is not None:
            question['data'] = pack(data)
        ask('pickle-loads', name, question, function)

    for name, data in LOADS.items():
        loads(name, data)
    for name, kind, argument in (('str', 'str', 'N.'), ('None', 'None', None), ('memoryview', 'memoryview', memoryview(b'N.')), ('bytearray', 'bytearray', bytearray(b'N.'))):
        other(name, 'loads', lambda: pickle.loads(argument), argument=kind, data=None if argument is None else b'N.')
    other('kw_data', 'loads', lambda: pickle.loads(data=b'N.'), argument='keyword', data=b'N.')
    high = b'U\x01\xe9.'
    for name, options in (('enc_bytes', {'encoding': 'bytes'}), ('enc_latin1', {'encoding': 'latin1'}), ('enc_bad', {'encoding': 'nope'}), ('errors_replace', {'errors': 'replace'}),
                          ('errors_ignore', {'errors': 'ignore'}), ('errors_bad', {'errors': 'nope'})):
        loads(name, high, **options)
    loads('persid_enc_bytes', b'P\xe9\n.', encoding='bytes')
    loads('buffers_few', b'\x97.', buffers=[])
    loads('buffers_ok', b'\x97.', buffers=[b'abc'])
    loads('buffers_notiter', b'N.', buffers=5)
    loads('buffers_extra', b'N.', buffers=[b'x'])
    loads('nofiximports', b'c__builtin__\nint\n.', fix_imports=False)

    class ReadOnly:
        def read(self, size):
            return b'N.'

    class Texts:
        def read(self, size):
            return 'N'

        def readline(self):
            return 'N'

    class Sub(pickle.Unpickler):
        def __init__(self):
            pass

    class Restricted(pickle.Unpickler):
        def find_class(self, module, name):
            raise pickle.UnpicklingError("global '%s.%s' is forbidden" % (module, name))

    class Persistent(pickle.Unpickler):
        def persistent_load(self, pid):
            return ('pid', pid)

    def repeated(data, times):
        unpickler = pickle.Unpickler(io.BytesIO(data))
        return tuple(unpickler.load() for _ in range(times))

    def with_positions(data, times):
        stream, found = io.BytesIO(data), ()
        for _ in range(times):
            found += (pickle.load(stream), stream.tell())
        return found

    def until(data, times):
        stream = io.BytesIO(data)
        for _ in range(times):
            value = pickle.load(stream)
        return value

    other('Unpickler.nofile', 'Unpickler', lambda: pickle.Unpickler(5), file='5')
    other('Unpickler.noreadline', 'Unpickler', lambda: pickle.Unpickler(ReadOnly()), file='read, no readline')
    other('Unpickler.read_str', 'Unpickler.load', lambda: pickle.Unpickler(Texts()).load(), file='read and readline give str')
    other('Unpickler.noinit', 'Unpickler.load', lambda: Sub().load(), file='__init__ of Sub does not call Unpickler.__init__')
    other('Unpickler.multi_same', 'Unpickler.load', lambda: repeated(MANY, 3), data=MANY, times=3)
    other('load.multi_tell', 'load', lambda: with_positions(b'K\x01.K\x02.', 2), data=b'K\x01.K\x02.', times=2, positions=True)
    other('load.eof', 'load', lambda: until(b'K\x01.', 2), data=b'K\x01.', times=2)
    other('Unpickler.memo_persist', 'Unpickler.load', lambda: repeated(MEMO_KEPT, 2), data=MEMO_KEPT, times=2)
    other('Unpickler.restricted', 'Unpickler.load', lambda: Restricted(io.BytesIO(b'cos\nsystem\n.')).load(), data=b'cos\nsystem\n.', findClass='forbidden')
    other('Unpickler.persid', 'Unpickler.load', lambda: Persistent(io.BytesIO(b'Pabc\n.')).load(), data=b'Pabc\n.', persistentLoad='("pid", pid)')
    other('Unpickler.binpersid', 'Unpickler.load', lambda: Persistent(io.BytesIO(b'K\x05Q.')).load(), data=b'K\x05Q.', persistentLoad='("pid", pid)')


MANY = b'\x80\x04K\x01.' + b'\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00]\x94K\x02a.' + b'N.'
MEMO_KEPT = b'\x80\x02K\x07q\x00.\x80\x02h\x00.'


# pickle: writing ------------------------------------------------------------------------------------------------------------------

class Foo:
    pass


class FooNG:
    def __reduce__(self):
        return 5


class FooT1:
    def __reduce__(self):
        return (int,)


class FooT7:
    def __reduce__(self):
        return (int, (), 1, 2, 3, 4, 5)


class FooNC:
    def __reduce__(self):
        return (5, ())


class FooNA:
    def __reduce__(self):
        return (int, [])


class FooL:
    def __reduce__(self):
        return (list, (), None, 5)


class FooD:
    def __reduce__(self):
        return (dict, (), None, None, 5)


class FooD1:
    def __reduce__(self):
        return (dict, (), None, None, iter([1]))


class FooS:
    def __reduce__(self):
        return (Foo, (), {'a': 1}, None, None, 5)


class FooStr:
    def __reduce__(self):
        return 'no_such_global'


class Slots:
    __slots__ = ('a',)


def mklocal():
    class L:
        pass
    return L


lam = lambda: 0  # noqa: E731

# What a reduce gives for the objects of these names; the rest are Python expressions.
REDUCTIONS = {'reduce5': '5', 'reduce_t1': '(int,)', 'reduce_t7': '(int, (), 1, 2, 3, 4, 5)', 'reduce_nc': '(5, ())', 'reduce_na': '(int, [])', 'reduce_l': '(list, (), None, 5)',
              'reduce_d': '(dict, (), None, None, 5)', 'reduce_d1': '(dict, (), None, None, iter([1]))', 'reduce_s': "(Foo, (), {'a': 1}, None, None, 5)", 'reduce_str': "'no_such_global'"}

dump_cases = {
    'lambda': lambda: lam, 'localclass': mklocal, 'localinst': lambda: mklocal()(), 'generator': lambda: (i for i in ()), 'module': lambda: sys, 'file': lambda: sys.stdout,
    'lock': lambda: __import__('threading').Lock(), 'frame': lambda: sys._getframe(), 'dictkeys': lambda: {}.keys(), 'memoryview': lambda: memoryview(b'a'), 'code': lambda: mklocal.__code__,
    'reduce5': FooNG, 'reduce_t1': FooT1, 'reduce_t7': FooT7, 'reduce_nc': FooNC, 'reduce_na': FooNA, 'reduce_l': FooL, 'reduce_d': FooD, 'reduce_d1': FooD1, 'reduce_s': FooS, 'reduce_str': FooStr,
    'nested_bad': lambda: {'a': [1, (2, lam)]}, 'slots_p0': Slots, 'surrogate': lambda: '\ud800', 'iter_list': lambda: iter([1]), 'weird_set': lambda: {lam},
}
DUMP_SOURCES = {'lambda': 'lam = lambda: 0', 'localclass': 'a class made in a function mklocal', 'localinst': 'an instance of it', 'generator': '(i for i in ())', 'module': 'sys', 'file': 'sys.stdout',
                'lock': 'threading.Lock()', 'frame': 'sys._getframe()', 'dictkeys': '{}.keys()', 'memoryview': "memoryview(b'a')", 'code': 'mklocal.__code__', 'nested_bad': "{'a': [1, (2, lam)]}",
                'slots_p0': "an instance of class Slots: __slots__ = ('a',)", 'surrogate': "'\\ud800'", 'iter_list': 'iter([1])', 'weird_set': '{lam}'}


def ask_pickle_dumps():
    def dumps(name, question, function):
        ask('pickle-dumps', name, question, function)

    def value_and_protocol(name, source, protocol, value, short=False, **options):
        def run():
            data = pickle.dumps(value, protocol, **options)
            return data[:2] if short else data
        question = {'call': 'dumps', 'python': source, 'protocol': protocol}
        if options:
            question['options'] = {key: 'lambda buffer: None' for key in options}
        if short:
            question['bytes'] = 2
        dumps(name, question, run)

    for key, make in dump_cases.items():
        for protocol in sorted({0, 2, pickle.HIGHEST_PROTOCOL}):
            question = {'call': 'dumps', 'value': key, 'python': DUMP_SOURCES.get(key, key), 'protocol': protocol}
            if key in REDUCTIONS:
                question['python'] = 'an object whose __reduce__ gives ' + REDUCTIONS[key]
            dumps('p%s.%s' % (protocol, key), question, lambda: pickle.dumps(make(), protocol))
    value_and_protocol('proto6', '1', 6, 1)
    value_and_protocol('proto_neg', '1', -5, 1, short=True)
    value_and_protocol('proto_str', '1', '2', 1)
    value_and_protocol('proto_None', '1', None, 1, short=True)
    value_and_protocol('proto_float', '1', 2.0, 1)
    value_and_protocol('proto_true', '1', True, 1)
    dumps('Pickler.nowrite', {'call': 'Pickler', 'file': '5'}, lambda: pickle.Pickler(5))

    class Sub2(pickle.Pickler):
        def __init__(self):
            pass

    dumps('Pickler.noinit', {'call': 'Pickler.dump', 'file': '__init__ of Sub2 does not call Pickler.__init__'}, lambda: Sub2().dump(1))

    def deep():
        value = []
        for _ in range(200000):
            value = [value]
        return len(pickle.dumps(value))

    def fast_cyclic():
        value = []
        value.append(value)
        pickler = pickle.Pickler(io.BytesIO())
        pickler.fast = True
        pickler.dump(value)

    if not SHALLOW:
        dumps('deep200k', {'call': 'dumps', 'python': 'a list 200,000 deep'}, deep)
        dumps('Pickler.fast_cyclic', {'call': 'Pickler.dump', 'fast': True, 'python': 'a list in itself'}, fast_cyclic)
    ignore = lambda kept: None  # noqa: E731
    value_and_protocol('bufcb_p4', '1', 4, 1, buffer_callback=ignore)
    dumps('bufcb_none_proto', {'call': 'dumps', 'python': '1', 'options': {'buffer_callback': 'lambda buffer: None'}}, lambda: pickle.dumps(1, buffer_callback=ignore))
    if not hasattr(pickle, 'PickleBuffer'):
        return
    buffer = pickle.PickleBuffer
    value_and_protocol('pb_p4', "PickleBuffer(b'a')", 4, buffer(b'a'))
    value_and_protocol('pb_noncontig', "PickleBuffer(memoryview(b'abcdef')[::2])", 5, buffer(memoryview(b'abcdef')[::2]))
    value_and_protocol('pb_inband_ro', "PickleBuffer(b'abc')", 5, buffer(b'abc'))
    value_and_protocol('pb_inband_rw', "PickleBuffer(bytearray(b'abc'))", 5, buffer(bytearray(b'abc')))
    value_and_protocol('pb_oob_ro', "PickleBuffer(b'abc')", 5, buffer(b'abc'), buffer_callback=ignore)
    value_and_protocol('pb_oob_rw', "PickleBuffer(bytearray(b'abc'))", 5, buffer(bytearray(b'abc')), buffer_callback=ignore)
    twice, released = buffer(b'abc'), buffer(b'abc')
    released.release()
    value_and_protocol('pb_twice', "[b, b] with b = PickleBuffer(b'abc')", 5, [twice, twice])
    value_and_protocol('pb_released', 'a released PickleBuffer', 5, released)
    dumps('PickleBuffer.int', {'call': 'PickleBuffer', 'python': '5'}, lambda: buffer(5))
    dumps('PickleBuffer.raw_noncontig', {'call': 'PickleBuffer.raw', 'python': "memoryview(b'abcdef')[::2]"}, lambda: buffer(memoryview(b'abcdef')[::2]).raw())


# pickle: bytes --------------------------------------------------------------------------------------------------------------------

BYTES = {
    'none': 'None', 'true': 'True', 'int0': '0', 'int255': '255', 'int256': '256', 'int65536': '65536', 'intm1': '-1', 'int31': '2 ** 31 - 1', 'int32': '2 ** 31', 'intm31': '-2 ** 31', 'intm31m1': '-2 ** 31 - 1',
    'int63': '2 ** 63', 'big': '2 ** 2040', 'float': '1.5', 'inf': "float('inf')", 'nan': "float('nan')", 'negzero': '-0.0', 'f01': '0.1', 'str': "'abc'", 'str_e': "'h\\xe9'", 'str_nl': "'a\\nb\\\\c\\r\\x00\\x1a'",
    'astral': "'\\U0001f600'", 'bytes': "b'abc'", 'bytes0': "b''", 'bytes_hi': "b'\\xff\\x00'", 'bytearray': "bytearray(b'abc')", 'bytearray0': 'bytearray()', 'tuple0': '()', 'tuple1': '(1,)', 'tuple3': '(1, 2, 3)',
    'tuple4': '(1, 2, 3, 4)', 'list0': '[]', 'list1': '[1]', 'list2': '[1, 2]', 'dict0': '{}', 'dict1': "{'a': 1}", 'dict2': "{'a': 1, 'b': 2}", 'set0': 'set()', 'set1': '{1}', 'frozenset': 'frozenset([1])',
    'frozenset0': 'frozenset()', 'ellipsis': 'Ellipsis', 'notimpl': 'NotImplemented', 'nonetype': 'type(None)', 'type': 'int', 'len': 'len', 'complex': '1+2j', 'range': 'range(3)', 'slice': 'slice(1, 2, 3)',
    'od': 'collections.OrderedDict(a=1)', 'dd': "collections.defaultdict(list, {'a': [1]})", 'counter': "collections.Counter('aab')", 'deque': 'collections.deque([1], 3)', 'date': 'datetime.date(2020, 1, 2)',
    'dt': 'datetime.datetime(2020, 1, 2, 3, 4, 5, 6)', 'td': 'datetime.timedelta(1, 2, 3)', 'tz': 'datetime.timezone.utc', 'time': 'datetime.time(1, 2, 3)', 'dec': "decimal.Decimal('1.5')", 'frac': 'fractions.Fraction(1, 2)',
    'uuid': 'uuid.UUID(int=5)', 'exc': "ValueError('x', 1)", 'pattern': "re.compile('a+', re.I)", 'ppp': "pathlib.PurePosixPath('/a/b')", 'array': "array.array('i', [1, 2])", 'str_twice': "['abc', 'abc']",
    'list1001': '[None] * 1001', 'bytes256': "b'x' * 256", 'str256': "'x' * 256", 'object': 'object()', 'getattr_method': "'abc'.upper", 'classmethod': 'dict.fromkeys', 'staticm': 'str.maketrans', 'unbound': 'str.upper',
    'super': 'None', 'union': 'int | str', 'genalias': 'list[int]', 'frozendict': 'frozendict(a=1)',
}
SINCE = {'union': (3, 10), 'genalias': (3, 9), 'frozendict': (3, 15)}
UNTAGGED = set(SINCE) | {'staticm', 'classmethod', 'getattr_method', 'unbound'}


def ask_pickle_bytes():
    for key, source in BYTES.items():
        if sys.version_info < SINCE.get(key, (3, 6)):
            continue
        # Another object for the description: it asks an exception for its __dict__, and one that has been asked is pickled with it.
        value, tagged = eval(source), describable(eval(source)) if key not in UNTAGGED else NOTHING
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            question = {'value': key, 'python': source, 'protocol': protocol}
            if tagged is not NOTHING:
                question['tagged'] = tagged
            ask('pickle-bytes', 'p%d.%s' % (protocol, key), question, lambda: pickle.dumps(value, protocol))


# json -----------------------------------------------------------------------------------------------------------------------------

class IE(enum.IntEnum):
    A = 1


class SE(str, enum.Enum):
    B = 'b'


class FE(float, enum.Enum):
    C = 1.5


class MyInt(int):
    def __repr__(self):
        return 'MYINT'
    __str__ = __repr__


class MyFloat(float):
    def __repr__(self):
        return 'MYFLOAT'


class MyStr(str):
    def __str__(self):
        return 'X'


class Def:
    def __init__(self, v):
        self.v = v


class E(json.JSONEncoder):
    def default(self, o):
        return 'E'


NT = namedtuple('NT', 'a b')
circ = []
circ.append(circ)
circd = {}
circd['a'] = circd

JSON_VALUES = {
    'None': 'None', 'True': 'True', '0': '0', '-0.0': '-0.0', '1.0': '1.0', '1e16': '1e16', '1e15': '1e15', '123456789012345680.0': '123456789012345680.0', '1e-5': '1e-5', '1e-4': '0.0001', '0.1+0.2': '0.1 + 0.2', '1e22': '1e22',
    '1e21': '1e21', '1.5e300': '1.5e300', '5e-324': '5e-324', 'max': '1.7976931348623157e308', 'nan': "float('nan')", 'inf': "float('inf')", '-inf': "float('-inf')", 'bigint': '10 ** 30', 'big5000': '10 ** 5000',
    'str': "'a\"b\\\\c/\\b\\f\\n\\r\\t\\x00\\x1f\\x7f'", 'nonascii': "'h\\xe9\\u20ac\\U0001f600'", 'surr': "'\\ud800x\\udc00'", 'pairsurr': "'\\ud83d\\ude00'", 'ls': "'\\u2028\\u2029'", 'tuple': '(1, 2)', 'nt': 'NT(1, 2)', 'set': '{1}',
    'bytes': "b'a'", 'bytearray': "bytearray(b'a')", 'complex': '1j', 'decimal': "decimal.Decimal('1.5')", 'IE': 'IE.A', 'SE': 'SE.B', 'FE': 'FE.C', 'MyInt': 'MyInt(5)', 'MyFloat': 'MyFloat(1.5)', 'MyStr': "MyStr('abc')",
    'empty_list': '[]', 'empty_dict': '{}', 'nested': "[[], {}, [[]], {'a': {}}]", 'keys': "{1: 1, 1.5: 2, True: 3, None: 4, 's': 5}", 'keys_float': "{float('nan'): 1, float('inf'): 2, -0.0: 3, 1e16: 4}", 'key_tuple': '{(1, 2): 3}',
    'key_bytes': "{b'a': 1}", 'key_IE': '{IE.A: 1}', 'key_FE': '{FE.C: 1}', 'key_SE': '{SE.B: 1}', 'key_MyInt': '{MyInt(5): 1}', 'key_dup': "{1: 1, '1': 2}", 'circ': 'circ', 'circd': 'circd', 'od': "OrderedDict([('b', 1), ('a', 2)])",
    'obj': 'Def(1)', 'gen': '(i for i in ())', 'range': 'range(3)', 'dictview': '{}.keys()', 'type': 'int', 'Ellipsis': '...', 'nested_err': "{'a': [1, {'b': (1, {2})}]}", 'frozendict': 'frozendict(a=1)',
}

# name: (value, options)
JSON_DUMPS = OrderedDict([
    ('indent_key', ("{'a': [1, 2], 'b': {'c': 3}}", {'indent': 2})), ('sep', ("{'a': [1, 2]}", {'separators': [',', ':']})), ('sep_indent', ("{'a': [1, 2]}", {'indent': 1, 'separators': [', ', ': ']})),
    ('sep_bad', ('[1]', {'separators': [',']})), ('sep_nonstr', ('[1, 2]', {'separators': [1, 2]})), ('sep_list', ('[1, 2]', {'separators': [';', '=']})),
    ('sort', ("{'b': 1, 'a': 2}", {'sort_keys': True})), ('sort_mixed', ("{1: 1, 'a': 2}", {'sort_keys': True})), ('sort_num', ('{10: 1, 9: 2, 1.5: 3}', {'sort_keys': True})), ('sort_none', ("{None: 1, 'a': 2}", {'sort_keys': True})),
    ('sort_astral', ("{'\\U00010000': 1, '\\uffff': 2, '\\ud800': 3}", {'sort_keys': True})), ('sort_indent', ("{'b': 1, 'a': {'d': 1, 'c': 2}}", {'sort_keys': True, 'indent': 2})),
    ('skipkeys', ("{(1,): 1, 'a': 2, b'x': 3}", {'skipkeys': True})), ('skipkeys_all_indent', ('{(1,): 1}', {'skipkeys': True, 'indent': 2})), ('skipkeys_first_indent', ("{(1,): 1, 'a': 2}", {'skipkeys': True, 'indent': 2})),
    ('skipkeys_all', ('{(1,): 1}', {'skipkeys': True})), ('skipkeys_last', ("{'a': 2, (1,): 1}", {'skipkeys': True})), ('allow_nan_false', ("float('nan')", {'allow_nan': False})),
    ('allow_nan_false_inf', ("[float('-inf')]", {'allow_nan': False})), ('allow_nan_false_key', ("{float('nan'): 1}", {'allow_nan': False})), ('badkw_dumps', ('1', {'foo': 1})),
])

# name: (value, the default function as Python text)
JSON_DEFAULTS = OrderedDict([
    ('default', ("{'a': Def(1)}", "lambda o: {'v': o.v}")), ('default_list', ('{1}', 'list')), ('default_self', ('Def(1)', 'lambda o: o')), ('default_raises', ('[Def(1)]', 'lambda o: 1 / 0')), ('default_none', ('Def(1)', 'lambda o: None')),
    ('default_nested_err', ('Def(1)', 'lambda o: [{1}] if isinstance(o, Def) else json.JSONEncoder().default(o)')), ('default_key', ('{(1, 2): 1}', 'str')),
])

HOOKS = {'H': lambda held: ('H', held), 'P': lambda held: ('P', held), 'F': lambda held: ('F', held), 'I': lambda held: ('I', held), 'C': lambda held: ('C', held), 'tuple': tuple, 'Decimal': decimal.Decimal}
JSON_HOOKS = OrderedDict([
    ('hook.object', ('{"a":{"b":1}}', {'object_hook': 'H'})), ('hook.pairs', ('{"a":1,"a":2,"b":{}}', {'object_pairs_hook': 'P'})), ('hook.both', ('{"a":1}', {'object_pairs_hook': 'P', 'object_hook': 'H'})),
    ('hook.array', ('[1,[2]]', {'array_hook': 'tuple'})), ('parse_float', ('[1.1,1e5,1,-0.0]', {'parse_float': 'F'})), ('parse_int', ('[1,-2,1.5,9999]', {'parse_int': 'I'})),
    ('parse_constant', ('[NaN,Infinity,-Infinity,null,true]', {'parse_constant': 'C'})), ('parse_constant_nan', ('NaN', {'parse_constant': 'C'})), ('float_subclass_parse', ('1.5', {'parse_float': 'Decimal'})),
])


def ask_json():
    def told(name, question, function, make=result):
        ask('json', name, question, function, make)

    def dumps(name, source, options=None, default=None):
        value = eval(source, globals())
        question = {'function': 'dumps', 'python': source}
        tagged = describable(value)
        if tagged is not NOTHING:
            question['value'] = tagged
        keywords = dict(options or {})
        if options:
            question['options'] = options
        if default:
            question['default'] = default
            keywords['default'] = eval(default, globals())
        if isinstance(keywords.get('separators'), list) and name != 'sep_list':
            keywords['separators'] = tuple(keywords['separators'])
        told(name, question, lambda: json.dumps(value, **keywords))

    def shorter(text):
        if len(text) > 2000 and len(set(text)) < 7:
            unit = text[:5] if text.startswith('{') else text[:1]
            assert unit * (len(text) // len(unit)) == text
            return {'repeat': [unit, len(text) // len(unit)]}
        return text

    for key, text in JSON_TEXTS.items():
        if not (SHALLOW and key in ('deep_arr', 'deep_obj')):
            told('loads.' + key, {'function': 'loads', 'text': shorter(text)}, lambda: json.loads(text))
    for key, data in JSON_BYTES.items():
        told('loadsb.' + key, {'function': 'loads', 'data': pack(data)}, lambda: json.loads(data))
        told('detect.' + key, {'function': 'detect_encoding', 'data': pack(data)}, lambda: json.detect_encoding(data))
    told('loads.bytearray', {'function': 'loads', 'argument': 'bytearray', 'data': pack(b'[1]')}, lambda: json.loads(bytearray(b'[1]')))
    told('loads.memoryview', {'function': 'loads', 'argument': 'memoryview', 'data': pack(b'[1]')}, lambda: json.loads(memoryview(b'[1]')))
    for key, argument in (('None', None), ('int', 5), ('list', [])):
        told('loads.' + key, {'function': 'loads', 'argument': repr(argument)}, lambda: json.loads(argument))
    told('load.text', {'function': 'load', 'text': '[1]'}, lambda: json.load(io.StringIO('[1]')))
    told('load.bytes', {'function': 'load', 'data': pack(b'[1]')}, lambda: json.load(io.BytesIO(b'[1]')))
    told('load.noread', {'function': 'load', 'argument': '5'}, lambda: json.load(5))
    for key, (text, hooks) in JSON_HOOKS.items():
        told(key, {'function': 'loads', 'text': text, 'hooks': hooks}, lambda: json.loads(text, **{name: HOOKS[hook] for name, hook in hooks.items()}))
    for key, text, options in (('strict_false', '"a\n\tb"', {'strict': False}), ('kw_encoding', '1', {'encoding': 'utf8'}), ('badkw', '1', {'foo': 1})):
        told(key, {'function': 'loads', 'text': text, 'options': options}, lambda: json.loads(text, **options))
    decoder = json.JSONDecoder()
    for key, arguments in (('raw_decode', ['[1] x']), ('raw_decode_idx', ['xx[1]yy', 2]), ('raw_decode_ws', [' 1']), ('raw_decode_neg', ['[1]', -1]), ('raw_decode_neg_big', ['[1]', -10]), ('raw_decode_past', ['[1]', 10]), ('raw_decode_empty', [''])):
        told(key, {'function': 'JSONDecoder.raw_decode', 'arguments': arguments}, lambda: decoder.raw_decode(*arguments))
    told('decoder_positional', {'function': 'JSONDecoder', 'arguments': [None]}, lambda: json.JSONDecoder(None))

    def parts(error):
        return (error.msg, error.doc, error.pos, error.lineno, error.colno, str(error), error.__reduce__()[1])

    told('JSONDecodeError_pickle', {'function': 'JSONDecodeError', 'arguments': ['m', 'a\nbc', 3], 'shows': 'msg doc pos lineno colno str reduce[1]'}, lambda: parts(json.JSONDecodeError('m', 'a\nbc', 3)))
    for key, arguments in (('scanstring', ['abc"x', 0]), ('scanstring_oob', ['abc"', 10]), ('scanstring_neg', ['abc"', -1])):
        told(key, {'function': 'scanstring', 'arguments': arguments}, lambda: json.decoder.scanstring(*arguments))

    for key, source in JSON_VALUES.items():
        if sys.version_info >= SINCE.get(key, (3, 6)):
            dumps('dumps.' + key, source)
    for key in ('nonascii', 'surr', 'ls', 'str', 'pairsurr'):
        dumps('dumps.noascii.' + key, JSON_VALUES[key], {'ensure_ascii': False})
    for key in ('nested', 'keys', 'tuple', 'empty_list', 'empty_dict'):
        for indent in (0, 2, -1, '\t', '--', True, None, 2.5):
            dumps('dumps.indent%r.%s' % (indent, key), JSON_VALUES[key], {'indent': indent})
    for key, (source, options) in JSON_DUMPS.items():
        dumps(key, source, options)
    for key, (source, default) in JSON_DEFAULTS.items():
        dumps(key, source, default=default)
    if not SHALLOW:
        dumps('nocheck_default', 'Def(1)', {'check_circular': False}, 'lambda o: o')
        dumps('nocheck_circ', 'circ', {'check_circular': False})
    told('cls', {'function': 'dumps', 'python': 'Def(1)', 'cls': "a JSONEncoder whose default gives 'E'"}, lambda: json.dumps(Def(1), cls=E))
    told('positional', {'function': 'dumps', 'arguments': [1, True]}, lambda: json.dumps(1, True))
    told('ensure_ascii_pos', {'function': 'JSONEncoder', 'arguments': [True]}, lambda: json.JSONEncoder(True))

    def dump(value, stream, finish):
        json.dump(value, stream)
        return finish(stream)

    class Writer:
        def __init__(self):
            self.chunks = []

        def write(self, chunk):
            self.chunks.append(chunk)

    told('dump', {'function': 'dump', 'python': "{'a': [1, 2.5, None]}", 'value': values.describe({'a': [1, 2.5, None]})}, lambda: dump({'a': [1, 2.5, None]}, io.StringIO(), lambda stream: stream.getvalue()))
    told('dump_bin', {'function': 'dump', 'python': '[1]', 'value': values.describe([1]), 'file': 'BytesIO'}, lambda: dump([1], io.BytesIO(), None))
    listed = lambda chunks: {'list': chunks}  # noqa: E731
    told('dump_chunks', {'function': 'dump', 'python': "{'a': [1, 'x']}", 'value': values.describe({'a': [1, 'x']}), 'shows': 'chunks written'}, lambda: dump({'a': [1, 'x']}, Writer(), lambda stream: stream.chunks), listed)
    for key, value, options in (('iterencode', {'a': [1, 'x', {}], 'b': None}, {}), ('iterencode_indent', {'a': [1, []]}, {'indent': 1}), ('iterencode_str', 'a', {})):
        told(key, {'function': 'JSONEncoder.iterencode', 'python': repr(value), 'value': values.describe(value), 'options': options}, lambda: list(json.JSONEncoder(**options).iterencode(value)), listed)
    told('version', {'function': '__version__'}, lambda: json.__version__)
    told('all', {'function': '__all__'}, lambda: json.__all__, listed)
    dumps('shared_ok', '(lambda x: [x, x])([1])')

    def deep():
        value = []
        for _ in range(100000):
            value = [value]
        return len(json.dumps(value))

    if not SHALLOW:
        told('dumps_deep', {'function': 'dumps', 'python': 'a list 100,000 deep'}, deep)


NOTHING = object()


def describable(value):
    """The tagged form, if it names nothing of this script."""
    try:
        tagged = values.describe(value)
        return NOTHING if '"__main__"' in json.dumps(tagged) else tagged
    except Exception:
        return NOTHING


# pickletools ----------------------------------------------------------------------------------------------------------------------

def ask_tools():
    def dis(name, data, **options):
        question = {'call': 'dis', 'data': pack(data)}
        if options:
            question['options'] = options
        output = io.StringIO()
        try:
            pickletools.dis(data, out=output, **options)
            answer = {'output': output.getvalue()}
        except BaseException as error:  # noqa: B036
            answer = dict(complaint(error), output=output.getvalue())
        answer['output'] = values.clean(answer['output'])
        tables['tools'][name] = dict(question, answer=answer)

    def optimize(name, data):
        ask('tools', name, {'call': 'optimize', 'data': pack(data)}, lambda: pickletools.optimize(data))

    for key, data in TOOLS.items():
        dis('dis.' + key, data)
        optimize('optimize.' + key, data)
    dis('dis.annotate', TOOLS['simple'], annotate=1)
    dis('dis.annotate30', TOOLS['p0'], annotate=30)
    dis('dis.indent2', TOOLS['nested_mark'], indentlevel=2)
    dis('dis.indent0', TOOLS['nested_mark'], indentlevel=0)

    def memo():
        kept, outputs = {}, []
        for data in (b'Nq\x05.', b'h\x05.'):
            output = io.StringIO()
            pickletools.dis(data, out=output, memo=kept)
            outputs.append(output.getvalue())
        return outputs

    ask('tools', 'dis.memo', {'call': 'dis', 'memo': 'one dict for all of them', 'several': [pack(b'Nq\x05.'), pack(b'h\x05.')]}, memo, lambda outputs: {'list': outputs})
    ask('tools', 'dis.str', {'call': 'dis', 'argument': 'str', 'text': 'N.'}, lambda: pickletools.dis('N.', out=io.StringIO()))
    ask('tools', 'genops.str', {'call': 'genops', 'argument': 'str', 'text': 'N.'}, lambda: list(pickletools.genops('N.')))
    for kind in (bytearray, memoryview):
        ask('tools', 'genops.%s' % kind.__name__, {'call': 'genops', 'argument': kind.__name__, 'data': pack(b'N.'), 'shows': 'names'}, lambda: [opcode.name for opcode, _, _ in pickletools.genops(kind(b'N.'))], lambda names: {'list': names})
    optimize('opt.frames', FRAMES)
    optimize('opt.p2', b'\x80\x02]q\x00(X\x01\x00\x00\x00aq\x01X\x01\x00\x00\x00bq\x02]q\x03h\x01ae.')
    optimize('opt.p5buf', b'\x80\x05\x97\x98.')
    ask('tools', 'counts', {'call': 'len', 'shows': 'opcodes, code2op, public names'}, lambda: (len(pickletools.opcodes), len(pickletools.code2op), sorted(name for name in dir(pickletools) if not name.startswith('__'))))
    ask('tools', 'opcode_table', {'call': 'opcodes', 'shows': 'name code argument protocol'}, lambda: [[opcode.name, opcode.code, opcode.arg.name if opcode.arg else None, opcode.proto] for opcode in pickletools.opcodes], lambda rows: {'value': rows})
    ask('tools', 'all', {'call': '__all__'}, lambda: pickletools.__all__, lambda names: {'list': names})


def framed(payload):
    return b'\x95' + struct.pack('<Q', len(payload)) + payload


# [list(range(100)), 'x' * 70000, 'y'] at protocol 4: the long text stands between two frames.
FRAMES = (b'\x80\x04' + framed(b']\x94(]\x94(' + b''.join(b'K' + bytes([number]) for number in range(100)) + b'e') + b'X' + struct.pack('<I', 70000) + b'x' * 70000 + framed(b'\x94\x8c\x01y\x94e.'))


# Batches and frames ---------------------------------------------------------------------------------------------------------------

class L(list):
    pass


class DD(dict):
    pass


FRAMED = {
    'b65535': "b'x' * 65535", 'b65536': "b'x' * 65536", 's65535': "'x' * 65535", 's65536': "'x' * 65536", 'ba65536': 'bytearray(65536)', 'list_b': "[b'x' * 65536] * 2", 'two': "[b'x' * 65536, b'y' * 65536, 1]",
    'mix': "[1, b'x' * 70000, 2, 'y' * 70000, 3]", 'many': 'list(range(30000))', 'tiny': '1', 'none': 'None', 'ab': '(1,)', 'bytes1': "b''",
}


def ask_batch():
    def counts(data):
        found = collections.Counter(opcode.name for opcode, _, _ in pickletools.genops(data))
        return {'counts': {name: found[name] for name in ('MARK', 'APPEND', 'APPENDS', 'SETITEM', 'SETITEMS', 'ADDITEMS', 'FRAME') if found[name]}}

    def batch(name, source, value):
        ask('batch', name, {'python': source, 'protocol': 4}, lambda: pickle.dumps(value, 4), counts)

    for size in (0, 1, 2, 999, 1000, 1001, 1002, 2000, 2001):
        batch('list%d' % size, '[None] * %d' % size, [None] * size)
        batch('dict%d' % size, '{i: None for i in range(%d)}' % size, {i: None for i in range(size)})
        batch('set%d' % size, 'set(range(%d))' % size, set(range(size)))
        batch('fs%d' % size, 'frozenset(range(%d))' % size, frozenset(range(size)))
    for size in (0, 1, 2, 1000, 1001):
        batch('listsub%d' % size, 'L([None] * %d), a subclass of list' % size, L([None] * size))
        batch('dictsub%d' % size, 'DD({i: None for i in range(%d)}), a subclass of dict' % size, DD({i: None for i in range(size)}))

    def frames(data):
        return {'length': len(data), 'frames': [[position, argument] for opcode, argument, position in pickletools.genops(data) if opcode.name == 'FRAME']}

    if pickle.HIGHEST_PROTOCOL >= 5:
        for key, source in FRAMED.items():
            ask('batch', 'frames.' + key, {'python': source, 'protocol': 5, 'shows': 'length and frames [position, size]'}, lambda: pickle.dumps(eval(source), 5), frames)


def main():
    for section in (ask_pickle_loads, ask_pickle_dumps, ask_pickle_bytes, ask_json, ask_tools, ask_batch):
        section()
    print(json.dumps({'version': platform.python_version(), 'bits': struct.calcsize('P') * 8, 'tables': tables}))


if __name__ == '__main__':
    main()
