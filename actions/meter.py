"""电表: reading it, its faults, having it tested."""

from __future__ import annotations

from actions.demand_action import DemandAction
from actions.knowledge_action import KnowledgeAction


class ReadMeter(KnowledgeAction):
    """How a meter is read."""

    intent = "read_meter"
    title = "了解怎么看电表"
    question = "电表怎么看读数"


class ReportMeterFault(DemandAction):
    """A dark or broken meter, a broken box."""

    intent = "report_meter_fault"
    title = "电表故障报修"
    intro = "utter_meter_fault_intro"


class RequestMeterTest(DemandAction):
    """A meter that may run fast is to be tested."""

    intent = "request_meter_test"
    title = "申请校验电表"
    intro = "utter_meter_test_intro"
    category = "request/anomaly_check"
