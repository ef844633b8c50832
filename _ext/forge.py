"""Kernels that start at once: one process imports what every chapter needs, and each kernel is a fork of it.

A chapter has a kernel of its own that no other chapter has touched, as if it had been started afresh; only the imports
are paid once. ``python -m _ext.forge`` is that process: it reads one order a line and answers with the kernel's number.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from jupyter_core.utils import run_sync

ROOT = Path(__file__).resolve().parents[1]
#: What a kernel imports while it starts, beside what it is made of.
_BY_KERNELS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
)


class Manager(AsyncKernelManager):
    """A manager that knows who talks to its kernel: nbclient leaves their sockets open where it is given a manager."""

    def __init__(self, **kwargs: Any) -> None:
        """Make it; nobody talks yet."""
        super().__init__(**kwargs)
        self.clients: list[Any] = []

    def client(self, **kwargs: Any) -> Any:
        """Return one who talks to the kernel."""
        self.clients.append(super().client(**kwargs))
        return self.clients[-1]


@contextmanager
def kernel(folder: str, forge: Forge | None = None) -> Iterator[AsyncKernelManager]:
    """Give a manager of a kernel, a fork or one started afresh; the kernel ends with the block.

    They talk by sockets in a folder: a port that was free when it was chosen can be taken by another build when the
    kernel binds it, and the kernel then never answers.
    """
    manager = Manager(kernel_name="python3", transport="ipc", ip=f"{folder}/{uuid4().hex[:8]}")
    if forge is not None:
        manager.provisioner = Provisioner(parent=manager, kernel_spec=manager.kernel_spec, kernel_id="")
        manager.provisioner.forge = forge
    try:
        yield manager
    finally:
        for client in manager.clients:
            client.stop_channels()
        run_sync(manager.shutdown_kernel)(now=True)


class Forge:
    """The process that kernels are forks of."""

    def __init__(self) -> None:
        """Start the process; it ends with the build."""
        command = [sys.executable, "-Xfrozen_modules=off", "-m", "_ext.forge"]  # else debugpy warns, a kernel's import
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lock = threading.Lock()
        self.folder = tempfile.TemporaryDirectory(prefix="kernels")

    def kernel(self) -> AbstractContextManager[AsyncKernelManager]:
        """Give a manager whose kernel will be a fork."""
        return kernel(self.folder.name, self)

    def fork(self, arguments: list[str], folder: str) -> int:
        """Return the process number of a new kernel."""
        with self.lock:
            assert self.process.stdin is not None and self.process.stdout is not None
            self.process.stdin.write(json.dumps([arguments, folder]) + "\n")
            self.process.stdin.flush()
            return int(self.process.stdout.readline())

    def __enter__(self) -> Forge:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()
        self.folder.cleanup()


class Forked:
    """A kernel's process, as far as Jupyter asks for it; its parent is the forge, so its exit code is not known."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        """Name the process."""
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while the process runs, else 0."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        """Return at once: Jupyter polls until the process is gone."""
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


class Provisioner(LocalProvisioner):
    """What starts a kernel for Jupyter: here, the forge."""

    forge: Forge

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel with the arguments that stand behind its module in the command."""
        arguments = [*cmd[cmd.index("ipykernel_launcher") + 1 :], "--log-level=ERROR"]
        process: Any = Forked(self.forge.fork(arguments, kwargs["cwd"]))
        self.process = process
        self.pid = process.pid
        return self.connection_info


def serve() -> None:
    """Import what chapters need, then fork a kernel for each order."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends with the forge
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel sets it
    from importlib import import_module
    from pkgutil import walk_packages

    import matplotlib.pyplot  # noqa: F401
    import pandas as pd
    from ipykernel.kernelapp import IPKernelApp

    import helpers

    for name in (*_BY_KERNELS, *(module.name for module in walk_packages(helpers.__path__, "helpers."))):
        with suppress(Exception):  # a broken helper is told by the cell that imports it
            import_module(name)
    pd.set_option("display.max_columns", 20)  # as pandas chooses where it is imported by a kernel, not in a terminal
    gc.collect()
    gc.freeze()  # a kernel need not look through what it was born with, nor copy it by looking
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel
    for line in sys.stdin:
        arguments, folder = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with open(os.devnull, "rb") as nothing:
                os.dup2(nothing.fileno(), 0)
            os.dup2(2, 1)
            os.chdir(folder)
            os.setsid()
            IPKernelApp.launch_instance(argv=arguments)
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    serve()
