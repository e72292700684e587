/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/**
 * A request to a {@link TmdbServer}.
 *
 * @param path with the query, below the server's address
 * @param page of the list; 0 if it is for something else
 * @param film its id; 0 if it is for something else
 * @param nth how often this path was asked for, from 1
 * @param atNanos when it came, by {@link System#nanoTime}
 */
public record TmdbRequest(String path, int page, long film, int nth, long atNanos) {}
