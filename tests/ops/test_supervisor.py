"""The supervisor: order by health, restarts, and no process left behind."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
import time
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


async def test_a_process_that_ignores_the_stop_signal_is_killed_after_its_grace_with_its_children(tmp_path):
    pids, out = tmp_path / "pids", io.StringIO()
    deaf = "import signal,time; [signal.signal(each, signal.SIG_IGN) for each in (signal.SIGTERM, signal.SIGINT)]; "
    child = f"{deaf} time.sleep(600)"
    code = (
        f"{deaf} import os,subprocess,sys; c=subprocess.Popen([sys.executable,'-c',{child!r}]); "
        f"f=open({str(pids)!r},'w'); f.write(f'{{os.getpid()}} {{c.pid}}'); f.close(); time.sleep(600)"
    )
    supervisor = Supervisor(tmp_path, out, grace=1.0)
    supervisor.add(Service("stubborn", (PY, "-c", code)))
    while not pids.exists() or len(pids.read_text().split()) < 2:
        await asyncio.sleep(0.05)
    started = time.monotonic()
    await asyncio.wait_for(supervisor.stop(), 30)
    assert time.monotonic() - started >= 1.0
    assert "stubborn │ did not end within 1 s and was killed" in out.getvalue()
    for pid in map(int, pids.read_text().split()):
        for _ in range(100):
            if not alive(pid):
                break
            await asyncio.sleep(0.05)
        assert not alive(pid)


async def test_a_log_that_grows_is_continued_in_a_new_file(tmp_path):
    code = "[print('x' * 99, flush=True) for _ in range(100)]; import time; print('last', flush=True); time.sleep(600)"
    supervisor = Supervisor(tmp_path, io.StringIO(), largest_log=3000)
    supervisor.add(Service("talkative", (PY, "-c", code)))
    log = tmp_path / "talkative.log"
    while not log.exists() or "last" not in log.read_text():
        await asyncio.sleep(0.05)
    await supervisor.stop()
    assert sorted(each.name for each in tmp_path.glob("*.log*")) == [
        "talkative.log",
        "talkative.log.1",
        "talkative.log.2",
    ]
    assert all(each.stat().st_size <= 3000 for each in tmp_path.glob("*.log*"))


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
