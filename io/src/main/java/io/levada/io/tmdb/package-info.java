/* SPDX-License-Identifier: Apache-2.0 */

/**
 * The client of TMDB's API: what it answers, taken at a bounded pace, and kept until it is of no
 * more use. Nothing here knows what the films are for. Start from {@link
 * io.levada.io.tmdb.TmdbClient}.
 */
package io.levada.io.tmdb;
