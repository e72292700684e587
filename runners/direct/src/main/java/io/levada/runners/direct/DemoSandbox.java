/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.Session;
import io.levada.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The sandbox that a demo runs commands in, and the folder that keeps its data. */
final class DemoSandbox {

  private static final int PAGE_WIDTH = 96;

  private final Sandbox sandbox;
  private final Path folder;
  private final Path home;
  private final Session session;
  private final AwsSettings aws;

  DemoSandbox(Sandbox sandbox, Path folder, Path home, Session session) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.home = home;
    this.session = session;
    this.aws =
        AwsSettings.ofTheMachine().withRegion(sandbox.region()).withEndpoint(sandbox.endpoint());
  }

  /** Makes buckets, whatever was in them before; all else stays. */
  void makeAnew(List<String> buckets) throws IOException {
    for (String bucket : buckets) {
      delete(objects().resolve(bucket));
      sandbox.createBucket(bucket);
    }
  }

  private static void delete(Path bucket) throws IOException {
    if (!Files.exists(bucket)) {
      return;
    }

    Files.walkFileTree(
        bucket,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Runs a command, with what leads it here. */
  int levada(List<String> words) {
    return session.levada(whole(words));
  }

  /** Runs a command that tells nothing, but for errors. */
  void run(LevadaCommand command, List<String> words) {
    command.run(whole(words), new SilentSession(session));
  }

  /**
   * A command as it can be pasted while the sandbox runs, in lines that the shell takes for one.
   */
  String pasted(List<String> words) {
    String command = "$ " + shown(home.resolve("levada"));
    StringBuilder text = new StringBuilder(command);
    int width = command.length();
    for (String word : whole(words)) {
      boolean isText = word.contains(" ");
      if (isText) {
        text.append(" \"").append(word).append('"');
      }
      if (isText || width + word.length() > PAGE_WIDTH) {
        text.append(" \\\n   ");
        width = 3;
      }
      if (!isText) {
        text.append(' ').append(word);
        width += word.length() + 1;
      }
    }
    return text.toString();
  }

  private List<String> whole(List<String> words) {
    List<String> whole = new ArrayList<>(words);
    whole.add("--endpoint=" + sandbox.endpoint());
    whole.add("--awsRegion=" + sandbox.region());
    return whole;
  }

  AwsSettings aws() {
    return aws;
  }

  Storage storageOf(Location location) {
    return Storages.withoutStaging().withAws(aws).of(location);
  }

  /** The folder with a folder for each bucket, in which objects are files. */
  Path objects() {
    return folder.resolve("s3");
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Path folder() {
    return folder;
  }

  /** A checkout. */
  Path home() {
    return home;
  }

  Session session() {
    return session;
  }

  /** A path from the working directory, if it is below it. */
  static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    if (!path.startsWith(here)) {
      return path.toString();
    }

    Path below = here.relativize(path);
    return below.getNameCount() == 1 ? "./" + below : below.toString();
  }
}
