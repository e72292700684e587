/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Measuring Levada against what else does its job: seeded input of any size with its exact counts,
 * the rivals, and the paired comparison.
 *
 * <p>Nothing in the product depends on this package. The generator needs neither Spark nor DuckDB
 * on the class path. Start at {@link io.levada.benchmarks.EventGenerator} and {@link
 * io.levada.benchmarks.Compare}.
 */
package io.levada.benchmarks;
