/* SPDX-License-Identifier: Apache-2.0 */
/** Silver to gold. Options and wiring only. */
package io.levada.pipelines.silvertogold;
