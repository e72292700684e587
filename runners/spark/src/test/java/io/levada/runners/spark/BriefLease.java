/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A place whose runs may be silent for as short a time as can be asked for. */
record BriefLease(LakePlace place) implements LakePlace {

  static final String OPTION = "--lockLease=3s";

  @Override
  public String uri(String path) {
    return place.uri(path);
  }

  @Override
  public List<String> options() {
    List<String> options = new ArrayList<>(place.options());
    options.add(OPTION);
    return options;
  }

  @Override
  public void write(String path, byte[] content) throws IOException {
    place.write(path, content);
  }

  @Override
  public SortedMap<String, byte[]> files() throws IOException {
    return place.files();
  }

  @Override
  public List<String> remnants() throws IOException {
    return place.remnants();
  }
}
