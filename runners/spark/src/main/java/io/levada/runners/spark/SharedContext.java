/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.beam.runners.spark.SparkCommonPipelineOptions;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.beam.runners.spark.translation.SparkContextFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The one Spark context that a process can have, for all Beam jobs of a run: on a cluster they are
 * one application, which waits for its executors once.
 *
 * <p>Beam would make a context for each job. This one is made as Beam makes it, of the {@code
 * spark.*} system properties and the run's options.
 */
final class SharedContext {

  private static @Nullable FutureTask<JavaSparkContext> context;

  private SharedContext() {}

  /** Makes it in the background, unless there is one. */
  static synchronized void startAhead(SparkPipelineOptions options) {
    if (context != null) {
      return;
    }

    context = new FutureTask<>(() -> create(options));
    Thread thread = new Thread(context, "levada-spark-start");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Has a job use it, unless the job was given another one.
   *
   * @throws IllegalStateException if it can't be made
   */
  static synchronized void use(SparkPipelineOptions options) {
    SparkContextOptions job = options.as(SparkContextOptions.class);
    @Nullable JavaSparkContext made = made();
    if (job.getUsesProvidedSparkContext()
        && (made == null || job.getProvidedSparkContext() != made)) {
      return;
    }

    if (made != null && made.sc().isStopped()) {
      context = null;
    }
    startAhead(options);
    try {
      job.setProvidedSparkContext(context.get());
      job.setUsesProvidedSparkContext(true);
    } catch (ExecutionException e) {
      context = null;
      throw new IllegalStateException("Cannot start Spark: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Spark was starting", e);
    }
  }

  /** Stops it, with all that runs in it: a job that is at work fails. */
  static synchronized void stop() {
    if (context == null) {
      return;
    }

    try {
      context.get().stop();
      context = null;
    } catch (ExecutionException e) {
      // It has never been there; whoever wanted to use it was told.
      context = null;
    } catch (InterruptedException e) {
      // It is there still, or will be, for the next one to stop or to use.
      Thread.currentThread().interrupt();
    }
    SparkContextFactory.clearProvidedSparkContext();
  }

  private static @Nullable JavaSparkContext made() {
    try {
      return context != null && context.isDone() ? context.get() : null;
    } catch (ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      throw new AssertionError("A done task does not wait", e);
    }
  }

  private static JavaSparkContext create(SparkPipelineOptions options) {
    SparkCommonPipelineOptions.prepareFilesToStage(options);
    SparkConf conf = new SparkConf();
    if (!conf.contains("spark.master")) {
      conf.setMaster(options.getSparkMaster());
    }
    if (options.getFilesToStage() != null && !options.getFilesToStage().isEmpty()) {
      conf.setJars(options.getFilesToStage().toArray(new String[0]));
    }
    conf.setAppName(options.getAppName());
    conf.set("spark.kryo.registrator", SparkRunnerKryoRegistrator.class.getName());
    return new JavaSparkContext(conf);
  }
}
