/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The distribution that runs pipelines in one JVM on Beam's Direct runner: what that runner needs
 * to know, and nothing else.
 *
 * <p>Start with {@link io.levada.runners.direct.DirectRunnerSetup}.
 */
package io.levada.runners.direct;
