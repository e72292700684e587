/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.levada.pipelines.RunnerSetup;
import java.util.Properties;
import java.util.ServiceLoader;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkRunnerSetupTest {

  private static final String PARALLELISM = "spark.default.parallelism";

  private final SparkRunnerSetup setup = new SparkRunnerSetup(5);
  private Properties before;

  @BeforeEach
  void keepSystemProperties() {
    before = (Properties) System.getProperties().clone();
  }

  @AfterEach
  void restoreSystemProperties() {
    System.setProperties(before);
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(RunnerSetup.class), hasItem(instanceOf(SparkRunnerSetup.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SparkRunner", "SparkStructuredStreamingRunner"})
  void isForBothSparkRunners(String runner) {
    assertThat(setup.isFor(options("--runner=" + runner)), is(true));
  }

  @Test
  void isNotForTheTestRunner() {
    assertThat(setup.isFor(options("--runner=TestSparkRunner")), is(false));
  }

  @Test
  void groupsInAWayThatSpills() {
    assertThat(prepared().getPreferGroupByKeyToHandleHugeValues(), is(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "yarn"})
  void keepsFewShuffleRecordsInMemoryForEachStream(String master) {
    System.setProperty("spark.master", master);

    prepared();

    assertThat(System.getProperty("spark.serializer.objectStreamReset"), is("4"));
  }

  @Test
  void sendsNoAggregatorsToMetricSinks() {
    assertThat(prepared().getEnableSparkMetricSinks(), is(false));
  }

  @Test
  void keepsWhatTheUserHasChosen() {
    SparkPipelineOptions options =
        prepared(
            "--preferGroupByKeyToHandleHugeValues=false",
            "--enableSparkMetricSinks=true",
            "--sparkMaster=local[4]");

    assertThat(options.getPreferGroupByKeyToHandleHugeValues(), is(false));
    assertThat(options.getEnableSparkMetricSinks(), is(true));
    assertThat(options.getSparkMaster(), is("local[4]"));
  }

  @Test
  void runsOnEveryProcessorOfThisMachineWhenNoMasterIsNamed() {
    assertThat(prepared().getSparkMaster(), is("local[5]"));
  }

  @Test
  void leavesTheMasterOfSparkSubmit() {
    System.setProperty("spark.master", "yarn");

    SparkPipelineOptions options = prepared();

    assertThat(options.getSparkMaster(), is("local[4]"));
    assertThat(System.getProperty("spark.master"), is("yarn"));
  }

  @Test
  void opensNoWebPagesLocally() {
    prepared();

    assertThat(System.getProperty("spark.ui.enabled"), is("false"));
    assertThat(System.getProperty("spark.driver.host"), is("127.0.0.1"));
  }

  @Test
  void keepsASparkPropertyThatIsSet() {
    System.setProperty("spark.ui.enabled", "true");

    prepared();

    assertThat(System.getProperty("spark.ui.enabled"), is("true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "local-cluster[2,2,768]", "spark://host:7077"})
  void leavesTheWebPagesOfACluster(String master) {
    System.setProperty("spark.master", master);

    prepared();

    assertThat(System.getProperty("spark.ui.enabled"), is(nullValue()));
    assertThat(System.getProperty("spark.driver.host"), is(nullValue()));
  }

  @Test
  void shufflesIntoAPartitionForEachCoreOfTheCluster() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.executor.instances", "3");
    System.setProperty("spark.executor.cores", "4");

    prepared();

    assertThat(System.getProperty(PARALLELISM), is("12"));
  }

  @Test
  void plansForAllTheExecutorsThatMayCome() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.dynamicAllocation.maxExecutors", "7");
    System.setProperty("spark.executor.cores", "2");

    prepared();

    assertThat(System.getProperty(PARALLELISM), is("14"));
  }

  @Test
  void plansForTheCoresThatMayBeTaken() {
    System.setProperty("spark.master", "spark://host:7077");
    System.setProperty("spark.cores.max", "24");

    prepared();

    assertThat(System.getProperty(PARALLELISM), is("24"));
  }

  @Test
  void plansForTheInputOnAClusterWithoutLimits() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.dynamicAllocation.maxExecutors", "2147483647");

    setup.prepare(options(), 100L << 26);

    assertThat(System.getProperty(PARALLELISM), is("100"));
  }

  @Test
  void plansForTheInputOnAClusterOfUnknownSize() {
    System.setProperty("spark.master", "spark://host:7077");

    setup.prepare(options(), 1L << 50);

    assertThat(System.getProperty(PARALLELISM), is("1000"));
  }

  @Test
  void leavesTheParallelismToSparkForASmallInput() {
    System.setProperty("spark.master", "spark://host:7077");

    setup.prepare(options(), 2L << 26);

    assertThat(System.getProperty(PARALLELISM), is(nullValue()));
  }

  @Test
  void leavesTheParallelismOfThisMachine() {
    setup.prepare(options(), 1L << 50);

    assertThat(System.getProperty(PARALLELISM), is(nullValue()));
  }

  @Test
  void keepsTheNameOfTheSubmission() {
    System.setProperty("spark.app.name", "nightly");

    assertThat(prepared("--appName=levada events").getAppName(), is("nightly"));
  }

  @Test
  void namesASubmissionWithoutANameAsThePipeline() {
    System.setProperty("spark.app.name", "io.levada.pipelines.cli.Levada");

    assertThat(prepared("--appName=levada events").getAppName(), is("levada events"));
  }

  @Test
  void keepsTheParallelismThatIsSet() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.executor.instances", "3");
    System.setProperty(PARALLELISM, "99");

    prepared();

    assertThat(System.getProperty(PARALLELISM), is("99"));
  }

  private SparkPipelineOptions prepared(String... args) {
    PipelineOptions options = options(args);
    setup.prepare(options, 0);
    return options.as(SparkPipelineOptions.class);
  }

  private static PipelineOptions options(String... args) {
    return PipelineOptionsFactory.fromArgs(args).create();
  }
}
