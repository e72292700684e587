/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The commands of the known contenders, each in a JVM of its own with a lean class path. */
final class Contenders {

  private final Path checkout;
  private final int cores;
  private final Job job;

  /**
   * @param job what each of them does
   * @param checkout the root of a built source tree, where Levada's jars are
   * @param cores how many threads each contender works with
   */
  Contenders(Job job, Path checkout, int cores) {
    this.job = job;
    this.checkout = checkout;
    this.cores = cores;
  }

  /**
   * Levada as {@code ./levada run} starts it, without the script.
   *
   * @throws IOException if the runner's module has not been built
   */
  Contender levada(String runner, List<String> moreOptions) throws IOException {
    return new LevadaBuild(checkout, cores).run(job.levada(), runner, moreOptions);
  }

  Contender nativeSpark(int shufflePartitions) {
    List<String> words = job.nativeSpark();
    List<String> options = new ArrayList<>(words.subList(1, words.size()));
    options.addAll(
        List.of(
            "--input={input}",
            "--output={output}",
            "--master=local[" + cores + "]",
            "--shufflePartitions=" + shufflePartitions));
    return new Contender(
        "native Spark SQL " + SparkSession.class.getPackage().getImplementationVersion(),
        LevadaBuild.java(
            System.getProperty("java.class.path"),
            LevadaBuild.moduleOptions(),
            words.get(0),
            options));
  }

  Contender duckDb() throws SQLException {
    String version;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      version = connection.getMetaData().getDatabaseProductVersion();
    }
    return new Contender(
        "DuckDB " + version,
        LevadaBuild.java(
            System.getProperty("java.class.path"),
            List.of(),
            job.duckDb(),
            List.of("--input={input}", "--output={output}", "--threads=" + cores)));
  }
}
