/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import io.levada.pipelines.RunnerSetup;
import io.levada.pipelines.cli.Levada;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.runners.spark.SparkCommonPipelineOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.runners.spark.structuredstreaming.SparkStructuredStreamingRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * Prepares Beam's two Spark runners. A master that {@code spark-submit} or the user has named is
 * taken; otherwise Spark runs in this JVM on all its processors, without web pages and open ports
 * to the outside.
 *
 * <p>{@link SparkRunner} is told to group by sorting, which lets a key's values be larger than
 * memory. {@link SparkStructuredStreamingRunner} has no such way: it holds all the values of the
 * key that it works on, so that there the largest slot must fit into the memory of a task.
 */
public final class SparkRunnerSetup implements RunnerSetup {

  /** Above it the number of executors is no plan but the absence of a limit. */
  private static final int MOST_PARTITIONS = 10_000;

  /** What a partition of the shuffle should have at least: about a slot. */
  private static final long PARTITION_BYTES = 64L << 20;

  /** So many that few are left over whatever the cluster's size; more only cost. */
  private static final long ENOUGH_PARTITIONS = 1_000;

  /**
   * Spark's Java serializer keeps the objects of each stream it reads or writes until it has met
   * this many more. With 100, its own default, that is 25 MB of shuffle records for each of the
   * many sorted runs that are merged.
   */
  private static final int OBJECTS_KEPT_PER_STREAM = 4;

  private final int processors;

  /** For {@link java.util.ServiceLoader}. */
  public SparkRunnerSetup() {
    this(Runtime.getRuntime().availableProcessors());
  }

  SparkRunnerSetup(int processors) {
    this.processors = processors;
  }

  @Override
  public boolean isFor(PipelineOptions options) {
    return options.getRunner().equals(SparkRunner.class)
        || options.getRunner().equals(SparkStructuredStreamingRunner.class);
  }

  @Override
  public void prepare(PipelineOptions options, long expectedBytes) {
    SparkCommonPipelineOptions spark = options.as(SparkCommonPipelineOptions.class);
    Set<String> chosen = chosenByUser(spark);
    if (!chosen.contains("enableSparkMetricSinks")) {
      spark.setEnableSparkMetricSinks(false);
    }

    if (!chosen.contains("preferGroupByKeyToHandleHugeValues")) {
      spark.setPreferGroupByKeyToHandleHugeValues(true);
    }

    keepName(spark);
    setUnlessSet("spark.serializer.objectStreamReset", Integer.toString(OBJECTS_KEPT_PER_STREAM));

    boolean submitted = System.getProperty("spark.master") != null;
    if (!submitted && !chosen.contains("sparkMaster")) {
      spark.setSparkMaster("local[" + processors + "]");
    }

    if (isLocal(System.getProperty("spark.master", spark.getSparkMaster()))) {
      stayOnThisMachine();
      return;
    }

    spreadOverExecutors(expectedBytes);
  }

  /** Only on this machine: of a cluster nothing is taken before there is work for it. */
  @Override
  public void startAhead(PipelineOptions options) {
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    if (hasContext(spark)
        && !spark.getUsesProvidedSparkContext()
        && isLocal(System.getProperty("spark.master", spark.getSparkMaster()))) {
      prepare(options, 0);
      SharedContext.startAhead(spark);
    }
  }

  @Override
  public void start(PipelineOptions options) {
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    if (hasContext(spark)) {
      SharedContext.use(spark);
    }
  }

  @Override
  public void stop() {
    SharedContext.stop();
  }

  /** The other runner has a session, which it makes and ends itself. */
  private static boolean hasContext(PipelineOptions options) {
    return options.getRunner().equals(SparkRunner.class);
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  private static void stayOnThisMachine() {
    setUnlessSet("spark.ui.enabled", "false");
    setUnlessSet("spark.ui.showConsoleProgress", "false");
    setUnlessSet("spark.driver.bindAddress", "127.0.0.1");
    setUnlessSet("spark.driver.host", "127.0.0.1");
  }

  /**
   * Spark asks for its default parallelism before the executors have registered, and then takes 2
   * for a cluster of any size. Where nothing tells how large it will be, the input does.
   */
  private static void spreadOverExecutors(long expectedBytes) {
    long cores = plannedCores();
    boolean planned = cores > 0 && cores <= MOST_PARTITIONS;
    long partitions =
        planned ? cores : Math.min(ENOUGH_PARTITIONS, expectedBytes / PARTITION_BYTES);
    if (planned || partitions > 2) {
      setUnlessSet("spark.default.parallelism", Long.toString(partitions));
    }
  }

  /** What {@code spark-submit} was told; 0 if it was not. */
  private static long plannedCores() {
    int executors =
        Integer.getInteger(
            "spark.executor.instances",
            Integer.getInteger("spark.dynamicAllocation.maxExecutors", 0));
    return executors > 0
        ? (long) executors * Integer.getInteger("spark.executor.cores", 1)
        : Integer.getInteger("spark.cores.max", 0);
  }

  /** Beam gives Spark the name of the options, whatever {@code spark-submit --name} said. */
  private static void keepName(SparkCommonPipelineOptions spark) {
    String submitted = System.getProperty("spark.app.name");
    if (submitted != null && !submitted.equals(Levada.class.getName())) {
      spark.setAppName(submitted);
    }
  }

  /** Every {@code spark.*} system property is a default of a Spark configuration. */
  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Options that have a value of their own; those that only show their default are not listed. */
  private static Set<String> chosenByUser(PipelineOptions options) {
    return DisplayData.from(options).items().stream()
        .map(DisplayData.Item::getKey)
        .collect(Collectors.toSet());
  }
}
