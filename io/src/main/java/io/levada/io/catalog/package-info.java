/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The catalog: which tables there are, which columns they have, and where their partitions lie. It
 * knows nothing of how runs come about; what a run changes in it is data in the run's record.
 *
 * <p>Start with {@link io.levada.io.catalog.Catalog}.
 */
package io.levada.io.catalog;
