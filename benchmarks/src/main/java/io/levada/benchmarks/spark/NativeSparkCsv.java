/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.spark;

import java.util.concurrent.Callable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The rival: CSV to Parquet as a good engineer writes it for Spark SQL: a header, quotes doubled as
 * RFC 4180 has it, and types that Spark infers in a pass of its own, or with {@code --typed} is
 * given. Each line is a row, which is right only where no cell has a line end in it; that is so
 * here. With {@code --multiLine} it would be right everywhere.
 *
 * <p>What it does not do, and Levada does: keep rows that it can't take, prove that every row is
 * written, publish all or nothing.
 */
@Command(name = "native-spark-csv", mixinStandardHelpOptions = true)
public final class NativeSparkCsv implements Callable<Integer> {

  private static final StructType FILMS =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("title", DataTypes.StringType)
          .add("released", DataTypes.DateType)
          .add("rating", DataTypes.DoubleType)
          .add("votes", DataTypes.LongType)
          .add("revenue", DataTypes.DoubleType)
          .add("in_theaters", DataTypes.BooleanType)
          .add("country", DataTypes.StringType)
          .add("collected", DataTypes.TimestampType);

  @Option(names = "--input", required = true)
  private String input;

  @Option(names = "--typed", description = "with the types given")
  private boolean typed;

  @Option(names = "--multiLine", description = "with line ends in quotes for text")
  private boolean multiLine;

  @Option(names = "--output", required = true)
  private String output;

  @Option(names = "--master", defaultValue = "local[*]", description = "default: ${DEFAULT-VALUE}")
  private String master;

  @Option(
      names = "--shufflePartitions",
      defaultValue = "2",
      description = "default: ${DEFAULT-VALUE}")
  private int shufflePartitions;

  private NativeSparkCsv() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new NativeSparkCsv()).execute(arguments));
  }

  @Override
  public Integer call() {
    try (SparkSession spark = session()) {
      spark.sparkContext().setLogLevel("WARN");
      DataFrameReader reader =
          spark.read().option("header", true).option("escape", "\"").option("multiLine", multiLine);
      (typed ? reader.schema(FILMS) : reader.option("inferSchema", true))
          .csv(input)
          .write()
          .mode(SaveMode.Overwrite)
          .option("compression", "snappy")
          .parquet(output);
      return 0;
    }
  }

  private SparkSession session() {
    return SparkSession.builder()
        .appName("native-spark-csv")
        .master(master)
        .config("spark.ui.enabled", false)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.adaptive.enabled", true)
        .config("spark.sql.shuffle.partitions", shufflePartitions)
        .getOrCreate();
  }
}
