/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.CsvDialect;
import java.io.Serializable;

/**
 * How records of CSV stand in files.
 *
 * @param hasHeader whether a file's first record that is not blank is none of its records but names
 *     their cells
 * @param blankIsRecord whether a line without anything is a record, with one empty cell; otherwise
 *     it is nothing
 */
public record CsvShape(CsvDialect dialect, boolean hasHeader, boolean blankIsRecord)
    implements Serializable {}
