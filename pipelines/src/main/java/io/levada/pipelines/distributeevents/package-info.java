/* SPDX-License-Identifier: Apache-2.0 */
/** Stage zone to trusted zone. Options and wiring only. */
package io.levada.pipelines.distributeevents;
