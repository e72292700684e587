/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.LevadaPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class OptionsDocumentTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "options.md").normalize();

  @Test
  void isWhatTheInterfacesSay() throws IOException {
    String document =
        OptionsDocument.of(new Pipelines(ServiceLoader.load(LevadaPipeline.class)).sorted());
    if (Boolean.getBoolean("levada.writeDocs")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, document);
    }

    assertThat(
        "docs/options.md is stale, write it anew: " + OptionsDocument.COMMAND,
        Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
        is(document));
  }

  @Test
  void hasATablePerInterfaceAndTheCommonOptionsOnce() {
    String document =
        OptionsDocument.of(List.of(new CountLinesPipeline((options, console) -> null)));

    assertThat(
        document,
        containsString(
            """
            ## count-lines

            Counts lines.

            ### Count lines

            | option | takes | default | what it does |
            |---|---|---|---|
            | `--output` | text | required | Folder to write the count to. |
            | `--blank` | flag | `false` | Count blank lines as well. |
            | `--blankRatio` | number |  | Share of blank lines that is allowed, from 0 to 1. |
            | `--keyFields` | list of text | `time,page` | Columns that make a line the same as another. |
            | `--maxLines` | number | `10` | How many lines are counted at most, counted from the first line of the first file. |
            | `--writeMode` | `append`, `fail-if-exists` | `fail-if-exists` | What happens to an earlier count. |

            ### Input

            | option | takes | default | what it does |
            |---|---|---|---|
            | `--input` | text | required | File, folder or glob to read. It is only read. |

            Example:

                levada run count-lines --input=in --output=out

            ## Every pipeline

            ### Common options

            | option | takes | default | what it does |
            |---|---|---|---|
            | `--debug` | flag | `false` | Show\
            """));
  }
}
