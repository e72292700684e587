/* SPDX-License-Identifier: Apache-2.0 */
/** Films of the raw zone to Parquet. Options and wiring only. */
package io.levada.pipelines.tmdbtotrusted;
