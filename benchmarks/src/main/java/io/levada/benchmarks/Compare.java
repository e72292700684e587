/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import io.levada.benchmarks.JvmFlags.ClassData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Levada against a rival, in pairs, at one job on one generated input; prints a markdown table. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs Levada and a rival in turn on the same input and compares what they take.")
public final class Compare implements Callable<Integer> {

  /** What Levada is compared with. */
  enum Rival {
    spark,
    duckdb,
    levada
  }

  /** What both do. */
  enum JobName {
    events,
    salaries,
    bronze,
    csv,
    csvquoted,
    csvtyped
  }

  @Option(
      names = "--job",
      defaultValue = "events",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private JobName job;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "what the generator of the job made")
  private Path data;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "FOLDER",
      description = "for outputs, which are removed, logs and class archives")
  private Path work;

  @Option(
      names = "--checkout",
      defaultValue = ".",
      paramLabel = "FOLDER",
      description = "the built source tree; default: the current folder")
  private Path checkout;

  @Option(names = "--pairs", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int pairs;

  @Option(
      names = "--runner",
      defaultValue = "SparkRunner",
      description = "Levada's; default: ${DEFAULT-VALUE}")
  private String runner;

  @Option(
      names = "--levadaOption",
      paramLabel = "OPTION",
      description = "one more option of Levada's pipeline; may be repeated")
  private List<String> levadaOptions = new ArrayList<>();

  @Option(
      names = "--levada",
      paramLabel = "COMMAND",
      description =
          "a command to run in Levada's place, its words separated by spaces, with {input}, {output}"
              + " and, for the JVM flags, {jvm}")
  private String levada;

  @Option(
      names = "--rival",
      defaultValue = "spark",
      description = "${COMPLETION-CANDIDATES} (which is then Levada unchanged, against --levada)")
  private Rival rival;

  @Option(
      names = "--shufflePartitions",
      defaultValue = "2",
      description = "native Spark's; default: ${DEFAULT-VALUE}")
  private int shufflePartitions;

  @Option(names = "--cores", description = "of each side; default: all")
  private Integer cores;

  @Option(
      names = "--jvmFlags",
      defaultValue = "-Xmx3g,-XX:+UseParallelGC",
      split = ",",
      paramLabel = "FLAG",
      description = "of both sides' JVMs, several with commas; default: ${DEFAULT-VALUE}")
  private List<String> jvmFlags = new ArrayList<>();

  @Option(
      names = "--appCds",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "class archives, for both sides or neither; default: ${DEFAULT-VALUE}")
  private boolean appCds;

  @Option(names = "--report", paramLabel = "FILE", description = "the printed table as a file too")
  private Path report;

  private Compare() {}

  /** Exit code 0 if all was measured, 1 if a run failed or gave wrong counts, 2 for bad options. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Compare()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    try {
      String text = compare();
      System.out.print(text);
      if (report != null) {
        Files.writeString(report, text);
      }
      return 0;
    } catch (WrongResultException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private String compare() throws IOException, InterruptedException, SQLException {
    int threads = cores == null ? Runtime.getRuntime().availableProcessors() : cores;
    Job compared =
        switch (job) {
          case events -> new EventsJob(data);
          case salaries -> new SalariesJob(data);
          case bronze -> new BronzeJob(data);
          case csv -> CsvJob.inferred(data);
          case csvquoted -> CsvJob.quoted(data);
          case csvtyped -> CsvJob.typed(data);
        };
    Contenders contenders = new Contenders(compared, checkout, threads);
    Contender ours =
        levada == null
            ? contenders.levada(runner, levadaOptions)
            : new Contender("Levada, given command", List.of(levada.trim().split(" +", -1)));
    Contender theirs =
        switch (rival) {
          case spark -> contenders.nativeSpark(shufflePartitions);
          case duckdb -> contenders.duckDb();
          case levada -> contenders.levada(runner, levadaOptions);
        };

    ClassData classData = appCds ? ClassData.ARCHIVED : ClassData.PLAIN;
    Comparison comparison =
        new Comparison(compared, work, jvmFlags, classData, line -> System.err.println(line));
    PairedRuns runs = comparison.run(ours, theirs, pairs);
    return conditions(compared, threads, ours) + "\n" + runs.toMarkdown();
  }

  private String conditions(Job compared, int threads, Contender ours) {
    List<String> lines = new ArrayList<>(compared.conditions());
    lines.add("Machine: " + Machine.describe() + ".");
    String flags =
        ours.takesJvmFlags()
            ? ", "
                + String.join(" ", jvmFlags)
                + (appCds ? ", a class archive (AppCDS)" : ", no class archive")
            : " (Levada's JVM flags are its own)";
    lines.add("Both sides: " + threads + " threads" + flags + ", one warm-up each.");
    return lines.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
  }
}
