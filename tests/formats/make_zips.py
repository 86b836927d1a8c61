"""make_zips.py > zips-golden.json: archives as Python's zipfile writes them, whole and damaged, with what is in them."""
import base64, io, json, struct, sys, zipfile

cases = []
CONTENT = {"a.txt": b"first", "b/c.bin": bytes(range(256)) * 4, "empty": b""}

def write(method=zipfile.ZIP_STORED, names=CONTENT, force=False, stream=False, comment=b""):
    out = io.BytesIO()
    class Pipe(io.RawIOBase):
        def writable(self): return True
        def write(self, data): out.write(data); return len(data)
    with zipfile.ZipFile(Pipe() if stream else out, "w", method) as archive:
        archive.comment = comment
        for name, data in names.items():
            info = zipfile.ZipInfo(name); info.compress_type = method
            with archive.open(info, "w", force_zip64=force) as member: member.write(data)
    return out.getvalue()

def case(name, data, error=None, content=CONTENT):
    made = {"name": name, "data": base64.b64encode(data).decode()}
    if error is None: made["content"] = {k: base64.b64encode(v).decode() for k, v in content.items()}
    else: made["error"] = error
    cases.append(made)

stored, packed = write(), write(zipfile.ZIP_DEFLATED)
case("stored", stored)
case("deflated", packed)
case("zip64 sizes", write(zipfile.ZIP_DEFLATED, force=True))
case("data descriptors", write(zipfile.ZIP_DEFLATED, stream=True))
case("data descriptors of zip64", write(stream=True, force=True))
case("a comment", write(comment=b"a comment with PK\x05\x06 in it"))
case("no members", write(names={}), content={})
uni = {"\u00e9\u4e2d.npy": b"x"}
case("UTF-8 names", write(names=uni), content=uni)
raw = write(names={"abc": b"1"}).replace(b"abc", b"\x81bc")
case("names of code page 437", raw, content={"\u00fcbc": b"1"})
def patched(data, at, fmt, value):
    data = bytearray(data); struct.pack_into(fmt, data, at, value); return bytes(data)
central = stored.index(b"PK\x01\x02")
end = stored.rindex(b"PK\x05\x06")
case("truncated", stored[:-30], "no end of the central directory")
case("not a zip", b"hello", "too short")
case("something before", b"#!/bin/sh\n" + stored, "not just before its end")
case("something after", stored + b"x", "no end of the central directory")
case("a wrong check sum", patched(patched(stored, central + 16, "<I", 1), 14, "<I", 1), "wrong check sum")
case("a check sum in the local header alone", patched(stored, 14, "<I", 1), "local header")
case("another local name", stored.replace(b"a.txt", b"A.txt", 1), "local header")
case("another local method", patched(stored, 8, "<H", 8), "local header")
case("damaged data", stored.replace(b"first", b"First", 1), "wrong check sum")
case("damaged deflate", packed[:40] + b"\xff\xff\xff" + packed[43:], "wrong check sum|cannot decompress|another size")
case("encrypted", patched(patched(stored, 6, "<H", 1), central + 8, "<H", 1), "encrypted")
case("a method that is not read", patched(patched(stored, 8, "<H", 99), central + 10, "<H", 99), "method 99")
case("two members of one name", stored.replace(b"empty", b"a.txt"), "two members")
second = stored.index(b"PK\x01\x02", central + 4)
case("overlapping members", patched(stored, second + 42, "<I", 0), "overlaps")
case("a size of the directory that is too large", patched(stored, end + 12, "<I", 2**31), "not before its end")
case("more entries than there are", patched(patched(stored, end + 8, "<H", 9000), end + 10, "<H", 9000), "too small")
case("fewer entries than there are", patched(patched(stored, end + 8, "<H", 1), end + 10, "<H", 1), "more than its entries")
case("another disk", patched(stored, end + 4, "<H", 1), "several disks")
big = patched(stored, central + 24, "<I", 0xffffffff)
case("a size of zip64 that is missing", big, "sizes of zip64")
wrong = patched(patched(stored, central + 24, "<I", 6), 22, "<I", 6)
case("a size that is too large", wrong, "another size")
json.dump({"python": sys.version.split()[0], "cases": cases}, sys.stdout, indent=0)
