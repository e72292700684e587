/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the pipelines that fill a lake table share: their common options and the life of a run, from
 * the listing of its inputs to its summary.
 *
 * <p>Start with {@link io.levada.pipelines.runs.LakeJob}.
 */
package io.levada.pipelines.runs;
