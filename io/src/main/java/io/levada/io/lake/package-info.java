/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A lake table as files: Parquet in hive folders, staged by the workers, described by a manifest
 * and made visible by the driver.
 *
 * <p>No named table and no Glue class belongs here. Start with {@link io.levada.io.lake.LakeIO}.
 */
package io.levada.io.lake;
