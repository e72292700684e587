/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.Arguments;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.sandbox.Sandbox;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code levada demo}: the event distributor from S3 to S3, on a day of real Wikipedia edits, or
 * all pipelines one after the other; in a sandbox that keeps its data for a look behind it.
 */
public final class DemoCommand implements LevadaCommand {

  /** Set by the launcher to the folder that it is in. */
  private static final String HOME = "levada.home";

  private static final String INPUT =
      "test-data/events/wikipedia/input/wikipedia-edits-2015-09-12.json.gz";
  private static final String USAGE = "levada demo [--all] [--folder=DIR]";

  @Command
  private static final class Words {
    @Option(names = "--all")
    private boolean all;

    @Option(names = "--folder")
    private @Nullable Path folder;
  }

  private final Path home;

  /** For {@link java.util.ServiceLoader}. */
  public DemoCommand() {
    this(Path.of(System.getProperty(HOME, ".")));
  }

  /**
   * @param home a checkout
   */
  DemoCommand(Path home) {
    this.home = home.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String description() {
    return "Run the event distributor from S3 to S3, in a sandbox, on 39,244 real Wikipedia edits;"
        + " --all: every pipeline.";
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    Path folder =
        words.folder == null
            ? home.resolve("target/demo")
            : words.folder.toAbsolutePath().normalize();
    Path input = home.resolve(INPUT);
    if (!Files.isRegularFile(input)) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot find " + input + " (run demo from a checkout of Levada)");
    }

    try (RunningSandbox running = start(folder, session.console())) {
      DemoSandbox place = new DemoSandbox(running.sandbox(), folder, home, session);
      return words.all ? new WholeDemo(place).run(input) : new Demo(place).run(input);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** On the usual port, which what it prints can be pasted for, or else on any. */
  private static RunningSandbox start(Path folder, Console console) {
    Sandbox.Settings settings = Sandbox.keepingIn(folder);
    Runnable silently = () -> {};
    try {
      return RunningSandbox.start(settings.onPort(SandboxCommand.USUAL_PORT), console, silently);
    } catch (BindException e) {
      try {
        return RunningSandbox.start(settings, console, silently);
      } catch (BindException all) {
        throw new RunFailedException(ExitCode.FAILED, "No port of 127.0.0.1 is free", all);
      }
    }
  }
}
