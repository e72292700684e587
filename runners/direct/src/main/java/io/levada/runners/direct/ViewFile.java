/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file of a view.
 *
 * @param path where it is on this machine
 * @param keys the values of its partition's keys as text, null for the default partition
 */
record ViewFile(String path, List<@Nullable String> keys) {}
