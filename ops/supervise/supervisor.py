"""Starts services in the order of their health, prefixes output, restarts with back-off, ends all together."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from logging import LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from ops.supervise.service import Service

POLL = 0.25  # seconds between health questions
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a restart
CALM = 60.0  # seconds of running after which a crash counts as the first again
GRACE = 10.0  # seconds between SIGTERM and SIGKILL
COLOURS = (36, 32, 33, 35, 34, 31, 96)
PR_SET_PDEATHSIG = 1
LONGEST_LINE = 2**16  # bytes kept together; longer ones are cut
LARGEST_LOG, OLDER_LOGS = 20 * 2**20, 2  # bytes of one file; how many full ones are kept beside it


class Supervisor:
    """Keeps a set of services running until told to stop."""

    def __init__(
        self, logs: Path, output: TextIO = sys.stdout, *, grace: float = GRACE, largest_log: int = LARGEST_LOG
    ) -> None:
        self._logs = logs
        self._output = output
        self._grace = grace
        self._largest_log = largest_log
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._healthy: dict[str, asyncio.Event] = {}
        self._stopping = asyncio.Event()

    def add(self, service: Service) -> None:
        """Start a service as soon as those it comes after are healthy; keep it running."""
        self._healthy.setdefault(service.name, asyncio.Event())
        for earlier in service.after:
            self._healthy.setdefault(earlier, asyncio.Event())
        self._tasks[service.name] = asyncio.create_task(self._keep(service), name=service.name)

    async def healthy(self, name: str) -> None:
        """Wait until a service has answered."""
        await self._healthy.setdefault(name, asyncio.Event()).wait()

    def request_stop(self) -> None:
        """Ask for the end; safe to call from a signal handler and more than once."""
        self._stopping.set()

    async def stopped(self) -> None:
        """Wait until the end was asked for."""
        await self._stopping.wait()

    async def stop(self) -> None:
        """End every service, last started first, and wait until none is left."""
        self._stopping.set()
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        for name in reversed(list(self._running)):
            if not await _end(self._running[name], self._grace):
                self.say(name, f"did not end within {self._grace:.0f} s and was killed")
        self._running.clear()

    def say(self, name: str, line: str) -> None:
        """One line of output under a service's name."""
        if self._output.isatty():
            colour = COLOURS[sum(name.encode()) % len(COLOURS)]
            name = f"\033[{colour}m{name:<8}\033[0m"
        print(f"{name:<8} │ {line}", file=self._output, flush=True)

    async def _keep(self, service: Service) -> None:
        for earlier in service.after:
            await self.healthy(earlier)
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            status = await self._run_once(service)
            self._healthy[service.name].clear()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - started > CALM else pause
            self.say(service.name, f"ended with status {status}; starting again in {pause:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, service: Service) -> int:
        process = await asyncio.create_subprocess_exec(
            *service.command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            stdin=asyncio.subprocess.DEVNULL,
            cwd=service.folder,
            env={**os.environ, **service.environment},
            start_new_session=True,  # Ctrl-C in the terminal reaches the supervisor alone, which ends all in order
            preexec_fn=_die_with_parent,
            limit=LONGEST_LINE,
        )
        self._running[service.name] = process
        reader = asyncio.create_task(self._copy_output(service.name, process))
        watcher = asyncio.create_task(self._watch_health(service))
        try:
            return await process.wait()
        finally:
            watcher.cancel()
            if process.returncode is not None:
                _signal_group(process.pid, signal.SIGKILL)  # children that outlived their parent
                self._running.pop(service.name, None)
                with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                    await asyncio.wait_for(reader, 2)

    async def _watch_health(self, service: Service) -> None:
        while not await asyncio.to_thread(service.is_healthy):
            await asyncio.sleep(POLL)
        self._healthy[service.name].set()

    async def _copy_output(self, name: str, process: asyncio.subprocess.Process) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        assert process.stdout is not None
        path = self._logs / f"{name}.log"
        log = RotatingFileHandler(path, maxBytes=self._largest_log, backupCount=OLDER_LOGS, encoding="utf-8")
        with contextlib.closing(log):
            while raw := await _next_line(process.stdout):
                line = raw.decode("utf-8", "replace").rstrip()
                log.emit(LogRecord(name, 0, "", 0, line, None, None))
                self.say(name, line)


async def _next_line(output: asyncio.StreamReader) -> bytes:
    """The next line, or as much of an endless one as fits; a reader that gave up would block the process for good."""
    try:
        return await output.readuntil(b"\n")
    except asyncio.LimitOverrunError as error:
        return await output.readexactly(error.consumed)
    except asyncio.IncompleteReadError as error:
        return error.partial


def _die_with_parent() -> None:
    """Even when the supervisor is killed outright, no process of ours is left behind (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


async def _end(process: asyncio.subprocess.Process, grace: float) -> bool:
    """Ask for the end, then force it; whether asking was enough."""
    _signal_group(process.pid, signal.SIGTERM)
    has_ended = True
    try:
        await asyncio.wait_for(process.wait(), grace)
    except TimeoutError:
        has_ended = False
    _signal_group(process.pid, signal.SIGKILL)  # also children that outlive their parent
    await process.wait()
    return has_ended


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
