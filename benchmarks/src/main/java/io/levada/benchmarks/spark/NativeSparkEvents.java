/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.year;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The rival: the events job as a good engineer writes it for Spark SQL. An explicit schema, {@code
 * data} as its text, malformed lines dropped by the reader, exact deduplication, snappy Parquet by
 * type and day.
 *
 * <p>What it does not do, and Levada does: keep the rejects, keep the same row of a key on every
 * run, prove that the counts add up, publish all or nothing.
 */
@Command(name = "native-spark-events", mixinStandardHelpOptions = true)
public final class NativeSparkEvents implements Callable<Integer> {

  private static final StructType EVENT =
      new StructType()
          .add("event_id", DataTypes.StringType)
          .add("timestamp", DataTypes.TimestampType)
          .add("domain", DataTypes.StringType)
          .add("event_type", DataTypes.StringType)
          .add("data", DataTypes.StringType);

  @Option(names = "--input", required = true)
  private String input;

  @Option(names = "--output", required = true)
  private String output;

  @Option(names = "--master", defaultValue = "local[*]", description = "default: ${DEFAULT-VALUE}")
  private String master;

  @Option(
      names = "--shufflePartitions",
      defaultValue = "2",
      description = "default: ${DEFAULT-VALUE}")
  private int shufflePartitions;

  @Option(
      names = "--concurrentWriters",
      defaultValue = "0",
      description =
          "files a task may have open; above the partitions it has, rows are not sorted before they"
              + " are written; default: ${DEFAULT-VALUE}, which sorts")
  private int concurrentWriters;

  private NativeSparkEvents() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new NativeSparkEvents()).execute(arguments));
  }

  @Override
  public Integer call() {
    try (SparkSession spark = session()) {
      spark.sparkContext().setLogLevel("WARN");
      spark
          .read()
          .schema(EVENT)
          .option("mode", "DROPMALFORMED")
          .json(input)
          // The reader drops what has a wrong type, and gives null for what is not there.
          .where(col("event_id").isNotNull().and(col("timestamp").isNotNull()))
          .withColumn("domain_event_type", concat_ws("-", col("domain"), col("event_type")))
          .withColumn("year", year(col("timestamp")))
          .withColumn("month", month(col("timestamp")))
          .withColumn("day", dayofmonth(col("timestamp")))
          .dropDuplicates("event_id", "timestamp")
          .write()
          .mode(SaveMode.Overwrite)
          .partitionBy("domain_event_type", "year", "month", "day")
          .option("compression", "snappy")
          .parquet(output);
      return 0;
    }
  }

  private SparkSession session() {
    return SparkSession.builder()
        .appName("native-spark-events")
        .master(master)
        .config("spark.ui.enabled", false)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.adaptive.enabled", true)
        .config("spark.sql.shuffle.partitions", shufflePartitions)
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.maxConcurrentOutputFileWriters", concurrentWriters)
        .getOrCreate();
  }
}
