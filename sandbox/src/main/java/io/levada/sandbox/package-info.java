/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Servers on 127.0.0.1 that stand in for AWS, for tests and the demo. Each runs in a class loader
 * of its own, so that no library of theirs meets one of ours. Nothing here may be used by a
 * pipeline.
 *
 * <p>Start with {@link io.levada.sandbox.LocalS3}.
 */
package io.levada.sandbox;
