/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line: finds a pipeline, builds its options from its interface, runs it and tells how
 * it went. It knows no pipeline by name and no runner by class.
 *
 * <p>Start with {@link io.levada.pipelines.cli.Levada}.
 */
package io.levada.pipelines.cli;
