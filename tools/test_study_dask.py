#!/usr/bin/env python3
"""Runs a study on local Dask clusters, one of which loses a worker, and compares the rows with those of a single process."""

import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import study_dask  # noqa: E402
from distributed import Client, LocalCluster  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = os.environ.get("DOORSTEP", str(ROOT / ".build/release/doorstep"))
HOST = ("wall_s", "events_per_s", "orders_per_wall_s", "peak_rss_bytes")


def rows(folder):
    """Every run with its place in the study and its figures, without what they cost the host."""
    with sqlite3.connect(pathlib.Path(folder, "results.sqlite")) as database:
        runs = database.execute(
            "SELECT point.place, key, fingerprint FROM point_run JOIN point ON point.id = point_id"
            " JOIN run ON run.id = run_id ORDER BY 1, 2").fetchall()
        figures = database.execute(
            "SELECT key, scope, name, metric, value, part, whole FROM metrics JOIN run ON run.id = run_id"
            f" WHERE metric NOT IN {HOST} ORDER BY 1, 2, 3, 4").fetchall()
    return runs, figures


class StudyDaskTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        inside = pathlib.Path(self.folder.name)
        (inside / "parts").mkdir()
        (inside / "parts/base.yaml").write_text((ROOT / "scenarios/ci-smoke.yaml").read_text())
        (inside / "world.yaml").write_text("include: parts/base.yaml\nend: 2026-11-27T00:00:00Z\n")
        self.study = str(inside / "k.yaml")
        pathlib.Path(self.study).write_text(
            "scenario: world.yaml\nvary: { demand: { path: scale.demand, values: [0.2, 0.4] } }\nreplications: 16\n"
            "metrics: [orders.placed]\n")
        self.single = str(inside / "single")
        subprocess.run([BINARY, "study", self.study, "--out", self.single, "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)

    def run_study(self, name, *words):
        out = str(pathlib.Path(self.folder.name, name))
        code = study_dask.main([self.study, "--out", out, "--binary", BINARY, *words])
        return code, out

    def test_a_lost_worker_costs_its_shard_only(self):
        for workers in (2, 1):  # where the only one is lost, the next one begins with nothing
            with self.subTest(workers=workers):
                self.lose_one_of(workers)

    def lose_one_of(self, workers):
        name = f"cluster-{workers}"
        with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
            with Client(cluster) as client:
                victim = sorted(client.run(os.getpid).values())[0]
                results = pathlib.Path(self.folder.name, name, "results.sqlite")

                def kill():
                    while not results.exists():
                        time.sleep(0.01)
                    os.kill(victim, signal.SIGKILL)

                killer = threading.Thread(target=kill)
                killer.start()
                code, out = self.run_study(name, "--cluster", cluster.scheduler_address, "--shards", "8")
                killer.join()
                self.assertNotIn(victim, client.run(os.getpid).values())
        self.assertEqual(code, 0)
        self.assertEqual(rows(out), rows(self.single))

    def test_a_local_cluster_goes_on_where_it_was(self):
        code, out = self.run_study("local", "--workers", "2", "--shards", "3")
        self.assertEqual(code, 0)
        expected = rows(self.single)
        self.assertEqual(rows(out), expected)
        with sqlite3.connect(pathlib.Path(out, "results.sqlite")) as database:
            number = database.execute("SELECT min(id) FROM run").fetchone()[0]
            for table in ("metrics", "accounts", "thresholds", "violations", "point_run"):
                database.execute(f"DELETE FROM {table} WHERE run_id = ?", (number,))
            database.execute("DELETE FROM run WHERE id = ?", (number,))
        self.assertEqual(self.run_study("local", "--workers", "2", "--shards", "3")[0], 2)
        self.assertEqual(self.run_study("local", "--workers", "2", "--shards", "3", "--resume")[0], 0)
        self.assertEqual(rows(out), expected)

    def test_what_is_wrong_is_told_once(self):
        pathlib.Path(self.study).write_text("scenario: nowhere.yaml\n")
        with self.assertRaises(SystemExit) as ended:
            self.run_study("wrong", "--workers", "1")
        self.assertEqual(ended.exception.code, 3)

    def test_files_that_files_name_go_along(self):
        files, study = study_dask.bundle(self.study, [])
        self.assertEqual(sorted(files), ["k.yaml", "parts/base.yaml", "world.yaml"])
        self.assertEqual(study, "k.yaml")
        inside = pathlib.Path(self.folder.name)
        (inside / "a world.yaml").write_text((inside / "world.yaml").read_text())
        (inside / "linked").symlink_to(inside / "parts", target_is_directory=True)
        pathlib.Path(self.study).write_text("scenario: a world.yaml  # with a space\nset: [\"x=linked/base.yaml\"]\n")
        (inside / "l.yaml").write_text("scenario: linked/base.yaml\n")
        self.assertIn("a world.yaml", study_dask.bundle(self.study, [])[0])
        self.assertEqual(sorted(study_dask.bundle(str(inside / "l.yaml"), [])[0]), ["l.yaml", "linked/base.yaml"])

    def test_a_cluster_that_is_not_there_is_an_error_with_help(self):
        self.assertEqual(self.run_study("none", "--cluster", "tcp://127.0.0.1:1")[0], 2)


if __name__ == "__main__":
    unittest.main()
