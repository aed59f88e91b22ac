"""The supervisor: order by health, restarts, and no process left behind."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from ops.supervise.service import Service
from ops.supervise.supervisor import Supervisor

PY = sys.executable
LISTEN = (
    "import socket,time; time.sleep({wait}); s=socket.create_server(('127.0.0.1',{port})); "
    "print('up',flush=True); time.sleep(600)"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


async def test_a_service_starts_only_after_the_one_it_needs_is_healthy(tmp_path):
    port = free_port()
    out = io.StringIO()
    supervisor = Supervisor(tmp_path, out)
    first = Service("first", (PY, "-c", LISTEN.format(wait=0.5, port=port)), health=f"127.0.0.1:{port}")
    supervisor.add(
        Service("second", (PY, "-c", "print('second speaks'); import time; time.sleep(600)"), after=("first",))
    )
    supervisor.add(first)
    await asyncio.wait_for(supervisor.healthy("second"), 20)
    while "second speaks" not in out.getvalue():
        await asyncio.sleep(0.05)
    await supervisor.stop()
    assert out.getvalue().index("up") < out.getvalue().index("second speaks")
    assert "second speaks" in (tmp_path / "second.log").read_text()


async def test_a_crashed_service_is_started_again(tmp_path):
    marks = tmp_path / "marks"
    code = f"open({str(marks)!r},'a').write('x'); raise SystemExit(3)"
    supervisor = Supervisor(tmp_path, io.StringIO())
    supervisor.add(Service("crashing", (PY, "-c", code)))
    while not marks.exists() or len(marks.read_text()) < 2:
        await asyncio.sleep(0.05)
    await supervisor.stop()


async def test_stopping_ends_children_of_services_too(tmp_path):
    pids = tmp_path / "pids"
    child = "import subprocess,sys,os,time; c=subprocess.Popen([sys.executable,'-c','import time; time.sleep(600)']); "
    code = child + f"open({str(pids)!r},'w').write(f'{{os.getpid()}} {{c.pid}}'); time.sleep(600)"
    supervisor = Supervisor(tmp_path, io.StringIO())
    supervisor.add(Service("parent", (PY, "-c", code)))
    while not pids.exists() or len(pids.read_text().split()) < 2:
        await asyncio.sleep(0.05)
    await supervisor.stop()
    for pid in map(int, pids.read_text().split()):
        for _ in range(100):
            if not alive(pid):
                break
            await asyncio.sleep(0.05)
        assert not alive(pid)


def test_services_end_when_the_supervisor_itself_is_killed(tmp_path):
    pids = tmp_path / "pid"
    code = f"import os,time; open({str(pids)!r},'w').write(str(os.getpid())); time.sleep(600)"
    program = f"""
import asyncio, sys, pathlib
from ops.supervise.service import Service
from ops.supervise.supervisor import Supervisor
async def main():
    s = Supervisor(pathlib.Path({str(tmp_path)!r}))
    s.add(Service('one', (sys.executable, '-c', {code!r})))
    await asyncio.sleep(600)
asyncio.run(main())
"""
    process = subprocess.Popen([PY, "-c", program])
    while not pids.exists() or not pids.read_text():
        assert process.poll() is None
    pid = int(pids.read_text())
    process.send_signal(signal.SIGKILL)
    process.wait()
    for _ in range(200):
        if not alive(pid):
            return
        os.sched_yield()
        subprocess.run(["true"])
    assert not alive(pid)


async def test_an_endless_line_does_not_block_the_service(tmp_path):
    code = "print('x' * 3_000_000); print('still here', flush=True); import time; time.sleep(600)"
    supervisor = Supervisor(tmp_path, io.StringIO())
    supervisor.add(Service("talkative", (PY, "-c", code)))
    log = tmp_path / "talkative.log"
    while not log.exists() or "still here" not in log.read_text():
        await asyncio.sleep(0.05)
    await supervisor.stop()
