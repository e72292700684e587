/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the words behind a command's name into an object with picocli's annotations. */
public final class Arguments {

  private Arguments() {}

  /**
   * Fills the object.
   *
   * @param usage how the command is used, for the message if a word is missing
   * @return the object
   * @throws UsageException if a word is missing, unknown or wrong
   */
  public static <T> T read(T arguments, String usage, List<String> words) {
    CommandLine command = new CommandLine(arguments).setExpandAtFiles(false);
    try {
      command.parseArgs(words.toArray(String[]::new));
      return arguments;
    } catch (MissingParameterException e) {
      throw new UsageException("Missing argument (" + usage + ")");
    } catch (UnmatchedArgumentException e) {
      String unknown = e.getUnmatched().get(0);
      String hint =
          NearestName.of(
                  unknown.replaceFirst("=.*", ""), command.getCommandSpec().optionsMap().keySet())
              .map(near -> "did you mean " + near + "?")
              .orElse(usage);
      throw new UsageException("Unknown argument: " + unknown + " (" + hint + ")");
    } catch (ParameterException e) {
      throw new UsageException(e.getMessage().replaceAll("\\s+", " ") + " (" + usage + ")");
    }
  }
}
