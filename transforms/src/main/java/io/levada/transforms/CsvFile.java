/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.List;

/**
 * What must be known of a file of CSV to read any of its rows.
 *
 * @param columns the names of its columns, in their order
 * @param charset the name of its character set
 */
public record CsvFile(List<String> columns, String charset) implements Serializable {

  public CsvFile {
    columns = List.copyOf(columns);
  }
}
