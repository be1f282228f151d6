"""A Spark cluster on the loopback: a standalone master and workers, from the pip package alone."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen


def missing():
    """What keeps Spark from running here, or None."""
    try:
        import pandas  # noqa: F401
        import pyspark
    except ImportError as error:
        return f"{error}: pip install './python[spark]'"
    if int(pyspark.__version__.split(".")[0]) < 4:
        return f"pyspark {pyspark.__version__} is older than 4"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        return "no java on the path: Spark needs Java 17 or newer"
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < 17:
        return f"Spark needs Java 17 or newer, and this is {told.splitlines()[0] if told else java}"
    return None


class Cluster:
    """A master and ``workers`` workers with a core each; all that they start ends with them."""

    def __init__(self, folder: Path, workers: int = 2):
        import pyspark

        self.home = Path(pyspark.__file__).parent
        self.folder = folder
        # Executors start the first python on the path.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = {
            **os.environ,
            "PATH": path,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_WORKER_DIR": str(folder / "work"),
        }
        self.processes = []
        try:
            port, page = free_ports(2)
            self.url, self.page = f"spark://127.0.0.1:{port}", f"http://127.0.0.1:{page}/json/"
            self.start("master.Master", "--port", port, "--webui-port", page)
            self.wait(lambda: self.state()["status"] == "ALIVE", "the master does not answer")
            for _ in range(workers):
                self.start("worker.Worker", "--cores", 1, "--memory", "1g", "--webui-port", 0, self.url)
            self.wait(lambda: self.state()["aliveworkers"] == workers, "the workers do not come")
        except BaseException:
            self.stop()
            raise

    def start(self, name, *arguments):
        log = open(self.folder / f"{name}-{len(self.processes)}.log", "wb")
        with log:
            command = [self.home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1"]
            self.processes.append(
                subprocess.Popen(
                    [*map(str, command), *map(str, arguments)], env=self.environment, stdout=log, stderr=log
                )
            )

    def state(self):
        with urlopen(self.page, timeout=5) as answer:
            return json.load(answer)

    def wait(self, ready, otherwise, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if ready():
                    return
            except (OSError, ValueError):
                pass  # while the page comes up it gives nothing, or HTML
            if any(process.poll() is not None for process in self.processes):
                break
            time.sleep(0.2)
        logs = "\n".join(log.read_text(errors="replace")[-2000:] for log in sorted(self.folder.glob("*.log")))
        raise RuntimeError(f"{otherwise}\n{logs}")

    def executors(self):
        """The process ids of the executors: children of the workers."""
        parents = {process.pid for process in self.processes}
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent in parents and b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue  # it has ended meanwhile
        return sorted(found)

    def stop(self):
        """Ends the workers, which end their executors, then the master."""
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_ports(number):
    """Ports that nobody listens on, held together so that they differ."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
