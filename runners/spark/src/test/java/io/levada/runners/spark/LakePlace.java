/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/** Where a lake is, seen by another eye than Levada's. */
interface LakePlace {

  /** What an option names a folder of it by. */
  String uri(String path);

  /** What a command needs to reach it, as options. */
  List<String> options();

  void write(String path, byte[] content) throws IOException;

  /** All that is there, by its path: whole files, hidden ones and staged ones too. */
  SortedMap<String, byte[]> files() throws IOException;

  /** What was begun and not ended: open uploads, and folders with nothing in them. */
  List<String> remnants() throws IOException;
}
