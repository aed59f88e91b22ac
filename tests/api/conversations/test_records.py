"""The records an agent sees beside a conversation."""

from io import StringIO

from api.outages.importing import RecordImport
from tests.api.conversations.test_handover import queued
from tests.api.notices.grid import QING, Grid

FEEDER = "10kV青年二回"


async def test_the_outage_is_that_of_the_feeder_the_grid_has_on_record(talk):
    desk = talk.gateway
    rows = f"户号,台区,线路\n{QING},青年路台区,{FEEDER}\n"
    await RecordImport(desk.platform.database, "topology").run(StringIO(rows))
    await Grid(desk).report(feeder=FEEDER)  # its area names another road
    answer = await talk.get(f"/v1/conversations/{await queued(talk, QING)}/briefing", "agent")
    outage = answer.json()["records"]["outage"]
    assert (outage["status"], outage["outage"]["id"]) == ("running", "TD1")
