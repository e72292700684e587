/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;

/** The hash by which keys are looked up; equal bytes must have equal hashes under one seed. */
@FunctionalInterface
interface DedupKeyHash extends Serializable {

  long of(byte[] bytes, int from, int to, long seed);
}
