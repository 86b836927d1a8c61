"""A `brine worker` process, and what it says of bytes: shared by the adapters for Spark, Ray and Dask.

Python 3.8 and newer, standard library alone. Node and the package `brine` are found as `brine` on PATH, or by the
environment variable BRINE_COMMAND, such as "node /opt/brine/dist/cli/main.js" or "npx --yes brine".
"""

import collections
import errno
import hashlib
import json
import os
import queue
import shlex
import struct
import subprocess
import tempfile
import threading
from urllib.parse import quote, unquote, urlsplit

__all__ = ["Worker", "shared_worker", "command_beside", "row_of", "members_of", "tasks_of", "content_of", "COLUMNS"]

#: Items, and bytes of them, that are under way at once.
MOST_ITEMS = 64
MOST_BYTES = 1 << 25
#: Processes that may die before anything is answered. Items are worked on by a child of theirs, so it is hardly ever an
#: item's fault; somebody who ends processes may hit the same slow item more than once.
MOST_DEATHS = 10
#: Longer ones are refused here: a length has four bytes.
MOST_LENGTH = (1 << 31) - 1

#: The columns of the tables that are made of answers, by task.
HEAD = ["id", "sha256", "size", "ok"]
TAIL = ["error_name", "error_message", "error_code", "error_offset", "error_opcode", "error_hint"]
COLUMNS = {
    "convert": HEAD + ["pickles", "value"] + TAIL,
    "scan": HEAD + ["verdict", "unscannable", "findings", "imports"] + TAIL,
    "show": HEAD + ["text"] + TAIL,
}


#: The command where this file came from, for those who copy it within the process that asked.
SHIPPED_FROM = None


def command_beside():
    """The command in the package that this file is part of; None where it was copied without it, as to an executor."""
    if SHIPPED_FROM is not None:
        return SHIPPED_FROM
    here = os.path.dirname(os.path.abspath(__file__))
    for folder in (os.path.join(here, ".."), here):
        path = os.path.normpath(os.path.join(folder, "dist", "cli", "main.js"))
        if os.path.exists(path):
            return ["node", path]
    return None


def _command(given, elsewhere):
    if given is not None:
        return shlex.split(given) if isinstance(given, str) else list(given)
    if os.environ.get("BRINE_COMMAND"):
        return shlex.split(os.environ["BRINE_COMMAND"])
    known = command_beside() or elsewhere
    return list(known) if known is not None and os.path.exists(known[-1]) else ["brine"]


def _arguments(task, options):
    """Options as arguments: max_memory="1G" is --max-memory 1G, allow=[…] is one --allow for each."""
    arguments = ["worker", task, "--frames"]
    for name, value in sorted(options.items()):
        flag = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(flag)
        elif value is not None and value is not False:
            for one in value if isinstance(value, (list, tuple)) else [value]:
                arguments += [flag, str(one)]
    return arguments


class _Process:
    """One process of Node, with a thread that writes to it: it may answer before it has read all."""

    def __init__(self, command):
        self.errors = tempfile.TemporaryFile()
        self.popen = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, close_fds=True
        )
        self.queue = queue.SimpleQueue()
        threading.Thread(target=self._write, daemon=True).start()

    def _write(self):
        stdin = self.popen.stdin
        try:
            while True:
                pieces = self.queue.get()
                if pieces is None:
                    break
                for piece in pieces:
                    stdin.write(piece)
                if self.queue.empty():
                    stdin.flush()
            stdin.close()
        except (OSError, ValueError):
            # It is gone, which the reading side hears of.
            pass

    def send(self, name, content):
        self.queue.put((struct.pack("!I", len(name)) + name + struct.pack("!I", len(content)), content))

    def receive(self):
        """The next answer, or None when there will be none."""
        length = self._read(4)
        return None if length is None else self._read(struct.unpack("!I", length)[0])

    def _read(self, count):
        pieces = self.popen.stdout.read(count)
        return pieces if pieces is not None and len(pieces) == count else None

    def last_words(self):
        self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, self.errors.tell() - 2000))
        return self.errors.read().decode("utf-8", "replace").strip()

    def end(self, now=False):
        if now:
            self.popen.kill()
        self.queue.put(None)
        self.popen.wait()
        self.popen.stdout.close()
        self.errors.close()


class Worker:
    """Answers for items, in their order, several under way; a process that dies is replaced, and the items are sent again.

    The command is `command`, or what BRINE_COMMAND says, or that of the package this file is in, or `elsewhere`, what
    `command_beside()` returned on another machine, if it is here too, or `brine`. Options are those of `brine worker`.

    >>> with Worker("convert") as worker:
    ...     [answer["value"] for answer in worker.answers([("a", pickle.dumps([1, 2]))])]
    [[1, 2]]
    """

    def __init__(self, task, command=None, elsewhere=None, **options):
        if task not in COLUMNS:
            raise ValueError("task must be convert, scan or show, not %r" % (task,))
        self.task = task
        self.command = _command(command, elsewhere) + _arguments(task, options)
        self._process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def raw(self, items):
        """For each (id, bytes) the JSON of its answer, as bytes; an OSError in place of bytes becomes an answer too."""
        items = iter(items)
        pending = collections.deque()
        held = deaths = 0
        more = True
        try:
            while True:
                while more and len(pending) < MOST_ITEMS and held < MOST_BYTES:
                    try:
                        name, content = next(items)
                    except StopIteration:
                        more = False
                        break
                    if isinstance(content, OSError):
                        item = (name, os.fsencode(name), b"", content)
                    else:
                        data = content if isinstance(content, bytes) else bytes(content)
                        item = (name, os.fsencode(name), data, None)
                    pending.append(item)
                    held += len(item[2])
                    self._send(item)
                if not pending:
                    return
                first = pending[0]
                if first[3] is not None:
                    answer = _unread(first)
                elif len(first[2]) > MOST_LENGTH or len(first[1]) > 65536:
                    answer = _failed(first, "MemoryError", "it is longer than a worker takes")
                else:
                    answer = self._process.receive() if self._process is not None else None
                if answer is None:
                    deaths += 1
                    said = self._bury()
                    if deaths > MOST_DEATHS:
                        # A process that cannot start at all is nobody's fault but ours.
                        self._try_start(said)
                        answer = _failed(first, "ChildProcessError", "%d processes ended when they worked on it" % deaths)
                    else:
                        for item in pending:
                            self._send(item)
                        continue
                    pending.popleft()
                    for item in pending:
                        self._send(item)
                else:
                    pending.popleft()
                deaths = 0
                held -= len(first[2])
                yield answer
        finally:
            # Whoever stops in between leaves answers that nobody asked for.
            if pending:
                self._bury()

    def answers(self, items):
        """For each (id, bytes) its answer, as a dict."""
        return map(json.loads, self.raw(items))

    def rows(self, items):
        """For each (id, bytes) a tuple of the columns of its task."""
        return (row_of(self.task, answer) for answer in self.raw(items))

    def _send(self, item):
        _, name, content, error = item
        if error is not None or len(content) > MOST_LENGTH or len(name) > 65536:
            return
        if self._process is None:
            try:
                self._process = _Process(self.command)
            except FileNotFoundError:
                raise RuntimeError(
                    "%r is not there: install Node and the package brine on each machine, or set BRINE_COMMAND"
                    % self.command[0]
                ) from None
        self._process.send(name, content)

    def _bury(self):
        process, self._process = self._process, None
        if process is None:
            return ""
        process.popen.kill()
        process.popen.wait()
        said = process.last_words()
        process.end(now=True)
        return said

    def _try_start(self, said):
        process = _Process(self.command)
        try:
            process.send(b"probe", b"N.")
            if process.receive() is None:
                raise RuntimeError("brine worker does not start: %s" % (process.last_words() or said))
        finally:
            process.end(now=True)


def _unread(item):
    """The answer for a file that could not be read: nothing is known of its bytes."""
    given, _, _, error = item
    message = "%s: %s" % (given, error.strerror or error)
    told = {"name": type(error).__name__, "message": message, "code": "error"}
    return json.dumps({"id": given, "sha256": None, "size": None, "ok": False, "error": told}).encode()


def _failed(item, name, message):
    given, _, content, _ = item
    answer = {
        "id": given,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "ok": False,
        "error": {"name": name, "message": message, "code": "error"},
    }
    return json.dumps(answer).encode()


_VALUE = b',"value":'


def row_of(task, answer):
    """A tuple of the columns of a task; values and findings stay JSON, so that they have one type."""
    value = None
    if task == "convert":
        # A quote within a string is escaped, so this is the member and nothing else.
        at = answer.find(_VALUE)
        if at >= 0:
            value = answer[at + len(_VALUE) : -1].decode()
            answer = answer[:at] + b"}"
    told = json.loads(answer)
    error = told.get("error", {})
    head = (_printable(told["id"]), told["sha256"], told["size"], told["ok"])
    tail = tuple(error.get(name) for name in ("name", "message", "code", "offset", "opcode", "hint"))
    if task == "convert":
        return head + (told.get("pickles"), value) + tail
    if task == "scan":
        listed = tuple(json.dumps(told[name]) if name in told else None for name in ("findings", "imports"))
        return head + (told.get("verdict"), told.get("unscannable")) + listed + tail
    return head + (told.get("text"),) + tail


def _printable(name):
    """Columns are UTF-8, which names of files need not be."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


_SHARED = {}


def shared_worker(task, command=None, elsewhere=None, _owner=None, **options):
    """The worker of this Python process for a task: started once, and ended with the process.

    Answers come in the order of one caller, so each thread that asks names itself as the owner.
    """
    key = (os.getpid(), _owner, task, json.dumps([command, options], sort_keys=True))
    if key not in _SHARED:
        _SHARED[key] = Worker(task, command, elsewhere, **options)
    return _SHARED[key]


def tasks_of(folders, most_bytes=1 << 26, most_files=5000):
    """The files below folders as lists of paths, each for one task: sorted, hidden ones and links to folders left out.

    A name that is not UTF-8, which no column can hold, becomes a file: URL.
    """
    tasks, paths, size = [], [], 0
    for folder in folders:
        for path, length in _files_below(_local(folder)):
            if paths and (size + length > most_bytes or len(paths) >= most_files):
                tasks.append(paths)
                paths, size = [], 0
            paths.append(path if _printable(path) == path else "file://" + quote(os.fsencode(path)))
            size += length
    return tasks + [paths] if paths else tasks


def _files_below(folder):
    waiting = [os.path.abspath(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            found = sorted((entry for entry in entries if entry.name[0] not in "._"), key=lambda entry: entry.name)
        for entry in found:
            if entry.is_file():
                yield entry.path, entry.stat().st_size
        waiting += [entry.path for entry in reversed(found) if entry.is_dir(follow_symlinks=False)]


def _local(path):
    """A path, of which Spark makes file:/a/b."""
    if not path.startswith("file:"):
        return path
    return unquote(path[5:] if path[5:7] != "//" else urlsplit(path).path, errors="surrogateescape")


def content_of(path):
    """The bytes of a file, or the OSError that says why they cannot be had."""
    try:
        with open(_local(path), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MOST_LENGTH:
                return OSError(errno.EFBIG, "it is longer than a worker takes: %d bytes" % size)
            return file.read()
    except OSError as error:
        return error


def members_of(name, content, archives=True):
    """(id, bytes) of an item: of each file in a tar or zip archive, as `a.tar!/b.pkl`; of anything else the item itself."""
    import io
    import tarfile
    import zipfile

    if not archives or isinstance(content, OSError):
        yield name, content
        return
    is_zip = content[:4] in (b"PK\x03\x04", b"PK\x05\x06")
    is_tar = content[257:262] == b"ustar" or content[:3] in (b"\x1f\x8b\x08", b"BZh", b"\xfd7z")
    try:
        if is_zip:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                # Those of numpy and torch are one value each.
                if not any(_is_value(info.filename) for info in infos):
                    for info in infos:
                        if info.file_size > MOST_LENGTH:
                            raise ValueError("a member is too long")
                    for info in infos:
                        yield "%s!/%s" % (name, info.filename), archive.read(info)
                    return
        elif is_tar:
            with tarfile.open(fileobj=io.BytesIO(content), mode="r:*") as archive:
                for member in archive:
                    if member.isreg():
                        yield "%s!/%s" % (name, member.name), archive.extractfile(member).read()
            return
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError):
        # It is not an archive, or is damaged: the worker says so of the item.
        pass
    yield name, content


def _is_value(member):
    parts = member.split("/")
    return member.endswith(".npy") or (len(parts) == 2 and parts[1] in ("data.pkl", "version", "byteorder"))
