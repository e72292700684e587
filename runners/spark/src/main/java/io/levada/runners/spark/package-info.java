/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The distribution that runs pipelines on Spark, on a cluster or in one JVM: what Beam's two Spark
 * runners need to know, and nothing else.
 *
 * <p>Start with {@link io.levada.runners.spark.SparkRunnerSetup}.
 */
package io.levada.runners.spark;
