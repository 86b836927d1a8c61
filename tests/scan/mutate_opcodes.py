"""Mutations of pickles that know the opcodes, so that most still load; and some of bytes, so that readers differ."""
import struct

LINES = {b"F": 1, b"I": 1, b"L": 1, b"S": 1, b"V": 1, b"g": 1, b"p": 1, b"P": 1, b"c": 2, b"i": 2}
FIXED = {b"K": 1, b"M": 2, b"J": 4, b"G": 8, b"h": 1, b"j": 4, b"q": 1, b"r": 4, b"\x80": 1, b"\x82": 1, b"\x83": 2, b"\x84": 4, b"\x95": 8}
COUNTED = {b"U": 1, b"C": 1, b"\x8a": 1, b"\x8c": 1, b"T": 4, b"X": 4, b"B": 4, b"\x8b": 4, b"\x8d": 8, b"\x8e": 8, b"\x96": 8}
FORMATS = {1: "<B", 2: "<H", 4: "<I", 8: "<Q"}
TEXTS = b"SUVTX\x8c\x8d"
PUTS, GETS = b"pqr", b"ghj"
OPCODES = bytearray(b"(.012FIJKLMNPQRSTUVXabcde}ghij]lopqrstu)BCG") + bytearray(range(0x80, 0x99))


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value


ORDERED = b"ccollections\nOrderedDict\n"
# What leaves the stack as it was.
NEUTRAL = [
    [b"N", b"0"], [b"2", b"0"], [b"(", b"1"], [b"(", b"N", b"K\x01", b"1"], [b"(", b"0"], [b"(", b"(", b"1", b"1"],
    [b"q\x63", b"0", b"h\x63"], [b"p99\n", b"0", b"g99\n"], [b"r\xff\xff\0\0", b"0", b"j\xff\xff\0\0"], [b"\x94"], [b"q\x05"], [b"p7\n"],
    [b"\x80\x02"], [b"\x80\x03"], [b"\x80\x04"], [b"\x80\x05"], [b"\x80\x01"], [b"\x80\x00"], [b"]", b"(", b"N", b"K\x01", b"e", b"0"],
    [b"}", b"(", b"N", b"N", b"u", b"0"], [b"(", b"d", b"0"], [b"(", b"l", b"0"], [b"(", b"t", b"0"], [ORDERED, b")", b"R", b"0"],
    [ORDERED, b"0"], [b"\x8f", b"(", b"K\x01", b"\x90", b"0"], [b"(", b"K\x01", b"\x91", b"0"], [b"]", b"N", b"a", b"0"], [b"}", b"N", b"N", b"s", b"0"],
    [b"K\x01", b"\x85", b"0"], [b"\x82\x02", b"0"], [b"Px\n", b"0"], [b"N", b"Q", b"0"], [b"C\x01a", b"0"], [b"\x96\x01\0\0\0\0\0\0\0a", b"0"],
    [b"\x97", b"0"], [b"\x97", b"\x98", b"0"], [b"I01\n", b"0"], [b"L5L\n", b"0"], [b"F1.5\n", b"0"], [b"\x8a\x00", b"0"], [b"G" + b"\0" * 8, b"0"],
    [b"]", b"(", b"e", b"0"], [b"}", b"(", b"u", b"0"], [b"N", b"(", b"e", b"0"], [b"N", b"(", b"u", b"0"], [b"]", b"N", b"b", b"0"], [b"N", b"}", b"b", b"0"],
    [ORDERED, b")", b"\x81", b"}", b"b", b"0"], [ORDERED, b")", b"}", b"\x92", b"0"], [b"(", ORDERED, b"o", b"0"], [b"(", b"icollections\nOrderedDict\n", b"0"],
    [b"\x95\0\0\0\0\0\0\0\0"], [b"p+8\n"], [b"p 8\n"], [b"p08\n"], [b"p8\0\n"], [b"p0x8\n"],
]
# What a body may be put into: the opcodes before it and after it.
WRAPS = [
    ([b"]"], [b"a"]), ([b"]", b"("], [b"e"]), ([b"}", b"N"], [b"s"]), ([b"}", b"(", b"N"], [b"u"]), ([b"("], [b"t"]), ([b"("], [b"l"]), ([b"(", b"N"], [b"d"]),
    ([], [b"\x85"]), ([b"N"], [b"\x86"]), ([b"N", b"N"], [b"\x87"]), ([b"("], [b"1", b"N"]), ([], [b"0", b"N"]), ([b"N"], [b"0"]), ([b"\x8f", b"("], [b"\x90"]),
    ([ORDERED, b")", b"R", b"}", b"S'a'\n"], [b"s", b"b"]), ([ORDERED], [b"\x85", b"R"]), ([ORDERED], [b"\x85", b"\x81"]), ([ORDERED, b")", b"R", b"N"], [b"s"]),
    ([b"(", ORDERED], [b"o"]), ([b"("], [b"icollections\nOrderedDict\n"]), ([b"N", b"("], [b"1"]), ([b"N"], [b"\x86", b"0", b"N"]), ([], [b"Q"]), ([b"(", b"("], [b"t", b"t"]),
    ([b"N", b"."], []), ([b"\x80\x02", b"N", b"."], []), ([], [b"q\x0a", b"0", b"h\x0a"]), ([], [b"2"]), ([], [b"2", b"0"]), ([], [b"2", b"\x86"]),
    ([b"cdatetime\ndate\n", b"C\x04\x07\xe4\x01\x01", b"\x85", b"R", b"("], [b"1"]), ([b"cshop\nCart\n", b")", b"\x81"], [b"b"]),
]
SMALL = [b"q\x00", b"h\x00", b"q\x01", b"h\x01", b"0", b"1", b"2", b"(", b"t", b")", b"R", b"N", b"\x94", b"p0\n", b"g0\n", b"g00\n", b"p 1\n", b"g1\n", b"\x95\x05\0\0\0\0\0\0\0", b"\x95\xff\xff\0\0\0\0\0\0", b"}", b"b", b"a", b"]", b"e", b"\x85", b"\x86", b"\x81", b"o", b"Q", b".", b"I0x1\n", b"S'os'\n", b"S'system'\n", b"\x93", text(b"os"), b"cos\nsystem\n", b"c__builtin__\neval\n", b"r\xff\0\0\0", b"j\xff\0\0\0", b"U\x01a", b"V\\u0061\n", b"\x82\x01", b"\x83\x03\0", b"u", b"s", b"d", b"l", b"i", b"\x90", b"\x8f", b"\x91", b"\x92"]


def tokens_of(data):
    """The opcodes with their operands; the rest as one where it cannot be told any more."""
    at, found = 0, []
    while at < len(data):
        code = data[at : at + 1]
        end = at + 1
        if code in LINES:
            for _ in range(LINES[code]):
                newline = data.find(b"\n", end)
                end = len(data) if newline == -1 else newline + 1
        elif code in FIXED:
            end += FIXED[code]
        elif code in COUNTED:
            size = COUNTED[code]
            head = data[end : end + size]
            end = len(data) if len(head) < size else end + size + struct.unpack(FORMATS[size], head)[0]
        found.append(data[at:end])
        at = end
    return found


def text_in(token):
    """The text of an opcode of one that is plain ASCII without escapes; None for all else."""
    code = token[:1]
    if code not in TEXTS:
        return None
    if code == b"S":
        value = token[2:-2]
    elif code == b"V":
        value = token[1:-1]
    else:
        value = token[1 + COUNTED[code] :]
    return None if b"\\" in value or b"\n" in value or b"'" in value or len(value) > 200 else value


class Mutator(object):
    def __init__(self, rng, seeds, attacks):
        self.rng = rng
        self.attacks = [tokens_of(seed) for seed in seeds[:attacks]]
        self.benign = [tokens_of(seed) for seed in seeds[attacks:]]
        self.seeds = seeds
        self.ways = [self.equal, self.equal, self.equal, self.neutral, self.neutral, self.neutral, self.wrap, self.wrap, self.splice, self.frame, self.memo, self.around, self.copied, self.cut, self.protocol, self.marks]

    def mutated(self):
        rng = self.rng
        tokens = list(rng.choice(self.attacks))
        for _ in range(rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 7, 9))):
            tokens = rng.choice(self.ways)(tokens)
        data = b"".join(tokens)
        # A third is damaged besides, where readers differ most.
        if rng.randrange(3) == 0:
            data = self.damaged(bytearray(data), rng.choice((1, 1, 1, 2, 3)))
        return bytes(data[:8192])

    def place(self, tokens):
        return self.rng.randrange(len(tokens) + 1)

    # Each takes opcodes and returns others.

    def text(self, value):
        rng = self.rng
        kind = rng.randrange(9)
        if kind == 0:
            return b"S'" + value + b"'\n"
        if kind == 1:
            return b'S"' + b"".join(self.escaped(value[i : i + 1]) for i in range(len(value))) + b'"' + rng.choice((b"", b" ", b"\r")) + b"\n"
        if kind == 2:
            return b"U" + struct.pack("<B", len(value)) + value
        if kind == 3:
            return b"T" + struct.pack("<I", len(value)) + value
        if kind == 4:
            return b"V" + value + b"\n"
        if kind == 5:
            return b"V" + b"".join(b"\\u%04x" % ord(value[i : i + 1]) if rng.randrange(2) else value[i : i + 1] for i in range(len(value))) + b"\n"
        if kind == 6:
            return b"\x8c" + struct.pack("<B", len(value)) + value
        if kind == 7:
            return b"\x8d" + struct.pack("<Q", len(value)) + value
        return text(value)

    def escaped(self, character):
        kind = self.rng.randrange(4)
        if kind == 0:
            return b"\\x%02x" % ord(character)
        return b"\\%03o" % ord(character) if kind == 1 else character

    def equal(self, tokens):
        """Another spelling of one opcode or of a call."""
        rng = self.rng
        at = rng.randrange(len(tokens))
        token = tokens[at]
        code = token[:1]
        value = text_in(token)
        if value is not None:
            new = [self.text(value)]
        elif code == b"c" and token.count(b"\n") == 2:
            module, name, _ = token[1:].split(b"\n")
            new = [self.text(module), self.text(name), b"\x93"]
            if rng.randrange(3) == 0:
                new[1:1] = list(rng.choice(NEUTRAL))
        elif token == b")":
            new = rng.choice(([b"(", b"t"], [b"(", b"t", b"2", b"0"], [b"]", b"0", b")"]))
        elif token == b"R":
            new = rng.choice(([b"\x81"], [b"}", b"\x92"], [b"R"], [b"}", b"(", b"u", b"\x92"]))
            # A call whose arguments are on the stack since a mark.
            if rng.randrange(2):
                inst = self.called_by_mark(tokens, at)
                if inst is not None:
                    return inst
        elif token in (b"\x81", b"\x92"):
            new = [b"R"] if token == b"\x81" else [b"0", b"R"]
        elif code in b"KMJI" and code != b"":
            new = [rng.choice((b"K\x01", b"M\x01\0", b"J\x01\0\0\0", b"I1\n", b"I01\n", b"L1L\n", b"L1\n", b"\x8a\x01\x01", b"\x8b\x01\0\0\0\x01", b"N", b"\x88"))]
        else:
            return self.neutral(tokens)
        return tokens[:at] + new + tokens[at + 1 :]

    def called_by_mark(self, tokens, at):
        """`c ( args t R` as `( c args o` or `( args i`."""
        if at < 2 or tokens[at - 1] not in (b"t", b")"):
            return None
        if tokens[at - 1] == b")":
            start, args = at - 2, []
        else:
            start, depth = at - 2, 1
            while start >= 0 and depth:
                depth += -1 if tokens[start] == b"(" else 1 if tokens[start] in (b"t", b"l", b"d", b"e", b"u", b"1") else 0
                start -= 1
            if depth or start < 0:
                return None
            args = tokens[start + 2 : at - 1]
        if tokens[start][:1] != b"c":
            return None
        new = [b"(", tokens[start]] + args + [b"o"]
        if self.rng.randrange(2):
            new = [b"("] + args + [b"i" + tokens[start][1:]]
        return tokens[:start] + new + tokens[at + 1 :]

    def neutral(self, tokens):
        at = self.place(tokens)
        return tokens[:at] + list(self.rng.choice(NEUTRAL)) + tokens[at:]

    def body(self, tokens):
        """Without PROTO and STOP."""
        start = 1 if tokens and tokens[0][:1] == b"\x80" else 0
        end = len(tokens) - 1 if tokens and tokens[-1] == b"." else len(tokens)
        return tokens[:start], tokens[start:end], tokens[end:]

    def wrap(self, tokens):
        before, body, after = self.body(tokens)
        head, tail = self.rng.choice(WRAPS)
        return before + list(head) + body + list(tail) + after

    def splice(self, tokens):
        """Into the pickle of a library: between two opcodes and dropped again, or in place of a constant."""
        rng = self.rng
        if not self.benign:
            return tokens
        host = rng.choice(self.benign)
        body = self.body(tokens)[1]
        if len(host) > 400:
            return tokens
        constants = [i for i, token in enumerate(host) if token[:1] in b"KMJINGXU\x8c\x88\x89C"]
        if constants and rng.randrange(2):
            at = rng.choice(constants)
            return host[:at] + body + host[at + 1 :]
        at = rng.randrange(len(host))
        return host[:at] + body + [b"0"] + host[at:]

    def frame(self, tokens):
        rng = self.rng
        at, end = self.place(tokens), self.place(tokens)
        size = len(b"".join(tokens[at:end])) if end > at else len(b"".join(tokens[at:]))
        size += rng.choice((0, 0, 0, 0, 1, -1, 3, 100, 70000))
        return tokens[:at] + [b"\x95" + struct.pack("<Q", max(0, size))] + tokens[at:]

    def memo(self, tokens):
        """Another spelling of the memo's opcodes, or a value that goes through it."""
        rng = self.rng
        places = [i for i, token in enumerate(tokens) if token[:1] in (b"q", b"h", b"r", b"j", b"p", b"g")]
        if not places or rng.randrange(3) == 0:
            at = self.place(tokens)
            number = rng.choice((0, 1, 7, 200, 300, 70000))
            put, get = self.index(PUTS, number), self.index(GETS, number)
            return tokens[:at] + [put, b"0", get] + tokens[at:]
        new = list(tokens)
        for at in places:
            token = tokens[at]
            digits = token[1:].strip()
            number = (int(digits) if digits.isdigit() else 0) if token[:1] in b"pg" else struct.unpack(FORMATS[FIXED[token[:1]]], token[1:])[0] if len(token) == 1 + FIXED[token[:1]] else 0
            new[at] = self.index(PUTS if token[:1] in PUTS else GETS, number)
        return new

    def index(self, codes, number):
        kind = self.rng.randrange(4)
        if kind == 0 or number > 255 and kind == 1:
            return codes[0:1] + b"%d\n" % number
        if kind == 1:
            return codes[1:2] + struct.pack("<B", number)
        if kind == 2:
            return codes[2:3] + struct.pack("<I", number)
        return codes[0:1] + self.rng.choice((b"+%d\n", b" %d\n", b"0%d\n", b"%d \n", b"%d\0\n", b"%d\n")) % number

    def around(self, tokens):
        rng = self.rng
        other = rng.choice(self.attacks + self.benign)
        kind = rng.randrange(6)
        if kind == 0:
            return other + tokens
        if kind == 1:
            return tokens + other
        if kind == 2:
            return tokens + [rng.choice((b"\0" * 9, b"\n", b"\r\n", b"junk", b"\xff", b"\x80", b"\x1f\x8b\x08", b"PK\x03\x04"))]
        if kind == 3:
            return [b"N", b"."] + tokens
        before, body, after = self.body(tokens)
        other = self.body(other)[1]
        return before + (body + [b"0"] + other if kind == 4 else other + [b"0"] + body) + after

    def copied(self, tokens):
        rng = self.rng
        at = rng.randrange(len(tokens))
        to = min(len(tokens), at + rng.randrange(1, 5))
        where = self.place(tokens)
        return tokens[:where] + tokens[at:to] + tokens[where:]

    def cut(self, tokens):
        rng = self.rng
        at = rng.randrange(len(tokens))
        if rng.randrange(3) == 0:
            return tokens[: at + 1]
        return tokens[:at] + tokens[at + 1 :] or tokens

    def protocol(self, tokens):
        return [b"\x80" + struct.pack("<B", self.rng.choice((0, 1, 2, 2, 3, 4, 4, 5, 6)))] + (tokens[1:] if tokens[0][:1] == b"\x80" and self.rng.randrange(2) else tokens)

    def marks(self, tokens):
        """Marks where values are wanted, and items that are none."""
        at = self.place(tokens)
        return tokens[:at] + list(self.rng.choice(([b"("], [b"(", b"e"], [b"(", b"u"], [b"(", b"0"], [b"(", b"2", b"1"], [b"(", b"q\x09", b"0"], [b"0"], [b"1"], [b"2"]))) + tokens[at:]

    def damaged(self, data, count):
        rng = self.rng
        for _ in range(count):
            size = len(data)
            at = rng.randrange(size + 1)
            kind = rng.randrange(9)
            if kind == 0 and at < size:
                data[at] = rng.randrange(256)
            elif kind == 1 and at < size:
                data[at] = rng.choice(OPCODES)
            elif kind == 2 and at < size:
                del data[at : at + rng.choice((1, 1, 2, 4))]
            elif kind in (3, 4):
                data[at:at] = rng.choice(SMALL)
            elif kind == 5:
                data.insert(at, rng.choice(OPCODES))
            elif kind == 6 and at < size:
                to = min(size, at + rng.randrange(1, 12))
                where = rng.randrange(size + 1)
                data[where:where] = data[at:to]
            elif kind == 7:
                other = rng.choice(self.seeds)
                data = data[:at] + other[rng.randrange(len(other) + 1) :]
            elif kind == 8 and at < size:
                data[at] ^= 1 << rng.randrange(8)
            if not data:
                data = bytearray(rng.choice(self.seeds))
        return data
