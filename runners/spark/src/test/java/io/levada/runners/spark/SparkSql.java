/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.rows.ValueText;
import io.levada.rows.ValueText.Struct;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** Spark SQL in UTC, in a process of its own, since its Parquet is older than ours. */
final class SparkSql {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkSql() {}

  /**
   * What a statement gave.
   *
   * @param schema the columns in Spark's words
   * @param rows each as {@link ValueText} tells a row
   */
  record Result(String schema, List<String> rows) {}

  /**
   * Runs statements in one session, in a folder for the exchange with the process.
   *
   * @return their results
   */
  static List<Result> run(File folder, List<String> statements)
      throws IOException, InterruptedException {
    File script = new File(folder, "statements.json");
    File results = new File(folder, "results.json");
    JSON.writeValue(script, statements);
    LevadaProcess.Result ended =
        LevadaProcess.onSpark()
            .withMain(SparkSql.class)
            .withClassesBeside(ValueText.class)
            .withJavaOptions("-Duser.timezone=UTC")
            .run(script.getPath(), results.getPath());
    if (ended.exitCode() != 0) {
      throw new AssertionError("Spark failed: " + ended.err());
    }

    return JSON.readValue(results, new TypeReference<List<Result>>() {});
  }

  /** Runs the statements of the first file and writes their results to the second. */
  public static void main(String[] files) throws IOException {
    List<Result> results = new ArrayList<>();
    try (SparkSession spark = session()) {
      for (String statement :
          JSON.readValue(new File(files[0]), new TypeReference<List<String>>() {})) {
        Dataset<Row> result = spark.sql(statement);
        results.add(
            new Result(
                result.schema().simpleString(),
                result.collectAsList().stream().map(row -> ValueText.of(plain(row))).toList()));
      }
    }
    JSON.writeValue(new File(files[1]), results);
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", true)
        .config("spark.sql.shuffle.partitions", 1)
        .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", false)
        .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
        .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
        .config("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
        .getOrCreate();
  }

  private static Object plain(Object value) {
    if (value instanceof Row row) {
      Map<String, Object> fields = new LinkedHashMap<>();
      IntStream.range(0, row.length())
          .forEach(i -> fields.put(row.schema().fields()[i].name(), plain(row.get(i))));
      return new Struct(fields);
    }
    if (value instanceof scala.collection.Seq<?> list) {
      List<Object> plain = new ArrayList<>();
      JavaConverters.seqAsJavaList(list).forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      JavaConverters.mapAsJavaMap(map).forEach((key, item) -> plain.put(plain(key), plain(item)));
      return plain;
    }

    return value;
  }
}
