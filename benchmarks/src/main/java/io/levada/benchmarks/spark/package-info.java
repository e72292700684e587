/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The job of the events pipeline written directly for Spark SQL. Needs Spark on the class path,
 * which the rest of the benchmarks does not.
 */
package io.levada.benchmarks.spark;
