/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.benchmarks.JvmFlags.ClassData;
import io.levada.benchmarks.PairedLoads.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Levada against a loop around the AWS SDK, in pairs, at loading one Parquet table into DynamoDB
 * tables; or a load of Levada's read back item by item. Prints markdown.
 */
@Command(
    name = "compare-loads",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Loads people into DynamoDB tables by Levada and by the plain AWS SDK in turn.")
public final class CompareLoads implements Callable<Integer> {

  /** What is loaded into. */
  enum Server {
    local("DynamoDB Local, in memory, behind the sandbox's port"),
    instant("a server that counts items and answers at once");

    private final String text;

    Server(String text) {
      this.text = text;
    }
  }

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "what the generator made")
  private Path data;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "FOLDER",
      description = "for records, which are removed, logs and class archives")
  private Path work;

  @Option(
      names = "--checkout",
      defaultValue = ".",
      paramLabel = "FOLDER",
      description = "the built source tree; default: the current folder")
  private Path checkout;

  @Option(
      names = "--check",
      description = "compare with nothing: load once by Levada, and read each item back")
  private boolean check;

  @Option(
      names = "--server",
      defaultValue = "local,instant",
      split = ",",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}, one after the other")
  private List<Server> servers;

  @Option(names = "--pairs", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int pairs;

  @Option(
      names = "--runner",
      defaultValue = "SparkRunner",
      description = "Levada's; default: ${DEFAULT-VALUE}")
  private String runner;

  @Option(
      names = "--levadaOption",
      paramLabel = "OPTION",
      description = "one more option of to-dynamodb; may be repeated")
  private List<String> levadaOptions = new ArrayList<>();

  @Option(names = "--cores", description = "of each side; default: all")
  private Integer cores;

  @Option(
      names = "--jvmFlags",
      defaultValue = "-Xmx3g,-XX:+UseParallelGC",
      split = ",",
      paramLabel = "FLAG",
      description = "of both sides' JVMs, several with commas; default: ${DEFAULT-VALUE}")
  private List<String> jvmFlags = new ArrayList<>();

  private JvmFlags flags;
  private LoadContenders contenders;
  private MeasuredProcess process;

  private CompareLoads() {}

  /** Exit code 0 if all was measured and right, 1 if not, 2 for bad options. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CompareLoads()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      Files.createDirectories(work);
      int threads = cores == null ? Runtime.getRuntime().availableProcessors() : cores;
      flags = new JvmFlags(jvmFlags, ClassData.ARCHIVED, work);
      contenders = new LoadContenders(new LevadaBuild(checkout, threads));
      process = new MeasuredProcess();
      if (check) {
        check();
      } else {
        compare();
      }
      return 0;
    } catch (WrongResultException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private void compare() throws IOException, InterruptedException {
    Contender levada = contenders.levada(runner, levadaOptions);
    Contender plain = contenders.plainSdk();
    System.out.printf(
        "- Machine: %s.%n- Both sides: %d threads that send, %s, a class archive (AppCDS), one warm-up"
            + " each, and one of each server with all rows; every table had as many items as there are rows.%n",
        Machine.describe(), contenders.threads(), String.join(" ", jvmFlags));
    try (ServerProcess instant = start(Server.instant)) {
      Path few = PeopleGenerator.warmUp(data);
      levadaLoad(levada, instant, few, "warm-up", flags.ofWarmUp("levada"));
      plainLoad(plain, instant, few, "warm-up", flags.ofWarmUp("plain"));
    }
    for (Server kind : servers) {
      PairedLoads loads = new PairedLoads(levada.name(), plain.name());
      try (ServerProcess server = start(kind)) {
        Path all = PeopleGenerator.people(data);
        // The server's own code gets faster with what it has served: both meet it warm.
        plainLoad(plain, server, all, kind + "-warm-up", flags.ofRun("plain"));
        for (int pair = 1; pair <= pairs; pair++) {
          String name = kind + "-" + pair;
          Load ours = levadaLoad(levada, server, all, name, flags.ofRun("levada"));
          loads.add(ours, plainLoad(plain, server, all, name, flags.ofRun("plain")));
        }
      }
      System.out.printf("%nInto %s:%n%n%s", kind.text, loads.toMarkdown());
    }
  }

  private ServerProcess start(Server kind) throws IOException {
    List<String> command =
        kind == Server.local ? contenders.dynamoDbLocal() : contenders.instantServer();
    return ServerProcess.start(command, work.resolve("server-" + kind + ".log"));
  }

  private Load levadaLoad(
      Contender levada, ServerProcess server, Path input, String name, List<String> jvm)
      throws IOException, InterruptedException {
    return load(levada, server, input, "levada-" + name, jvm);
  }

  private Load plainLoad(
      Contender plain, ServerProcess server, Path input, String name, List<String> jvm)
      throws IOException, InterruptedException {
    return load(plain, server, input, "plain-" + name, jvm);
  }

  private Load load(
      Contender contender, ServerProcess server, Path input, String run, List<String> jvm)
      throws IOException, InterruptedException {
    Path home = newHome(run);
    double before = server.cpuSeconds();
    Measurement whole = run(contender, server, input, run, home, jvm);
    double serverCpuSeconds = server.cpuSeconds() - before;
    LoadContenders.Figures told = LoadContenders.figures(home);
    Load load = new Load(told.items(), told.seconds(), whole, serverCpuSeconds);
    System.err.printf(
        Locale.ROOT,
        "%s: %,d items in %.1f s, %,.0f/s; whole command %.1f s, %.1f s CPU; server %.1f s CPU%n",
        run,
        load.items(),
        load.seconds(),
        load.rate(),
        whole.wallSeconds(),
        whole.cpuSeconds(),
        serverCpuSeconds);
    JsonNode found = found(contenders.countedItems(), server, input, run, home);
    Comparison.delete(home);
    long rows = found.path("rows").asLong();
    if (rows != load.items() || rows != found.path("items").asLong()) {
      throw new WrongResultException(
          "Wrong items of " + run + ": " + load.items() + " were loaded, the table says " + found);
    }
    return load;
  }

  private JsonNode found(Contender program, ServerProcess server, Path input, String run, Path home)
      throws IOException, InterruptedException {
    run(program, server, input, run, home, jvmFlags);
    return LoadContenders.found(home);
  }

  private void check() throws IOException, InterruptedException {
    try (ServerProcess server = start(Server.local)) {
      Path input = PeopleGenerator.people(data);
      Path home = newHome("checked");
      Contender levada = contenders.levada(runner, levadaOptions);
      Measurement whole = run(levada, server, input, "checked", home, jvmFlags);
      LoadContenders.Figures load = LoadContenders.figures(home);
      JsonNode found = found(contenders.comparedItems(), server, input, "checked", home);
      System.out.printf(
          Locale.ROOT,
          "%s: %,d items in %.1f s of load, %.1f s in all. Read back: %,d rows, %,d equal, %,d"
              + " different, %,d missing, %,d extra.%n",
          levada.name(),
          load.items(),
          load.seconds(),
          whole.wallSeconds(),
          found.path("rows").asLong(),
          found.path("equal").asLong(),
          found.path("different").asLong(),
          found.path("missing").asLong(),
          found.path("extra").asLong());
      boolean isRight =
          found.path("equal").asLong() == found.path("rows").asLong()
              && found.path("extra").asLong() == 0;
      Comparison.delete(home);
      if (!isRight) {
        throw new WrongResultException("The items are not those of the rows");
      }
    }
  }

  private Path newHome(String run) throws IOException {
    Path home = work.resolve(run);
    Comparison.delete(home);
    return Files.createDirectories(home);
  }

  /** The table is named as the run. */
  private Measurement run(
      Contender contender,
      ServerProcess server,
      Path input,
      String run,
      Path home,
      List<String> jvm)
      throws IOException, InterruptedException {
    List<String> words =
        contender.command(jvm, input, home).stream()
            .map(word -> word.replace("{endpoint}", server.endpoint().toString()))
            .map(word -> word.replace("{table}", run))
            .toList();
    return process.run(
        words, work.resolve(run + "-" + contender.name().replaceAll("[, ].*", "") + ".log"));
  }
}
