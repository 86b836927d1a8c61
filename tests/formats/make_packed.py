"""make_packed.py > packed-golden.json: lzma and LZ4 by Python's lzma and lz4 (4.4), and joblib's old container. Needs lz4."""
import base64, json, lzma, sys, zlib
import lz4.frame

seed = 1
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return seed // 65536 % n
def content(kind, size):
    if kind == "random": return bytes(rnd(256) for _ in range(size))
    if kind == "zeros": return bytes(size)
    out = bytearray()
    while len(out) < size:
        out += b"a line of text, and another" if rnd(3) else bytes([rnd(256)]) * rnd(40)
        if len(out) > 300 and rnd(4) == 0: out += out[rnd(len(out) - 200):][:200]
    return bytes(out[:size])

CONTENTS = {"%s %d" % (k, n): content(k, n) for k, n in [("text", 0), ("text", 1), ("text", 13), ("text", 5000), ("random", 3000), ("zeros", 200000), ("text", 300000)]}
cases = []
def case(packing, how, of, data): cases.append({"packing": packing, "how": how, "of": of, "data": base64.b64encode(data).decode()})

for of, data in CONTENTS.items():
    case("lzma", "preset 6", of, lzma.compress(data, format=lzma.FORMAT_ALONE))
    case("lzma", "a small window", of, lzma.compress(data, format=lzma.FORMAT_ALONE, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 4096, "lc": 1, "lp": 3, "pb": 0}]))
    case("zfile", "zlib", of, b"ZF" + hex(len(data)).ljust(19).encode() + zlib.compress(data))
    case("zfile", "a space more", of, b"ZF" + hex(len(data)).ljust(20).encode() + zlib.compress(data))
    case("lz4", "as joblib", of, lz4.frame.compress(data, content_checksum=True))
    for linked in (True, False):
        for block in (lz4.frame.BLOCKSIZE_MAX64KB, lz4.frame.BLOCKSIZE_MAX4MB):
            frame = lz4.frame.compress(data, block_linked=linked, block_size=block, block_checksum=True, content_checksum=not linked, store_size=linked)
            case("lz4", "%s blocks of size %d" % ("linked" if linked else "single", block), of, frame)
# The size in the header, without the mark of the end.
text = CONTENTS["text 5000"]
whole = bytearray(lzma.compress(text, format=lzma.FORMAT_ALONE))
whole[5:13] = len(text).to_bytes(8, "little")
case("lzma", "a size", "text 5000", bytes(whole))
case("lz4", "two frames and one to skip", "text 5000", lz4.frame.compress(text[:2000]) + b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc" + lz4.frame.compress(text[2000:]))
json.dump({"versions": {"python": sys.version.split()[0], "lz4": lz4.__version__}, "contents": {k: {"crc": zlib.crc32(v), "size": len(v)} for k, v in CONTENTS.items()}, "cases": cases}, sys.stdout, indent=0)
