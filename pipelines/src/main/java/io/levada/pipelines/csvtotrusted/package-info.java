/* SPDX-License-Identifier: Apache-2.0 */
/** CSV to the trusted zone. Options and wiring only. */
package io.levada.pipelines.csvtotrusted;
