"""Writes docs/command-transcript.md: the command in a terminal, on pickles of numpy, pandas and scikit-learn and on half a gigabyte.

    npm run build && python scripts/make-transcript.py

Needs Python 3 with numpy, pandas, scikit-learn and joblib. What is shown was printed; only long lines and long outputs are cut.
"""

import datetime
import decimal
import os
import pickle
import pty
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAIN = os.path.join(ROOT, "dist", "cli", "main.js")
PAGE = os.path.join(ROOT, "docs", "command-transcript.md")
COLUMNS, LINES = 110, 16


def make_data():
    """In a process of its own: a child's peak of memory counts from that of the process that started it."""
    import joblib
    import numpy
    import pandas
    import sklearn
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    print("numpy %s, pandas %s, scikit-learn %s, joblib %s" % (
        numpy.__version__, pandas.__version__, sklearn.__version__, joblib.__version__))
    draw = numpy.random.default_rng(1)
    with open("weights.pkl", "wb") as file:
        pickle.dump({"epoch": 7, "loss": numpy.float64(0.25), "weights": draw.random((2, 3))}, file)
    table = {"city": ["Oslo", "Graz", "Lima"], "temp": [3.5, 11.25, 19.0]}
    pandas.DataFrame(table).to_pickle("frame.pkl.gz")
    points = draw.random((40, 3))
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(points, points[:, 0] > 0.5)
    with open("model.pkl", "wb") as file:
        pickle.dump(model, file)
    joblib.dump(model, "model.joblib")
    session = {"user": "ada", "when": datetime.datetime(2026, 1, 2, 3, 4, 5), "total": decimal.Decimal("12.50"), "tags": {"a"}}
    with open("session.pkl", "wb") as file:
        pickle.dump(session, file)
    with open("hostile.pkl", "wb") as file:
        file.write(b"cos\nsystem\n(S'echo \x1b[31mgotcha'\ntR.")
    random.seed(1)
    rows = ({"id": i, "name": "user %d" % i, "score": random.random(), "note": "x" * 220} for i in range(2_000_000))
    with open("big.pkl", "wb") as file:
        # No memo: every note is written, as it would be if they differed.
        pickler = pickle.Pickler(file)
        pickler.fast = True
        pickler.dump(list(rows))


def run(command, interrupt=None):
    """Types a command into a shell on a terminal of its own: what it printed, and how it ended."""
    setup = "stty cols %d; brine() { %s %s \"$@\"; }; " % (COLUMNS, os.environ.get("NODE", "node"), MAIN)
    main, other = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    environment.update(TERM="xterm-256color", LANG="C.UTF-8")
    start = time.time()
    process = subprocess.Popen(
        ["bash", "-c", setup + command], stdin=other, stdout=other, stderr=other, env=environment, start_new_session=True,
    )
    os.close(other)
    output, first, stopped = b"", None, False
    while True:
        ready, _, _ = select.select([main], [], [], 0.1)
        now = time.time() - start
        if interrupt is not None and now > interrupt and not stopped:
            stopped = True
            os.killpg(process.pid, signal.SIGINT)
        if not ready:
            continue
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        if first is None:
            first = time.time() - start
        output += piece
    os.close(main)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return output.decode("utf-8", "replace"), dict(
        first=first, total=time.time() - start, memory=usage.ru_maxrss // 1024, code=code
    )


CONTROLS = r"\x1b\[(?![0-9;]*m)[0-9;?]*[A-Za-z]|\x1b[78]"
BAR = r"\S+ [█░]+ \d+ %, \S+ left"


def visible(text):
    """The text as it stands on the screen at the end: what a bar drew is gone, as it is there; colours are marked."""
    text = re.sub(CONTROLS, "", text)
    text = re.sub(BAR, "", text).replace("\r", "").strip("\n")
    lines = text.replace("\x1b", "␛").split("\n")
    if len(lines) > LINES:
        lines = lines[:LINES] + ["… %d more lines" % (len(lines) - LINES)]
    return "\n".join(line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…" for line in lines)


def bars(text):
    """What a progress bar showed on the way: its first, a middle and its last state."""
    shown = re.findall(BAR, re.sub(CONTROLS, "\r", text))
    chosen = [shown[0], shown[len(shown) // 2], shown[-1]] if len(shown) > 2 else shown
    return "\n".join(line.strip() for line in chosen)


STEPS = [
    ("What is it?", ["brine --version", "brine show session.pkl", "brine show --json session.pkl", "brine show --tree session.pkl"]),
    ("NumPy, pandas, scikit-learn", [
        "brine show --tree weights.pkl",
        "brine show --tree --max-depth 3 --max-items 4 model.pkl",
        "brine show --tree --max-depth 3 frame.pkl.gz",
        "brine dis weights.pkl | head -8",
        "brine dis -a session.pkl | head -6",
        "brine show model.joblib; echo \"exit code $?\"",
    ]),
    ("A pickle that means harm", ["brine show hostile.pkl", "brine dis hostile.pkl"]),
    ("Other forms", [
        "brine convert session.pkl session.json; echo \"exit code $?\"",
        "brine convert --default str session.pkl session.json && brine json session.json",
        "NO_COLOR=1 brine json --compact session.json",
        "brine show nothing.pkl; echo \"exit code $?\"",
        "brine show --max-depth; echo \"exit code $?\"",
    ]),
    ("Half a gigabyte", [
        "ls -lh big.pkl | cut -d' ' -f5-",
        "brine dis big.pkl | head -4",
        "brine show --tree --max-depth 2 --max-items 2 big.pkl",
        "brine show big.pkl | head -4",
        "brine show --json --max-items 1 big.pkl | cut -c1-100",
        ("brine show big.pkl", 2.5),
    ]),
]


def main():
    version = subprocess.run([os.environ.get("NODE", "node"), "--version"], capture_output=True, text=True).stdout.strip()
    page = [
        "# The command, as it was seen in a terminal",
        "",
        "<!-- Written by scripts/make-transcript.py; change it there. -->",
        "",
        "",
        "`␛` is the escape character of a colour. Long outputs and lines are cut at `…`. Times and memory are those of this one run on",
        "a machine that did other things as well; they include Node's own start and, in a pipe, all of the pipe.",
        "`dis -a` prints descriptions of the opcodes in our own words, since Python's may not be copied; all else of `dis` is Python's.",
        "`joblib` puts raw arrays between the opcodes of its files, which no pickle reader can skip unless it knows of them.",
    ]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        made = subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "make-transcript.py"), "--data"], check=True, capture_output=True, text=True)
        page[4] = "Python %s, %s; Node %s." % (sys.version.split()[0], made.stdout.strip(), version)
        for title, commands in STEPS:
            page += ["", "## " + title]
            for step in commands:
                command, interrupt = step if isinstance(step, tuple) else (step, None)
                output, figures = run(command, interrupt)
                figures["first"] = figures["first"] or figures["total"]
                page += ["", "```text", "$ " + command]
                drawn = bars(output)
                if drawn:
                    page += [drawn, "… the bar goes away, and then:"]
                shown = visible(output)
                if shown.strip():
                    page.append(shown)
                if interrupt is not None:
                    page.append("^C")
                page.append("```")
                page.append("")
                page.append("First output%s after %.2f s, end after %.2f s, %d MB%s." % (
                    " (the bar)" if drawn else "", figures["first"], figures["total"], figures["memory"],
                    "; stopped by SIGINT %.1f s after the start" % interrupt if interrupt else ""))
                print(command, figures, flush=True)
        os.chdir(ROOT)
    text = "\n".join(page) + "\n"
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(re.sub(r"[ \t]+$", "", text, flags=re.M))


if "--data" in sys.argv:
    make_data()
else:
    main()
