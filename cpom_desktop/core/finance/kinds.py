"""The modules that describe the records of the volet financier; importing this one registers them all."""

from __future__ import annotations

from . import (
    activity_records,
    balance_records,
    grant_records,
    head_office_records,
    investment_records,
    plan_records,
    pooling_records,
    pricing_records,
    records,
    reference_records,
    result_records,
    staff_records,
)

RECORD_MODULES = (records, pricing_records, grant_records, staff_records, pooling_records, activity_records,
                  head_office_records, result_records, investment_records, balance_records, plan_records,
                  reference_records)
