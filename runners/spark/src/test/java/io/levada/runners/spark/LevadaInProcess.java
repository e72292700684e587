/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.pipelines.cli.Levada;
import io.levada.runners.spark.LevadaProcess.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The command line in this very process, on the Direct runner. */
final class LevadaInProcess {

  private LevadaInProcess() {}

  static Result run(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Levada levada =
        new Levada(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false);
    int exitCode = levada.run(arguments.toArray(String[]::new));
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
