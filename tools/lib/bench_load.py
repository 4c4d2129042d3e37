"""The load generator against nginx on loopback: CPU per request beside wrk, and the tests of a generator that keeps its schedule.

Run by `tools/bench load [--quick] [--only PART]`; needs nginx, wrk and taskset from the system's packages.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CONFIG = """
worker_processes 1; daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 600s;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ return 200 "ok"; }} }}
  server {{ listen 127.0.0.1:{secure} ssl backlog=4096; location / {{ return 200 "ok"; }}
    ssl_certificate {certificates}/server.pem; ssl_certificate_key {certificates}/server-key.pem; }}
}}
"""

CERTIFICATES = os.path.realpath(f"{os.path.dirname(__file__)}/../../Tests/LoadTestingTests/Certificates")
RATES = (2_000, 10_000, 20_000)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Store:
    """nginx in one process, so that stopping it stalls the whole server."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="doorstep-bench-")
        self.port, self.secure = free_port(), free_port()
        with open(f"{self.folder}/nginx.conf", "w") as config:
            config.write(CONFIG.format(folder=self.folder, port=self.port, secure=self.secure, certificates=CERTIFICATES))
        self.process = subprocess.Popen(["nginx", "-c", f"{self.folder}/nginx.conf", "-e", f"{self.folder}/error.log"])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit("bench: nginx does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def secure_url(self):
        return f"https://localhost:{self.secure}/"

    def stall(self, after, length):
        def work():
            time.sleep(after)
            begin = time.monotonic()
            self.process.send_signal(signal.SIGSTOP)
            time.sleep(length)
            self.process.send_signal(signal.SIGCONT)
            self.stalled = time.monotonic() - begin

        threading.Thread(target=work, daemon=True).start()


def load(tool, url, *arguments, pinned=()):
    """Runs the generator; returns its JSON and its exit code."""
    done = subprocess.run(
        [*pinned, tool, "load", "--target", url, "--format", "json", "--quiet", *arguments], capture_output=True, text=True)
    if not done.stdout:
        raise SystemExit(f"bench: {done.stderr}")
    return json.loads(done.stdout), done.returncode


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def machine_load():
    """The share of the machine that is busy, over all processes."""
    with open("/proc/stat") as file:
        fields = [int(word) for word in file.readline().split()[1:]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def cpu(tool, seconds):
    """wrk is closed-loop and always busy: its like is a rate that one thread hardly reaches."""
    return compare_cpu("cpu", tool, seconds, lambda store: (store.url, []), 1.3)


def tls(tool, seconds):
    trust = ["--ca", f"{CERTIFICATES}/authority.pem"]
    return compare_cpu("tls", tool, seconds, lambda store: (store.secure_url, trust), 1.8)


def compare_cpu(name, tool, seconds, place, bar):
    ratios = []
    with Store() as store:
        url, options = place(store)
        for _ in range(3):
            before = children_cpu()
            text = subprocess.run(
                ["wrk", "-t1", "-c64", f"-d{seconds}s", url], capture_output=True, text=True, check=True).stdout
            requests = int(next(line for line in text.splitlines() if "requests in" in line).split()[0])
            wrk = (children_cpu() - before) / requests * 1e6
            own = []
            for rate in ("20000", "100000"):
                result, _ = load(tool, url, "--rate", rate, "--for", f"{seconds}s", "--max-lag", "100s", *options)
                own.append(result["processor_s"] / result["requests"]["sent"] * 1e6)
            ratios.append(own[1] / wrk)
            print(f"{name:9} wrk {wrk:.2f} us, doorstep {own[1]:.2f} us a request when busy, ratio {ratios[-1]:.2f}; "
                  f"{own[0]:.2f} us at 20,000/s", flush=True)
    return sorted(ratios)[1] <= bar


def capacity(tool, store):
    """Requests a second that generator and server reach together when both are busy."""
    result, _ = load(tool, store.url, "--rate", "100000", "--for", "3s", "--max-lag", "100s")
    return result["requests"]["answered"] / result["elapsed_s"]


def stall(tool, seconds, rates=RATES):
    good = True
    for rate in rates:
        with Store() as store:
            busiest = capacity(tool, store)
            store.stall(seconds * 0.4, 1)
            result, _ = load(tool, store.url, "--rate", str(rate), "--for", f"{seconds}s", "--max-lag", "1s")
        # The first request waits as long as the stall, the last until the others have been served that wait before it.
        stalled = 1_000 * store.stalled
        fall = 1 - rate / busiest
        truth = {name: stalled - share * 1_000 * seconds * fall for name, share in (("p99", 0.01), ("p99.9", 0.001))}
        times = result["times_ms"]
        ok = (abs(times["response"]["p99"] - truth["p99"]) <= 20 and abs(times["response"]["p99.9"] - truth["p99.9"]) <= 15
              and result["requests"]["answered"] == rate * seconds)
        good &= ok
        print(f"stall     {rate}/s: response p99 {times['response']['p99']:.0f} ms (truth {truth['p99']:.0f}), "
              f"p99.9 {times['response']['p99.9']:.0f} (truth {truth['p99.9']:.0f}); service p99 "
              f"{times['service']['p99']:.2f}; {result['requests']['answered']} answered; busy {busiest:,.0f}/s: "
              f"{'ok' if ok else 'NOT OK'}", flush=True)
    return good


def timer_lateness(seconds):
    """How late this machine wakes a process that sleeps until absolute deadlines 200 us apart, in ms: p50, p99.9, the most."""
    late, deadline, end = [], time.monotonic(), time.monotonic() + seconds
    while deadline < end:
        deadline += 0.0002
        time.sleep(max(0, deadline - time.monotonic()))
        late.append(1_000 * (time.monotonic() - deadline))
        deadline = max(deadline, time.monotonic() - 0.001)
    late.sort()
    return late[len(late) // 2], late[int(0.999 * len(late))], late[-1]


def schedule(tool, seconds):
    good = True
    print("schedule  a bare timer of 200 us on this machine is late by p50 {:.2f}, p99.9 {:.2f}, at most {:.2f} ms".format(
        *timer_lateness(seconds)), flush=True)
    for rate in RATES:
        for poisson in ((), ("--poisson",)):
            with Store() as store:
                busy, total = machine_load()
                result, code = load(tool, store.url, "--rate", str(rate), "--for", f"{seconds}s", *poisson)
                busy, total = [after - before for after, before in zip(machine_load(), (busy, total))]
            error = abs(result["sent_per_s"] / result["offered_per_s"] - 1)
            dispersion = result["dispersion"]["sent"]
            ok = error < 5e-4 and (0.9 <= dispersion <= 1.1 if poisson else dispersion < 0.2)
            good &= ok
            print(f"schedule  {rate}/s {'Poisson ' if poisson else 'constant'}: rate error {error:.4%}, dispersion "
                  f"{dispersion:.3f}, lag p50 {result['times_ms']['generator_lag']['p50']:.3f} p99 "
                  f"{result['times_ms']['generator_lag']['p99']:.3f} ms, machine busy {busy / total:.0%}, exit {code}: "
                  f"{'ok' if ok else 'NOT OK'}", flush=True)
    return good


def replay(tool, seconds):
    good = True
    for rate in RATES:
        with Store() as store:
            path = f"{store.folder}/recording.csv"
            with open(path, "w") as file:
                file.writelines(f"{k / rate},/\n" for k in range(8 * rate + 1))
            result, _ = load(tool, store.url, "--recorded", path, "--max-lag", "1s")
        length = result["requests"]["sent"] / result["sent_per_s"]
        ok = abs(length - 8) < 0.05 and result["requests"]["answered"] == 8 * rate + 1
        good &= ok
        print(f"replay    8 s at {rate}/s took {length:.3f} s: {'ok' if ok else 'NOT OK'}", flush=True)
    return good


def refused(tool, seconds):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/recording.csv"
        with open(path, "w") as file:
            file.writelines("0,/\n" for _ in range(10_000))
        result, code = load(tool, f"http://127.0.0.1:{free_port()}/", "--recorded", path, "--connections", "10000")
    ok = result["failures"]["connect"] == 10_000 and code in (12, 99)
    print(f"refused   {result['failures']['connect']} refused at once, exit {code}: {'ok' if ok else 'NOT OK'}")
    return ok


def starved(tool, seconds):
    """A generator whose processor a busy neighbour takes must say so; the server has another one.

    The neighbour goes first: at equal priority the generator takes larger turns and keeps 80,000/s on half a processor.
    """
    pin = ["taskset", "-c", "0"]
    neighbour = subprocess.Popen([*pin, sys.executable, "-c", "while True: pass"])
    try:
        with Store() as store:
            result, code = load(tool, store.url, "--rate", "20000", "--for", f"{seconds}s", pinned=["nice", "-n", "10", *pin])
    finally:
        neighbour.kill()
        neighbour.wait()
    print(f"starved   generator lag p99 {result['times_ms']['generator_lag']['p99']:.0f} ms, exit {code}: "
          f"{'ok' if code == 12 else 'NOT OK'}")
    return code == 12


def memory(tool, seconds):
    peaks = []
    with Store() as store:
        for requests in (100_000, 10_000_000):
            command = [tool, "load", "--target", store.url, "--rate", "50000", "--for", f"{requests // 50_000}s",
                       "--format", "json", "--quiet", "--max-lag", "10s"]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                raise SystemExit(f"bench: a load of {requests} ended with {os.waitstatus_to_exitcode(status)}")
            peaks.append(usage.ru_maxrss / 1_024)
    ok = peaks[1] < 1.1 * peaks[0]
    print(f"memory    peak {peaks[0]:.1f} MiB for 100,000 requests, {peaks[1]:.1f} for 10,000,000: {'ok' if ok else 'NOT OK'}")
    return ok


PARTS = {"cpu": cpu, "tls": tls, "stall": stall, "schedule": schedule, "replay": replay, "refused": refused, "starved": starved,
         "memory": memory}


def main():
    parser = argparse.ArgumentParser(prog="tools/bench load")
    parser.add_argument("--tool", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    names = [options.only] if options.only else [name for name in PARTS if not (options.quick and name == "memory")]
    results = [PARTS[name](options.tool, 5 if options.quick else 20) for name in names]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
