"""A real OpenSearch on this machine: Maven fetches its parts once, then they are checked, put in place and started.

As a program, it starts one node and ends it when the process PID has ended: `python made_opensearch.py PID PORT DATA`.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

VERSION = "2.19.6"
HEAP = "512m"
_HERE = Path(__file__).parent
_JAVA = range(11, 24)  # later versions have no security manager, which this OpenSearch needs
_SECONDS = 600.0

# Module → (the plugins it extends, the prefixes of its own jars, that of its plugin first); all other jars go to lib/.
_MODULES: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "transport-netty4": ((), ("transport-netty4-client-", "netty-", "opensearch-netty4-")),
    "lang-painless": ((), ("lang-painless-", "antlr4-runtime-", "asm-", "opensearch-scripting-painless-spi-")),
    "analysis-common": (("lang-painless",), ("analysis-common-",)),
    "reindex": (
        (),
        (
            *("reindex-client-", "opensearch-rest-client-", "opensearch-ssl-config-", "httpasyncclient-", "httpclient", "httpcore"),
            *("commons-codec-", "commons-logging-"),
        ),
    ),
    "parent-join": ((), ("parent-join-client-",)),
    "aggs-matrix-stats": ((), ("aggs-matrix-stats-client-",)),
}
_LEFT_OUT = ("error_prone_annotations", "jspecify")
_LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


def missing_requirement() -> str | None:
    """Return why OpenSearch cannot be started here, or None if it can."""
    java = shutil.which("java")
    if java is None:
        return "Java is not installed (OpenSearch needs it)"
    output = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', output)
    if not found or int(found[1]) not in _JAVA:
        here = output.splitlines()[0] if output else "another"
        return f"OpenSearch {VERSION} runs on Java {_JAVA[0]} to {_JAVA[-1]}, and here is {here}"
    if not (cache_folder() / "done").exists() and shutil.which("mvn") is None:
        return "Maven is not installed (it fetches OpenSearch)"
    return None


def cache_folder() -> Path:
    """Return the folder of the parts, outside the project; if root starts OpenSearch, another user must be able to read it."""
    configured = os.environ.get("XDG_CACHE_HOME")
    cache = Path("/var/cache") if os.getuid() == 0 else Path(configured) if configured else Path.home() / ".cache"
    return cache / "dateline-tests" / f"opensearch-{VERSION}"


def installed() -> Path:
    """Return the folder with the parts; fetch them first if they are missing. OSError if that fails."""
    home = cache_folder()
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "done").exists():
            shutil.rmtree(home, ignore_errors=True)
            _lay_out(home)
            _check(home)
            (home / "done").touch()
    return home


def _lay_out(home: Path) -> None:
    jars = home / "jars"
    asked = ["mvn", "-q", "-B", "-f", str(_HERE / "cluster" / "pom.xml"), "dependency:copy-dependencies", "-DincludeScope=runtime"]
    done = subprocess.run([*asked, f"-DoutputDirectory={jars}"], capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise OSError(f"Maven could not fetch OpenSearch: {(done.stdout or done.stderr).strip().splitlines()[:1]}")
    for name, (extended, beginnings) in _MODULES.items():
        folder = home / "modules" / name
        folder.mkdir(parents=True)
        own = [jar for jar in jars.glob("*.jar") if jar.name.startswith(tuple(beginnings))]
        with zipfile.ZipFile(next(jar for jar in own if jar.name.startswith(beginnings[0]))) as packed:
            plugin = next(entry for entry in packed.namelist() if entry.endswith("Plugin.class"))
        described = {
            "name": name,
            "description": name,
            "version": VERSION,
            "opensearch.version": VERSION,
            "java.version": "11",
            "classname": plugin.removesuffix(".class").replace("/", "."),
            "extended.plugins": ",".join(extended),
            "has.native.controller": "false",
        }
        lines = "".join(f"{key}={value}\n" for key, value in described.items())
        (folder / "plugin-descriptor.properties").write_text(lines, "utf-8")
        (folder / "plugin-security.policy").write_text("grant { permission java.security.AllPermission; };\n", "utf-8")
        for jar in own:
            jar.rename(folder / jar.name)
    (home / "lib").mkdir()
    for jar in jars.glob("*.jar"):
        if not jar.name.startswith(_LEFT_OUT):
            jar.rename(home / "lib" / jar.name)
    shutil.rmtree(jars)
    for empty in ("bin", "plugins", "config", "extensions"):
        (home / empty).mkdir()
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _check(home: Path) -> None:
    pinned = dict(reversed(line.split()) for line in (_HERE / "cluster" / "jars.sha256").read_text("utf-8").splitlines())
    found = {path.relative_to(home).as_posix(): sha256(path.read_bytes()).hexdigest() for path in home.rglob("*.jar")}
    if found != pinned:
        wrong = sorted(name for name, _ in found.items() ^ pinned.items())
        shutil.rmtree(home)
        raise OSError(f"what Maven fetched is not what was expected: {', '.join(wrong[:3])}")


@dataclass(slots=True)
class Node:
    """One of the `nodes` of a cluster, given by their ports (for clients, and among themselves).

    A `quick` node starts in half the time and is slower later.
    """

    home: Path
    data: Path
    number: int
    nodes: Sequence[tuple[int, int]]
    heap: str = HEAP
    quick: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The port for clients."""
        return self.nodes[self.number][0]

    def start(self) -> None:
        """Start the node, with its earlier data if it ran before."""
        own = self.data / f"node{self.number}"
        for folder in (own / "tmp", own / "config"):
            folder.mkdir(parents=True, exist_ok=True)
        (own / "config" / "opensearch.yml").touch()
        (own / "config" / "log4j2.properties").write_text(_LOGGING, "utf-8")
        who: dict[str, object] = {}
        if os.getuid() == 0:  # it refuses to run as root
            who = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            for path in (own, *own.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
        environment = {"PATH": os.environ["PATH"], "HOME": str(own)}
        with (own / "out.log").open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                self._command(own), stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=own, env=environment, **who
            )

    def wait(self, status: str = "yellow", nodes: int | None = None) -> None:
        """Wait until the node answers and sees `nodes` nodes."""
        asked = f"wait_for_nodes={nodes or len(self.nodes)}&wait_for_status={status}&timeout=1s"
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_cluster/health?{asked}", timeout=5) as answer:
                    if not json.load(answer)["timed_out"]:
                        return
            except OSError:
                pass
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise OSError(f"a node did not start; {self.data}/node{self.number}/out.log says why")

    def kill(self) -> None:
        """Kill the node."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def _command(self, own: Path) -> list[str]:
        nodes = range(len(self.nodes))
        settings: dict[str, object] = {
            "cluster.name": "dateline-tests",
            "node.name": f"node{self.number}",
            "network.host": "127.0.0.1",
            "path.data": own / "data",
            "path.logs": own / "logs",
            "http.port": self.port,
            "transport.port": self.nodes[self.number][1],
            "node.store.allow_mmap": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "indices.query.bool.max_clause_count": 8192,
            "cluster.max_shards_per_node": 5000,
            "action.auto_create_index": "false",
        }
        if len(nodes) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{transport}" for _, transport in self.nodes)
            settings["cluster.initial_cluster_manager_nodes"] = ",".join(f"node{number}" for number in nodes)
        return [
            *("java", f"-Xms{self.heap}", f"-Xmx{self.heap}", "-Xshare:auto"),
            *(("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1") if self.quick else ()),
            *("-Djava.security.manager=allow", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true", "-Djna.nosys=true"),
            *("-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true", "-Dio.netty.noUnsafe=true"),
            *("-Dio.netty.noKeySetOptimization=true", "-Dio.netty.recycler.maxCapacityPerThread=0"),
            *("-Dio.netty.allocator.numDirectArenas=0", "-XX:+ExitOnOutOfMemoryError", f"-Djava.io.tmpdir={own / 'tmp'}"),
            *(f"-Dopensearch.path.home={self.home}", f"-Dopensearch.path.conf={own / 'config'}"),
            *("-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=false", "-cp", f"{self.home}/lib/*"),
            "org.opensearch.bootstrap.OpenSearch",
            *(f"-E{name}={value}" for name, value in settings.items()),
        ]


def made_folder() -> Path:
    """Make a data folder that the user of a node can read."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-opensearch-"))
    folder.chmod(0o755)
    return folder


def cluster_of(nodes: int, data: Path, heap: str = HEAP, *, quick: bool = True) -> list[Node]:
    """Return the nodes of one cluster, not started yet."""
    home, ports = installed(), [(free_port(), free_port()) for _ in range(nodes)]
    return [Node(home, data, number, ports, heap, quick) for number in range(nodes)]


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def shared_node(base: Path, owner: int) -> int:
    """Return the port of the node that all processes of a test run share; the first starts it, and it ends with `owner`."""
    with (base / "opensearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        port_file = base / "opensearch.port"
        if not port_file.exists():
            installed()
            port, data = free_port(), made_folder()
            subprocess.run([sys.executable, __file__, str(owner), str(port), str(data)], check=True)
            Node(Path(), data, 0, [(port, 0)]).wait()
            port_file.write_text(str(port), "utf-8")
        return int(port_file.read_text("utf-8"))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _watch(owner: int, port: int, data: Path) -> None:
    node = Node(installed(), data, 0, [(port, free_port())])
    try:
        node.start()
        while _runs(owner) and node.process and node.process.poll() is None:
            time.sleep(0.5)
    finally:
        node.kill()
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    if os.fork() == 0:  # the caller waits for this program, and must not wait for the node
        os.setsid()
        _watch(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
