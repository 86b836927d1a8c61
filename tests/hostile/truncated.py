"""What CPython says of opcodes with a length, cut anywhere, longer than the bytes, or longer than their frame.

python tests/hostile/truncated.py tests/hostile/truncated.json    (64 bit, 3.13; 3.8 says the same)
"""
import io, json, pickle, struct, sys, tempfile

OPCODES = {
    "LONG1": b"\x8a\x05abcde", "LONG4": b"\x8b\x05\0\0\0abcde", "SHORT_BINSTRING": b"U\x05abcde",
    "BINSTRING": b"T\x05\0\0\0abcde", "SHORT_BINBYTES": b"C\x05abcde", "BINBYTES": b"B\x05\0\0\0abcde",
    "BINBYTES8": b"\x8e\x05\0\0\0\0\0\0\0abcde", "BYTEARRAY8": b"\x96\x05\0\0\0\0\0\0\0abcde",
    "SHORT_BINUNICODE": b"\x8c\x05abcde", "BINUNICODE": b"X\x05\0\0\0abcde", "BINUNICODE8": b"\x8d\x05\0\0\0\0\0\0\0abcde",
    "BININT": b"J\1\2\3\4", "BINFLOAT": b"G\0\0\0\0\0\0\0\0", "GLOBAL": b"cbuiltins\nint\n", "INT": b"I12\n",
    "STRING": b"S'abc'\n", "UNICODE": b"Vabc\n", "LONG_BINPUT": b"Nr\1\0\0\0",
}
LONG = {
    "BINBYTES": b"B\xff\xff\xff\x7fab", "BINBYTES8": b"\x8e\xff\xff\xff\xff\0\0\0\0ab", "BINUNICODE": b"X\xff\xff\xff\x7fab",
    "BINUNICODE8": b"\x8d\0\0\0\0\x10\0\0\0ab", "LONG4": b"\x8b\xff\xff\xff\x7fab", "BINSTRING": b"T\xff\xff\xff\x7fab",
    "BYTEARRAY8": b"\x96\0\0\0\0\x10\0\0\0ab", "FRAME": b"\x95\0\0\0\0\x10\0\0\0N.", "FRAME 2 GiB": b"\x95\xff\xff\xff\x7f\0\0\0\0N.",
}


def cases():
    for name, code in OPCODES.items():
        whole = b"\x80\x04" + code + b"."
        for cut in range(2, len(whole)):
            yield f"{name} cut at {cut}", whole[:cut]
        for length in range(len(code) + 3):
            yield f"{name} in a frame of {length}", b"\x80\x04\x95" + struct.pack("<Q", length) + code + b"."
    for name, code in LONG.items():
        yield f"{name} of more bytes than there are", b"\x80\x04" + code


def verdict(load):
    try:
        load()
        return "ok"
    except MemoryError:
        # The whole length is asked for at once; with memory enough it is what the others are.
        return "UnpicklingError: pickle data was truncated"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def verdicts(data):
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return [verdict(lambda: pickle.loads(data)), verdict(lambda: pickle.load(file))]


with open(sys.argv[1], "w", encoding="ascii", newline="\n") as out:
    rows = [[name, data.hex(), *verdicts(data)] for name, data in cases()]
    out.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
