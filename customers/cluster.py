"""``python -m customers.cluster``: segments of all customers in Spark, from the same expressions as on one machine.

Reads ``<folder>/<table>/*.parquet`` (``tables.py``) and writes features and segments as Parquet. PYSPARK_SUBMIT_ARGS
names the cluster; without it Spark starts on this machine. pyspark and ibis-framework[pyspark] are needed on the driver
only: the executors run Spark's own SQL and no Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as kinds

from .decision import segments
from .segment_model import SegmentModel, segment_model
from .tables import SEASONS, TABLES

_TYPES: Mapping[str, kinds.DataType] = {
    "string": kinds.StringType(),
    "array<string>": kinds.ArrayType(kinds.StringType()),
    "float64": kinds.DoubleType(),
    "int64": kinds.LongType(),
    "boolean": kinds.BooleanType(),
    "date": kinds.DateType(),
    "timestamp": kinds.TimestampNTZType(),
}


def segments_in_spark(spark: SparkSession, folder: str, as_of: date, model: SegmentModel | None = None) -> DataFrame:
    """Features and segment of every customer on a day. ``folder`` may lie anywhere that Spark reads from."""
    fitted = model or segment_model()
    for name, columns in TABLES.items():
        _table(spark, f"{folder}/{name}", columns).createOrReplaceTempView(name)
    rows = [(name, month, ratio) for name, profile in fitted.profiles.items() for month, ratio in profile.items()]
    spark.createDataFrame(rows, _schema(SEASONS)).createOrReplaceTempView("seasons")
    return spark.sql(_sql_of(segments(as_of, fitted)))


def _table(spark: SparkSession, path: str, columns: Mapping[str, str]) -> DataFrame:
    """The files under a path; an empty table when there are none. Columns that are missing in the files are null."""
    jvm: Any = spark.sparkContext._jvm
    place = jvm.org.apache.hadoop.fs.Path(path)
    is_there = place.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).exists(place)
    schema = _schema(columns)
    return spark.read.schema(schema).parquet(path) if is_there else spark.createDataFrame([], schema)


def _schema(columns: Mapping[str, str]) -> kinds.StructType:
    return kinds.StructType([kinds.StructField(name, _TYPES[kind]) for name, kind in columns.items()])


def _sql_of(expression: Any) -> str:
    _ = ibis.pyspark  # its options are only known once the backend has been looked at
    return str(ibis.to_sql(expression, dialect="pyspark"))


def main() -> None:
    """Read the arguments, compute, write."""
    parser = argparse.ArgumentParser(description="Segment all customers in Spark.")
    parser.add_argument("folder", help="where the tables lie: a path, hdfs://… or s3a://…")
    parser.add_argument("out", help="where the segments go; what lies there is replaced")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    spark = SparkSession.builder.appName("customer segments").getOrCreate()
    segments_in_spark(spark, given.folder, given.as_of).write.mode("overwrite").parquet(given.out)
    spark.stop()


if __name__ == "__main__":
    main()
