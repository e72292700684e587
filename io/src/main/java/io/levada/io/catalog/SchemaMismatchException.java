/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;

/** A table in a catalog can't have the columns or keys of what is written to it. */
public final class SchemaMismatchException extends IOException {

  SchemaMismatchException(TableName table, String reason, String remedy) {
    super("Cannot register columns of " + table + ": " + reason + " (" + remedy + ")");
  }
}
