/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.pipelines.UsageException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the words behind a command's name into an object with picocli's annotations. */
final class Arguments {

  private Arguments() {}

  /**
   * Fills the object.
   *
   * @param usage how the command is used, for the message if a word is missing
   * @return the object
   * @throws UsageException if a word is missing, unknown or wrong
   */
  static <T> T read(T arguments, String usage, List<String> words) {
    try {
      new CommandLine(arguments).parseArgs(words.toArray(String[]::new));
      return arguments;
    } catch (MissingParameterException e) {
      throw new UsageException("Missing argument (" + usage + ")");
    } catch (UnmatchedArgumentException e) {
      String near = String.join(" or ", e.getSuggestions());
      throw new UsageException(
          "Unknown argument: "
              + e.getUnmatched().get(0)
              + (near.isEmpty() ? " (" + usage + ")" : " (did you mean " + near + "?)"));
    } catch (ParameterException e) {
      throw new UsageException(e.getMessage().replaceAll("\\s+", " ") + " (" + usage + ")");
    }
  }
}
