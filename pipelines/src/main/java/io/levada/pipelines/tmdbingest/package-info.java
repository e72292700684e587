/* SPDX-License-Identifier: Apache-2.0 */

/**
 * {@code tmdb-ingest}: films of TMDB to the raw zone. Start from {@link
 * io.levada.pipelines.tmdbingest.TmdbIngestPipeline}.
 */
package io.levada.pipelines.tmdbingest;
