#!/usr/bin/env python3
"""Spreads the shards of a study over a Dask cluster and brings their results into one file; see docs/guide/studies.md.

    tools/study_dask STUDY.yaml --out DIR                               # a local cluster, one worker per processor
    tools/study_dask STUDY.yaml --out DIR --cluster tcp://head:8786     # one that runs already

A task is `doorstep study STUDY --shard i/n` in a folder of its own, and what it returns is the bytes of its results file: the
nodes need no shared file system. The study, its scenario and the files they name go with the task; the binary does not, and must
stand at the same path everywhere. A worker that is lost costs the shard it was at, which goes to another one.
"""

import argparse
import ctypes
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

USER_ERRORS = {2, 3}


class ShardFailed(Exception):
    """A shard ended with an exit code that another try may not mend."""


def end_with_parent():
    """Lets the child die with the worker: the shard is done again elsewhere."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def do_shard(binary, files, study, overrides, shard):
    """Runs one shard on a worker; returns the bytes of its results file, or the text of an error that trying again cannot mend."""
    threads = 1
    try:
        from distributed import get_worker
        threads = get_worker().state.nthreads
    except ValueError:
        pass
    with tempfile.TemporaryDirectory(prefix="doorstep-") as folder:
        for name, content in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        command = [binary, "study", study, "--shard", shard, "--out", "out", "--threads", str(threads), "--quiet",
                   "--format", "csv", *overrides]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, preexec_fn=end_with_parent)
        if done.returncode in USER_ERRORS:
            return done.stderr
        if done.returncode != 0:
            raise ShardFailed(f"shard {shard} ended with exit code {done.returncode}: {done.stderr}")
        return pathlib.Path(folder, "out", f"results-{shard.replace('/', '-of-')}.sqlite").read_bytes()


def absolute(path):
    """The path from the root as it is written: links stay, so that names fit each other on the other side too."""
    return pathlib.Path(os.path.abspath(path))


def mentioned(text):
    """What may be names of files in YAML: words, what stands in quotes, and what follows a colon or a dash."""
    quoted = re.findall(r"\"([^\"\n]+)\"|'([^'\n]+)'", text)
    lines = re.findall(r"(?:: +|- +)([^#\n\[\]{}\"',]+)", text)
    return {*re.findall(r"[^\s,\[\]{}\"':]+", text), *(a or b for a, b in quoted), *(line.strip() for line in lines)} - {""}


def named_files(study, more):
    """The study, and every file that it or a file of YAML it names mentions: by absolute path."""
    found, waiting = [], [absolute(study)] + [absolute(path) for path in more]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        if path.is_dir():
            waiting += [inner for inner in path.rglob("*") if inner.is_file()]
            continue
        found.append(path)
        if path.suffix not in (".yaml", ".yml"):
            continue
        for name in sorted(mentioned(path.read_text())):
            if not name.startswith("/") and len(name) < 256 and (path.parent / name).is_file():
                waiting.append(absolute(path.parent / name))
    return found


def bundle(study, more):
    """The files as they stand to each other: names below a common folder, and the study's own name."""
    paths = named_files(study, more)
    root = pathlib.Path(os.path.commonpath([path.parent for path in paths]))
    return ({str(path.relative_to(root)): path.read_bytes() for path in paths},
            str(absolute(study).relative_to(root)))


def tell(line):
    print(line, file=sys.stderr, flush=True)


class Driver:
    """Hands shards to a cluster and merges what comes back."""

    def __init__(self, arguments, client):
        self.arguments = arguments
        self.client = client
        self.out = pathlib.Path(arguments.out)
        self.overrides = [word for text in arguments.set for word in ("--set", text)]

    def doorstep(self, *words):
        """Runs the binary here and returns its output; ends this program as the binary ended."""
        done = subprocess.run([self.arguments.binary, *words], stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(done.returncode)
        return done.stdout

    def listed(self, *words):
        text = self.doorstep("study", self.arguments.study, "--list", "--format", "json", "--quiet", *self.overrides, *words)
        return json.loads(text)

    def known_keys(self):
        path = self.out / "results.sqlite"
        if not path.exists():
            return set()
        with sqlite3.connect(path) as database:
            return {key for (key,) in database.execute("SELECT key FROM run WHERE NOT interrupted")}

    def shards(self):
        """The shards that are still to be done."""
        whole = self.listed()
        threads = sum(self.client.nthreads().values()) or 1
        most = len(whole["runs"]) if whole["replications"] == "fixed" else len({run["point"] for run in whole["runs"]})
        count = max(1, min(self.arguments.shards or 4 * threads, most))
        names = [f"{number}/{count}" for number in range(1, count + 1)]
        known = self.known_keys()
        if whole["replications"] != "fixed" or not known:
            return names
        return [name for name in names
                if not {run["key"] for run in self.listed("--shard", name)["runs"]} <= known]

    def run(self):
        from distributed import as_completed
        existing = self.out / "results.sqlite"
        if existing.exists() and not self.arguments.resume:
            tell(f"error: \"{existing}\" is there already\n  help: add --resume, or name another folder with --out")
            return 2
        shards = self.shards()
        self.out.mkdir(parents=True, exist_ok=True)
        files, study = bundle(self.arguments.study, self.arguments.send)
        # The files are part of each task: data that only workers keep would be lost with the last of them.
        futures = [self.client.submit(do_shard, self.arguments.binary, files, study, self.overrides, shard, pure=False,
                                      retries=self.arguments.retries) for shard in shards]
        begun = time.monotonic()
        for done, future in enumerate(as_completed(futures), start=1):
            try:
                content = future.result()
            except Exception as problem:  # a shard that failed too often, or that lost too many workers
                tell(f"error: {problem}\n  help: what is merged stays; the same command with --resume goes on")
                self.client.cancel(futures)
                return 1
            if isinstance(content, str):
                tell(content.rstrip())
                self.client.cancel(futures)
                return 3
            self.merge(content)
            future.release()
            seconds = time.monotonic() - begun
            tell(f"{done} of {len(shards)} shards, {seconds:.0f} s, {seconds / done * (len(shards) - done):.0f} s left")
        return subprocess.run([self.arguments.binary, "study", self.arguments.study, "--out", str(self.out), "--resume",
                               "--quiet", "--format", self.arguments.format, *self.overrides]).returncode

    def merge(self, content):
        with tempfile.NamedTemporaryFile(dir=self.out, suffix=".sqlite") as part:
            part.write(content)
            part.flush()
            self.doorstep("merge", str(self.out / "results.sqlite"), part.name)


def parsed(words):
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(
        prog="study_dask", description="Run the shards of a study on a Dask cluster.",
        epilog="exit codes: those of doorstep (doorstep help exit-codes)")
    parser.add_argument("study", help="the study file")
    parser.add_argument("--out", required=True, help="folder for results.sqlite")
    parser.add_argument("--resume", action="store_true", help="go on with the results in the folder")
    parser.add_argument("--cluster", metavar="URL", help="scheduler to use, such as tcp://head:8786 (default: a local cluster)")
    parser.add_argument("--workers", type=int, help="workers of the local cluster (default: the processors)")
    parser.add_argument("--shards", type=int, help="parts of the study (default: four per thread of the cluster)")
    parser.add_argument("--retries", type=int, default=2, help="tries more for a shard that fails (default: 2)")
    parser.add_argument("--send", action="append", default=[], metavar="PATH", help="a file or folder to send along")
    parser.add_argument("--set", action="append", default=[], metavar="path=value", help="as of doorstep study")
    parser.add_argument("--format", default="text", choices=["text", "json", "csv", "md"], help="of the table at the end")
    parser.add_argument("--binary", default=str(root / ".build/release/doorstep"),
                        help="the doorstep command, at the same path on all nodes (default: the release build)")
    return parser.parse_args(words)


def main(words=None):
    arguments = parsed(words)
    if not os.access(arguments.binary, os.X_OK):
        tell(f"error: there is no command \"{arguments.binary}\"\n  help: build it with tools/doorstep --version")
        return 2
    from distributed import Client, LocalCluster
    if arguments.cluster:
        try:
            client = Client(arguments.cluster)
        except (OSError, ValueError) as problem:
            tell(f"error: no cluster answers at \"{arguments.cluster}\": {problem}\n"
                 "  help: start one with dask scheduler and dask worker, or leave --cluster out")
            return 2
        with client:
            return Driver(arguments, client).run()
    workers = arguments.workers or len(os.sched_getaffinity(0))
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        return Driver(arguments, client).run()


if __name__ == "__main__":
    sys.exit(main())
