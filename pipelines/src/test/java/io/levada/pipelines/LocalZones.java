/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Zones that are folders on disk. */
public final class LocalZones extends Zones {

  private final Path folder;

  public LocalZones(Path folder) {
    super(new LevadaCommands(folder));
    this.folder = folder;
  }

  @Override
  String zone(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  List<String> options() {
    return List.of();
  }

  @Override
  public void put(String file, byte[] content) {
    try {
      Files.createDirectories(Path.of(file).getParent());
      Files.write(Path.of(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SortedMap<String, String> list(String listed) {
    Path root = Path.of(listed);
    if (!Files.exists(root)) {
      return new TreeMap<>();
    }
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(
            root.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Override
  public List<String> staged() {
    return list(folder.toString()).keySet().stream()
        .filter(file -> file.contains("/staging/"))
        .toList();
  }

  @Override
  Path tableOnDisk() throws IOException {
    return Path.of(table());
  }

  @Override
  public void close() {}
}
