/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A lake on this machine. */
record FolderPlace(Path folder) implements LakePlace {

  @Override
  public String uri(String path) {
    return folder.resolve(path).toString();
  }

  @Override
  public List<String> options() {
    return List.of();
  }

  @Override
  public void write(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Override
  public SortedMap<String, byte[]> files() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Path path : everything()) {
      if (!Files.isDirectory(path)) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  @Override
  public List<String> remnants() throws IOException {
    List<String> empty = new ArrayList<>();
    for (Path path : everything()) {
      if (Files.isDirectory(path) && isEmpty(path)) {
        empty.add(folder.relativize(path).toString());
      }
    }
    return empty;
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted().toList();
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.findAny().isEmpty();
    }
  }
}
