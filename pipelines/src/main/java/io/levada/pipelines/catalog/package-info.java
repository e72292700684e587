/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The commands that look at a catalog, and that register what is in a folder.
 *
 * <p>Start with {@link io.levada.pipelines.catalog.CrawlCommand}.
 */
package io.levada.pipelines.catalog;
