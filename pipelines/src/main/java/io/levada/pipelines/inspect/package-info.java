/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Commands that look at files without running a pipeline: {@code head} and {@code count}.
 *
 * <p>What writes, and what a pipeline does, does not belong here. Start with {@link
 * io.levada.pipelines.inspect.HeadCommand}.
 */
package io.levada.pipelines.inspect;
