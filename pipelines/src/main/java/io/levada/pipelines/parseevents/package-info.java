/* SPDX-License-Identifier: Apache-2.0 */
/** JSON events to the stage zone. Options and wiring only. */
package io.levada.pipelines.parseevents;
