/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The place where others put files for us: what waits there, and where it goes when its rows are in
 * a table.
 *
 * <p>Nothing here looks into a file. Start with {@link io.levada.io.landing.LandingZone}.
 */
package io.levada.io.landing;
