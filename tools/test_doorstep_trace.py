#!/usr/bin/env python3
"""Compares what doorstep_trace reads from traces/*.trace.zst with traces/*.json, with and without numpy."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import doorstep_trace  # noqa: E402

TRACES = pathlib.Path(__file__).parent.parent / "traces"


class ConformanceTest(unittest.TestCase):
    def check(self, path):
        expected = json.loads(path.with_suffix("").with_suffix(".json").read_text())
        trace = doorstep_trace.Trace(path)
        blocks = []
        for block in trace.blocks():
            names = ["time", "kind"] + doorstep_trace.SLOTS
            columns = [doorstep_trace._to_list(block.columns[name]) for name in names]
            blocks.append({"sequence": block.sequence, "region": block.region,
                           "records": [list(row) for row in zip(*columns)]})
        self.assertEqual(blocks, expected["blocks"])
        self.assertEqual(trace.is_complete, expected["complete"])
        self.assertEqual(bool(trace.losses), bool(expected["losses"]))
        self.assertEqual(trace.footer and trace.footer["digest"], expected["digest"])
        self.assertEqual(trace.footer and trace.footer["totals"], expected["totals"])
        for name in ("scenario", "scenario_hash", "seed", "epoch_us", "quantum_us", "regions", "dictionaries"):
            self.assertEqual(trace.header[name], expected["header"][name])
        kinds = [[kind["id"], kind["name"], [field["name"] for field in kind["fields"]]] for kind in trace.kinds]
        self.assertEqual(kinds, expected["header"]["kinds"])

    def test_files_read_as_their_json_says(self):
        paths = sorted(TRACES.glob("*.trace.zst"))
        self.assertTrue(paths)
        numpy = doorstep_trace.numpy
        for path in paths:
            for module in {None, numpy}:
                with self.subTest(path=path.name, numpy=module is not None):
                    doorstep_trace.numpy = module
                    try:
                        self.check(path)
                    finally:
                        doorstep_trace.numpy = numpy

    def test_named_records_have_texts(self):
        trace = doorstep_trace.Trace(TRACES / "one-parcel.trace.zst")
        first = trace.named(trace.records()[0])
        self.assertEqual((first["kind"], first["country"], first["region"]), ("orderCreated", "DE", "eu"))

    def test_other_files_are_refused(self):
        with self.assertRaises(doorstep_trace.TraceError):
            doorstep_trace.Trace(__file__)

    def test_checksum_has_its_known_answer(self):
        self.assertEqual(doorstep_trace.crc32c(b"123456789"), 0xE3069283)


if __name__ == "__main__":
    unittest.main()
