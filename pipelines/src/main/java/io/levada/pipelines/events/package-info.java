/* SPDX-License-Identifier: Apache-2.0 */
/** The event distributor, from JSON to the trusted zone. Options and wiring only. */
package io.levada.pipelines.events;
