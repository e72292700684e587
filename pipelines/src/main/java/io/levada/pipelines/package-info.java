/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What every pipeline has in common on the command line: how it is found, run, watched and summed
 * up. Each pipeline has a package of its own below this one, and none imports another.
 *
 * <p>Start with {@link io.levada.pipelines.LevadaPipeline}.
 */
package io.levada.pipelines;
