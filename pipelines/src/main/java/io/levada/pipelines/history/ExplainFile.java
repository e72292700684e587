/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Ledger;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.Session;
import io.levada.pipelines.runs.LakeTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code levada runs why}: whether a file was loaded, and what became of it; or, of a file of the
 * table itself, which run has written it.
 */
final class ExplainFile {

  private static final String USAGE = "levada runs why <table> <file> " + AwsArguments.USAGE;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Parameters(arity = "1", index = "1")
    private String file;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  private ExplainFile() {}

  static ExitCode run(List<String> args, Session session) throws IOException {
    Words words = Arguments.read(new Words(), USAGE, args);
    Location file = LakeTarget.location("file", words.file);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    Unfinished unfinished = Unfinished.of(ledger, words.aws.storages());
    RunText text = new RunText(session.out());
    text.line("File", file.uri());

    SortedSet<String> namesakes = new ConcurrentSkipListSet<>();
    List<FoundInput> found = new ArrayList<>();
    ManyRuns.each(
            ledger.runs(), run -> FoundInput.in(new RunFacts(ledger.record(run)), file, namesakes))
        .forEach(found::addAll);
    Optional<Entry> now = now(file, words.aws.storages());
    found.forEach(input -> input.print(ledger, unfinished.next(input.run().run()), text));
    if (found.isEmpty()) {
      List<WrittenFile> written = written(ledger, file);
      written.forEach(each -> each.print(text));
      if (!written.isEmpty()) {
        return isInTable(written) ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
    boolean loaded = found.stream().anyMatch(input -> input.isLoaded(file, now));
    if (!loaded) {
      text.line("Not loaded", reason(found, namesakes));
    }
    return loaded ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static List<WrittenFile> written(Ledger ledger, Location file) throws IOException {
    List<WrittenFile> written = new ArrayList<>();
    ManyRuns.each(ledger.runs(), run -> WrittenFile.in(new RunFacts(ledger.record(run)), file))
        .forEach(written::addAll);
    return written;
  }

  private static boolean isInTable(List<WrittenFile> written) {
    return written.stream().allMatch(each -> each.run().isInTable() != each.replaced());
  }

  /** What is there now, as far as can be told: it may be gone with all that it was in. */
  private static Optional<Entry> now(Location file, Storages storages) {
    try {
      return storages.of(file).status(file);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String reason(List<FoundInput> found, SortedSet<String> namesakes) {
    if (found.stream().anyMatch(input -> input.run().isInTable())) {
      return "the file that is there now has another content than the one that was";
    }
    if (!found.isEmpty()) {
      return "no run that has read it is in the table";
    }

    String hint = namesakes.isEmpty() ? "" : " (did you mean " + namesakes.first() + "?)";
    return "no run has read it" + hint;
  }
}
