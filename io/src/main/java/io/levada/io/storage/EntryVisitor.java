/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;

/** Takes the entries of a listing one by one. */
@FunctionalInterface
public interface EntryVisitor {

  /** An exception ends the listing and is thrown by it. */
  void visit(Entry entry) throws IOException;
}
