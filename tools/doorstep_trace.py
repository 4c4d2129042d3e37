#!/usr/bin/env python3
"""Reads Doorstep traces (docs/reference/trace.md).

    python3 tools/doorstep_trace.py info run.trace.zst
    python3 tools/doorstep_trace.py csv run.trace.zst > run.csv
    python3 tools/doorstep_trace.py parquet run.trace.zst run.parquet     # needs pyarrow

    import doorstep_trace
    trace = doorstep_trace.Trace("run.trace.zst")
    for block in trace.blocks(): block.columns["time"]                    # numpy arrays when numpy is there, else lists
    frame = trace.to_dataframe()                                          # needs pandas

Needs a Zstandard decompressor: Python 3.14, the `zstandard` package, or the `zstd` command.
"""

import io
import json
import struct
import subprocess
import sys

try:
    import numpy
except ImportError:
    numpy = None

SKIPPABLE = 0x184D2A5D
MARKER = b"\x89DST\r\n\x1a\n"
END_MARKER = b"\x89DSE\r\n\x1a\n"
HEADER, BLOCK, INDEX, FOOTER = 1, 2, 3, 4
PREFIX = 32
SLOTS = ["entity", "value", "aux", "node", "country", "flags"]
STREAMS = {
    1: "time_codes", 2: "time_bits", 3: "kinds", 4: "group_modes", 5: "families", 6: "family_indices",
    7: "entity_codes", 8: "entity_bits", 9: "value_codes", 10: "value_bits", 11: "aux_codes", 12: "aux_bits",
    13: "node_low", 14: "node_high", 15: "countries", 16: "flags",
}
SERIAL_MASK = (1 << 40) - 1
LARGEST_BLOCK = 16_384
LAST_CLASS = 250


class TraceError(Exception):
    """The file is not a trace, or nothing in it can be interpreted."""


# --- checksums, texts, integers


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ 0x82F63B78 if byte & 1 else byte >> 1
        table.append(byte)
    return table


_CRC = _crc_table()


def crc32c(data):
    """CRC-32C; by the `crc32c` package when it is there."""
    try:
        import crc32c as fast

        return fast.crc32c(data)
    except ImportError:
        crc = 0xFFFFFFFF
        for byte in data:
            crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
        return crc ^ 0xFFFFFFFF


class _Reader:
    """Takes numbers and texts from the front of bytes."""

    def __init__(self, data):
        self.data, self.offset = data, 0

    def take(self, layout):
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values if len(values) > 1 else values[0]

    def text(self):
        size = self.take("I")
        text = bytes(self.data[self.offset:self.offset + size])
        if len(text) != size:
            raise struct.error("text ends early")
        self.offset += size
        return text.decode("utf-8")

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take("B")
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value


def _class_tables():
    floors, widths = [0] * 256, [0] * 256
    for code in range(256):
        if code < 16:
            floors[code] = code
        elif code < 216:
            widths[code] = (code - 16) // 8 + 1
            floors[code] = (8 + (code - 16) % 8) << widths[code]
        elif code <= LAST_CLASS:
            widths[code] = code - 216 + 29
            floors[code] = 1 << widths[code]
        elif code < 255:
            widths[code] = (8, 16, 24, 40)[code - 251]
    return floors, widths


FLOORS, WIDTHS = _class_tables()


class _Integers:
    """Decodes the integer code: class bytes, and the bits that follow each class."""

    def __init__(self, codes, bits):
        self.codes, self.bits, self.at, self.position = codes, bits, 0, 0
        if numpy is None:
            self.packed = int.from_bytes(bits, "little")
        else:
            self.floors = numpy.array(FLOORS, numpy.uint64)
            self.widths = numpy.array(WIDTHS, numpy.uint64)
            self.padded = numpy.frombuffer(bytes(bits) + bytes(16), numpy.uint8)
            self.codes = numpy.frombuffer(bytes(codes), numpy.uint8)

    def take_bytes(self, count):
        taken = self.codes[self.at:self.at + count]
        if len(taken) != count:
            raise TraceError("codes end early")
        self.at += count
        return taken

    def take(self, count):
        """The class bytes and the numbers of the next `count` codes."""
        codes = self.take_bytes(count)
        if numpy is None:
            return codes, [FLOORS[code] + self._unpack(WIDTHS[code]) for code in codes]
        widths = self.widths[codes]
        ends = numpy.cumsum(widths) + numpy.uint64(self.position)
        starts = ends - widths
        if count:
            self.position = int(ends[-1])
        low = numpy.minimum(widths, numpy.uint64(32))
        bits = self._gather(starts, low) | self._gather(starts + low, widths - low) << numpy.uint64(32)
        return codes, self.floors[codes] + bits

    def _unpack(self, width):
        value = self.packed >> self.position & (1 << width) - 1
        self.position += width
        return value

    def _gather(self, starts, widths):
        index = numpy.minimum((starts >> numpy.uint64(3)).astype(numpy.int64), len(self.padded) - 8)
        word = numpy.zeros(len(starts), numpy.uint64)
        for byte in range(8):
            word |= self.padded[index + byte].astype(numpy.uint64) << numpy.uint64(8 * byte)
        return word >> (starts & numpy.uint64(7)) & ((numpy.uint64(1) << widths) - numpy.uint64(1))

    def check(self):
        if self.at != len(self.codes) or (self.position + 7) // 8 != len(self.bits):
            raise TraceError("a stream has another length")


def _signed(value):
    """A 64-bit word as a signed number."""
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def _unzigzag(value):
    return value >> 1 ^ -(value & 1)


# --- decompression


def _decompressor():
    try:
        from compression import zstd

        return zstd.decompress
    except ImportError:
        pass
    try:
        import zstandard

        return lambda frames: zstandard.ZstdDecompressor().stream_reader(
            io.BytesIO(frames), read_across_frames=True).read()
    except ImportError:
        pass

    def by_command(frames):
        try:
            done = subprocess.run(["zstd", "-dcq"], input=frames, stdout=subprocess.PIPE, check=False)
        except FileNotFoundError:
            raise TraceError("no Zstandard decompressor: install python3-zstandard or zstd") from None
        if done.returncode != 0:
            raise TraceError("a column does not decompress")
        return done.stdout

    return by_command


class Block:
    """One block: `sequence`, `region`, `count`, `first_time`, `last_time`, and `columns` by name."""

    def __init__(self, sequence, first_record, region, count, first_time, last_time):
        self.sequence, self.first_record, self.region, self.count = sequence, first_record, region, count
        self.first_time, self.last_time = first_time, last_time
        self.columns = {}


class Trace:
    """A trace file: `header`, `footer` (None when it was cut off), `losses`, and its blocks."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = memoryview(file.read())
        self.losses = []
        self.footer = None
        self._decompress = _decompressor()
        if len(self.data) < PREFIX or self._word(0) != SKIPPABLE or self.data[8:16] != MARKER:
            raise TraceError(f'"{path}" is not a trace')
        frame = self._frame(0)
        if frame is None or frame[0] != HEADER:
            raise TraceError(f'"{path}": the header is damaged')
        if self.data[17] != 1:
            raise TraceError(f'"{path}" is a trace of version {self.data[17]}, unknown to this reader')
        self.file_id = self.data[24:32]
        self.header = _parse_header(_Reader(frame[1]))
        self.kinds = self.header["kinds"]
        self._index = list(self._walk(frame[2]))

    def _word(self, offset):
        return struct.unpack_from("<I", self.data, offset)[0]

    def _frame(self, offset):
        """Type, content and end of the intact structure frame at an offset, or None."""
        if offset + PREFIX + 4 > len(self.data) or self._word(offset) != SKIPPABLE:
            return None
        if self.data[offset + 8:offset + 16] != MARKER:
            return None
        end = offset + 8 + self._word(offset + 4)
        if end > len(self.data) or end < offset + PREFIX + 4:
            return None
        if crc32c(self.data[offset:end - 4]) != self._word(end - 4):
            return None
        return self.data[offset + 16], self.data[offset + PREFIX:end - 4], end

    def _walk(self, offset):
        """The blocks' headers, from frame to frame; goes on at the next marker after damage."""
        sequence = record = 0
        search = offset
        data = bytes(self.data)
        while offset < len(data):
            frame = self._frame(offset)
            good = frame is not None and self.data[offset + 24:offset + 32] == self.file_id and frame[0] != HEADER
            header = None
            if good and frame[0] == BLOCK:
                header = self._parse_block(frame[1])
                good = header is not None and header["sequence"] >= sequence
                if good:
                    search = frame[2]
                    good = frame[2] + header["stored"] <= len(data)
            if not good:
                marker = data.find(MARKER, search + 8)
                if marker < 0:
                    break
                search, offset = marker - 7, marker - 8
                continue
            offset = search = frame[2]
            if header is not None:
                if header["sequence"] > sequence:
                    self.losses.append((header["sequence"] - sequence, header["first_record"] - record))
                sequence, record = header["sequence"] + 1, header["first_record"] + header["count"]
                header["offset"] = frame[2]
                offset += header["stored"]
                yield header
            elif frame[0] == FOOTER:
                self.footer = _parse_footer(_Reader(frame[1]))
        if self.footer is None:
            self.losses.append((None, None))
        elif self.footer["blocks"] > sequence:
            self.losses.append((self.footer["blocks"] - sequence, self.footer["records"] - record))

    def _parse_block(self, content):
        try:
            return _parse_block_header(_Reader(content))
        except (struct.error, KeyError):
            return None

    @property
    def is_complete(self):
        """Whether the run finished and nothing is missing."""
        return self.footer is not None and self.footer["clean"] and not self.losses

    def blocks(self):
        """All blocks that can be read, in the order of the file; a damaged one is added to `losses`."""
        for header in self._index:
            try:
                yield self._decode(header)
            except (TraceError, struct.error, IndexError, ValueError):
                self.losses.append((1, header["count"]))

    # --- one block

    def _decode(self, header):
        streams, offset, frames = {}, header["offset"], b""
        for name, raw, stored, checksum in header["streams"]:
            frame = self.data[offset:offset + stored]
            if crc32c(frame) != checksum:
                raise TraceError(f"checksum of stream {name}")
            frames += bytes(frame)
            offset += stored
        content, offset = self._decompress(frames), 0
        for name, raw, _, _ in header["streams"]:
            streams[name] = content[offset:offset + raw]
            offset += raw
        if offset != len(content):
            raise TraceError("columns have another size")
        block = Block(*(header[name] for name in
                        ("sequence", "first_record", "region", "count", "first_time", "last_time")))
        kinds = streams["kinds"]
        if len(kinds) != block.count:
            raise TraceError("kinds of another number of records")
        groups = _Groups(kinds, self.kinds)
        times = self._times(header, streams)
        columns = {"time": times, "kind": groups.ids()}
        modes = _Reader(streams.get("group_modes", b""))
        if header["entity_transform"] == 0:
            columns["entity"] = _entities(groups, streams)
        else:
            columns["entity"] = groups.integers("entity", modes, streams, unsigned=True)
        value = groups.integers("value", modes, streams)
        columns["value"] = groups.add_times(value, times)
        columns["aux"] = groups.integers("aux", modes, streams)
        low = groups.spread("node", streams.get("node_low", b""))
        high = groups.spread("node", streams["node_high"]) if "node_high" in streams else None
        columns["node"] = low if high is None else groups.combine(low, high)
        columns["country"] = groups.spread("country", streams.get("countries", b""))
        columns["flags"] = groups.spread("flags", streams.get("flags", b""))
        block.columns = columns
        return block

    def _times(self, header, streams):
        integers = _Integers(streams["time_codes"], streams.get("time_bits", b""))
        _, deltas = integers.take(header["count"])
        integers.check()
        quantum = self.header["quantum_us"]
        if numpy is not None:
            steps = deltas.astype(numpy.int64) * numpy.int64(quantum)
            times = numpy.cumsum(steps) + numpy.int64(header["first_time"])
        else:
            times, time = [], header["first_time"]
            for delta in deltas:
                time = _signed(time + delta * quantum)
                times.append(time)
        if int(times[-1]) != header["last_time"]:
            raise TraceError("times differ from the block header's")
        return times

    # --- whole traces

    def records(self, merged=True):
        """All records as tuples (region, time, kind, entity, value, aux, node, country, flags)."""
        names = ["time", "kind"] + SLOTS
        rows = []
        for block in self.blocks():
            lists = [_to_list(block.columns[name]) for name in names]
            rows += [(block.region,) + row for row in zip(*lists)]
        if merged:
            rows.sort(key=lambda row: (row[1], row[0]))
        return rows

    def named(self, row):
        """A record as a dictionary with the kind's own names, dictionary texts resolved."""
        region, time, kind_id = row[:3]
        kind = next(kind for kind in self.kinds if kind["id"] == kind_id)
        regions = self.header["regions"]
        named = {"time_us": time, "region": regions[region] if region < len(regions) else region,
                 "kind": kind["name"]}
        for field in kind["fields"]:
            value = row[3 + SLOTS.index(field["slot"])]
            texts = self.header["dictionaries"].get(field["dictionary"], [])
            named[field["name"]] = texts[value] if 0 <= value < len(texts) else value
        return named

    def to_columns(self):
        """All records as arrays by column, in the order of the file, with `region` in front."""
        if numpy is None:
            raise TraceError("needs numpy")
        blocks = list(self.blocks())
        names = ["time", "kind"] + SLOTS
        regions = [numpy.full(block.count, block.region, numpy.uint16) for block in blocks]
        columns = {"region": numpy.concatenate(regions) if blocks else numpy.zeros(0, numpy.uint16)}
        for name in names:
            parts = [numpy.asarray(block.columns[name]) for block in blocks]
            columns[name] = numpy.concatenate(parts) if parts else numpy.zeros(0, numpy.int64)
        return columns

    def to_dataframe(self):
        """A pandas DataFrame of all records; kinds by name."""
        import pandas

        frame = pandas.DataFrame(self.to_columns())
        names = {kind["id"]: kind["name"] for kind in self.kinds}
        frame["kind"] = frame["kind"].map(names).astype("category")
        return frame

    def to_parquet(self, path):
        """Writes all records to a Parquet file; the header goes into its metadata."""
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.table(self.to_columns())
        table = table.replace_schema_metadata({"doorstep": json.dumps(self.header)})
        pyarrow.parquet.write_table(table, path, compression="zstd")


def _to_list(column):
    return column.tolist() if hasattr(column, "tolist") else list(column)


class _Groups:
    """The kinds of a block: where each kind's records stand in time order."""

    def __init__(self, indices, kinds):
        self.kinds = kinds
        self.count = len(indices)
        self.indices = indices if numpy is None else numpy.frombuffer(bytes(indices), numpy.uint8)
        self.places = {}
        if numpy is None:
            for place, index in enumerate(indices):
                self.places.setdefault(index, []).append(place)
        else:
            for index in numpy.unique(self.indices):
                self.places[int(index)] = numpy.nonzero(self.indices == index)[0]
        if any(index >= len(kinds) for index in self.places):
            raise TraceError("unknown kind")

    def ids(self):
        ids = [kind["id"] for kind in self.kinds]
        if numpy is None:
            return [ids[index] for index in self.indices]
        return numpy.array(ids, numpy.uint16)[self.indices]

    def having(self, slot):
        """Index and places of each kind that declares a slot, in the order of the kinds."""
        for index in sorted(self.places):
            if slot in self.kinds[index]["slots"]:
                yield index, self.places[index]

    def zeros(self, kind="int64"):
        return [0] * self.count if numpy is None else numpy.zeros(self.count, kind)

    def put(self, column, places, values):
        if numpy is None:
            for place, value in zip(places, values):
                column[place] = value
        else:
            column[places] = values

    def spread(self, slot, stream):
        column, offset = self.zeros("uint8"), 0
        for _, places in self.having(slot):
            part = stream[offset:offset + len(places)]
            if len(part) != len(places):
                raise TraceError(f"column {slot} ends early")
            self.put(column, places, part if numpy is None else numpy.frombuffer(bytes(part), numpy.uint8))
            offset += len(places)
        if offset != len(stream):
            raise TraceError(f"column {slot} is too long")
        return column

    def combine(self, low, high):
        if numpy is None:
            return [a | b << 8 for a, b in zip(low, high)]
        return low.astype(numpy.uint16) | high.astype(numpy.uint16) << numpy.uint16(8)

    def integers(self, slot, modes, streams, unsigned=False):
        column = self.zeros("uint64" if unsigned else "int64")
        integers = _Integers(streams.get(slot + "_codes", b""), streams.get(slot + "_bits", b""))
        for _, places in self.having(slot):
            mode, base = modes.take("B"), _unzigzag(modes.varint())
            self.put(column, places, self._group(mode, base, len(places), integers, unsigned))
        integers.check()
        return column

    def _group(self, mode, base, count, integers, unsigned):
        if mode == 0:
            numbers = [0] * count if numpy is None else numpy.zeros(count, numpy.uint64)
        elif mode == 1:
            numbers = integers.take_bytes(count)
        elif mode <= 4:
            _, numbers = integers.take(count)
        else:
            raise TraceError("unknown group mode")
        if numpy is None:
            if mode == 4:
                values = [_unzigzag(number) for number in numbers]
            else:
                sign = -1 if mode == 3 else 1
                values = [base + sign * number for number in numbers]
            return [value & (1 << 64) - 1 if unsigned else _signed(value) for value in values]
        words = numbers.astype(numpy.uint64)
        start = numpy.uint64(base & (1 << 64) - 1)
        if mode == 4:
            words = words >> numpy.uint64(1) ^ (numpy.uint64(0) - (words & numpy.uint64(1)))
        else:
            words = start - words if mode == 3 else start + words
        return words if unsigned else words.view(numpy.int64)

    def add_times(self, column, times):
        """Instants are stored relative to the record's time."""
        for index, places in self.having("value"):
            if self.kinds[index]["value_unit"] != "us_epoch":
                continue
            if numpy is None:
                for place in places:
                    column[place] = _signed(column[place] + times[place])
            else:
                column[places] += times[places]
        return column


def _entities(groups, streams):
    """Ids from distances behind (or jumps ahead of) the largest serial of their family so far."""
    families = struct.unpack(f"<{len(streams.get('families', b'')) // 8}Q", streams.get("families", b""))
    family = groups.spread("entity", streams["family_indices"]) if len(families) > 1 else groups.zeros("uint8")
    integers = _Integers(streams.get("entity_codes", b""), streams.get("entity_bits", b""))
    distance, ahead = groups.zeros("uint64"), groups.zeros("uint8")
    has = groups.zeros("uint8")
    for _, places in groups.having("entity"):
        codes, numbers = integers.take(len(places))
        groups.put(distance, places, numbers)
        groups.put(ahead, places, [code > LAST_CLASS for code in codes] if numpy is None else codes > LAST_CLASS)
        groups.put(has, places, [1] * len(places) if numpy is None else 1)
    integers.check()
    if numpy is None:
        return _entities_one_by_one(families, family, distance, ahead, has)
    ids = numpy.zeros(groups.count, numpy.uint64)
    one = numpy.uint64(1)
    for number, word in enumerate(families):
        at = numpy.nonzero((family == number) & (has == 1))[0]
        back, jump = distance[at], ahead[at] == 1
        growth = numpy.where(jump, back + numpy.uint64(2), (back == 0).astype(numpy.uint64))
        largest = numpy.uint64(word & SERIAL_MASK) + numpy.cumsum(growth) - growth
        serial = numpy.where(jump, largest + growth, largest + one - back)
        ids[at] = numpy.uint64(word & ~SERIAL_MASK) | serial & numpy.uint64(SERIAL_MASK)
    return ids


def _entities_one_by_one(families, family, distance, ahead, has):
    largest = [word & SERIAL_MASK for word in families]
    ids = [0] * len(has)
    for place, present in enumerate(has):
        if not present:
            continue
        number = family[place]
        following = largest[number] + 1
        serial = following + 1 + distance[place] if ahead[place] else following - distance[place]
        largest[number] = max(largest[number], serial)
        ids[place] = families[number] & ~SERIAL_MASK | serial & SERIAL_MASK
    return ids


# --- structure frames


def _parse_header(reader):
    header = {}
    header["epoch_us"], header["quantum_us"], header["seed"] = reader.take("qqQ")
    header["replication"], header["random_version"] = reader.take("II")
    for name in ("time_unit", "engine_version", "scenario_name", "scenario_hash", "scenario", "derivation"):
        header[name] = reader.text()
    header["regions"] = [reader.text() for _ in range(reader.take("H"))]
    header["dictionaries"] = {}
    for _ in range(reader.take("H")):
        name = reader.text()
        header["dictionaries"][name] = [reader.text() for _ in range(reader.take("I"))]
    header["kinds"] = [_parse_kind(reader) for _ in range(reader.take("H"))]
    return header


def _parse_kind(reader):
    kind = {"id": reader.take("H"), "name": reader.text(), "fields": []}
    for _ in range(reader.take("B")):
        kind["fields"].append({"slot": SLOTS[reader.take("B")], "name": reader.text(), "unit": reader.text(),
                               "dictionary": reader.text() or None})
    kind["slots"] = [field["slot"] for field in kind["fields"]]
    kind["value_unit"] = next((field["unit"] for field in kind["fields"] if field["slot"] == "value"), None)
    return kind


def _parse_block_header(reader):
    header = {}
    header["sequence"], header["first_record"], header["chain"] = reader.take("QQQ")
    header["first_time"], header["last_time"] = reader.take("qq")
    header["count"], header["stored"] = reader.take("II")
    header["region"], header["entity_transform"], streams = reader.take("HBB")
    reader.take("HH")
    header["streams"] = []
    for _ in range(streams):
        stream, _, _, raw, stored, checksum = reader.take("BBHIII")
        header["streams"].append((STREAMS[stream], raw, stored, checksum))
    return header if 0 < header["count"] <= LARGEST_BLOCK else None


def _parse_footer(reader):
    footer = {}
    _, footer["records"], footer["blocks"], _ = reader.take("QQQQ")
    footer["first_time"], footer["last_time"] = reader.take("qq")
    footer["digest"] = "-".join(f"{part:016x}" for part in reader.take("QQQQ"))
    footer["clean"] = reader.take("Q") == 1
    footer["fingerprint"] = reader.text()
    footer["kinds"] = dict(reader.take("HQ") for _ in range(reader.take("H")))
    footer["totals"] = {reader.text(): reader.take("q") for _ in range(reader.take("H"))}
    return footer


# --- command line


def _print_info(trace):
    footer = trace.footer or {}
    records = sum(header["count"] for header in trace._index)
    print(f"scenario {trace.header['scenario_name']} {trace.header['scenario_hash']} seed {trace.header['seed']}")
    print(f"{records} records, {len(trace._index)} blocks, {len(trace.data)} bytes, "
          f"{len(trace.data) / max(1, records):.2f} bytes per record")
    print(f"complete: {trace.is_complete}, fingerprint {footer.get('fingerprint')}")
    for kind in trace.kinds:
        print(f"  {kind['id']:5} {kind['name']}: {footer.get('kinds', {}).get(kind['id'], 0)}")


def _print_csv(trace):
    import csv

    names = ["time_us", "region", "kind"]
    for kind in trace.kinds:
        names += [field["name"] for field in kind["fields"] if field["name"] not in names]
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    for row in trace.records():
        writer.writerow(trace.named(row))


def main(arguments):
    """Runs the command line; returns the exit code: 2 for usage, 11 for a bad trace."""
    if len(arguments) < 2 or arguments[0] not in ("info", "csv", "parquet"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        trace = Trace(arguments[1])
        if arguments[0] == "info":
            _print_info(trace)
        elif arguments[0] == "csv":
            _print_csv(trace)
        else:
            trace.to_parquet(arguments[2])
    except TraceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 11
    for blocks, records in trace.losses:
        print(f"lost: {records} records in {blocks} blocks", file=sys.stderr)
    return 11 if trace.losses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
