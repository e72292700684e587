/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.spark;

import static org.apache.spark.sql.functions.avg;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The rival: silver to gold as a good engineer writes it for Spark SQL. An explicit schema, so that
 * no footer is read for it, the vectorized reader, which reads the three columns that are needed, a
 * partial aggregation before the shuffle, snappy Parquet by year and month that replaces the table.
 *
 * <p>With {@code --bronze} it begins with JSON: an explicit schema again, so that nothing is read
 * twice, and silver by year and month, which each task writes for itself, without a shuffle; all in
 * one session.
 *
 * <p>What it does not do, and Levada does: give the same mean on every run, prove that every row is
 * in a group, publish all or nothing.
 */
@Command(name = "native-spark-salaries", mixinStandardHelpOptions = true)
public final class NativeSparkSalaries implements Callable<Integer> {

  private static final StructType PEOPLE =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("nome", DataTypes.StringType)
          .add("idade", DataTypes.IntegerType)
          .add("ativo", DataTypes.BooleanType)
          .add("salario", DataTypes.DoubleType)
          .add("bonus", DataTypes.createDecimalType(10, 2))
          .add("ano", DataTypes.StringType)
          .add("mes", DataTypes.StringType);

  @Option(names = "--input", required = true)
  private String input;

  @Option(names = "--bronze", description = "the input is JSON lines, to be made silver first")
  private boolean bronze;

  @Option(names = "--output", required = true)
  private String output;

  @Option(names = "--master", defaultValue = "local[*]", description = "default: ${DEFAULT-VALUE}")
  private String master;

  @Option(
      names = "--shufflePartitions",
      defaultValue = "2",
      description = "default: ${DEFAULT-VALUE}")
  private int shufflePartitions;

  private NativeSparkSalaries() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new NativeSparkSalaries()).execute(arguments));
  }

  @Override
  public Integer call() {
    try (SparkSession spark = session()) {
      spark.sparkContext().setLogLevel("WARN");
      spark
          .read()
          .schema(PEOPLE)
          .parquet(bronze ? silverOf(spark) : input)
          .groupBy("idade", "ativo", "ano", "mes")
          .agg(avg("salario").as("salario_medio"))
          .write()
          .mode(SaveMode.Overwrite)
          .partitionBy("ano", "mes")
          .option("compression", "snappy")
          .parquet(output);
      return 0;
    }
  }

  private String silverOf(SparkSession spark) {
    String silver = output + "-silver";
    spark
        .read()
        .schema(PEOPLE)
        .option("mode", "DROPMALFORMED")
        .json(input)
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("ano", "mes")
        .option("compression", "snappy")
        .parquet(silver);
    return silver;
  }

  private SparkSession session() {
    return SparkSession.builder()
        .appName("native-spark-salaries")
        .master(master)
        .config("spark.ui.enabled", false)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.adaptive.enabled", true)
        .config("spark.sql.shuffle.partitions", shufflePartitions)
        .getOrCreate();
  }
}
