/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.gzip;
import static io.levada.io.files.FilesFixture.texts;
import static io.levada.io.files.FilesFixture.utf8;
import static io.levada.io.files.FilesFixture.write;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Storages;
import io.levada.rows.RecordBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRecordsTest {

  @TempDir Path folder;

  private static List<RecordBlock> first(int records, InputFile... files) throws IOException {
    return FirstRecords.of(Storages.withoutStaging(), List.of(files), records);
  }

  @Test
  void goesOnInTheNextFileWhereOneHasTooFew() throws Exception {
    InputFile one = write(folder, "one", utf8("1\n2\n"));
    InputFile none = write(folder, "none", utf8(""));
    InputFile two = write(folder, "two", utf8("3\n"));
    InputFile unread = write(folder, "unread", utf8("PAR1"));

    assertThat(texts(first(3, one, none, two, unread)), contains("1", "2", "3"));
  }

  @Test
  void readsNoFurtherThanItNeeds() throws Exception {
    byte[] whole = gzip(noise(8 * 1024 * 1024));
    InputFile damaged = write(folder, "damaged", Arrays.copyOf(whole, whole.length * 3 / 8));

    assertThat(first(1, damaged), hasSize(1));
    assertThrows(UnreadableFileException.class, () -> first(100, damaged));
  }

  @Test
  void holdsLittleOfLargeRecords() throws Exception {
    byte[] large = new byte[100 * 1024 * 1024];
    Arrays.fill(large, (byte) 'x');
    for (int i = 0; i < large.length; i += 10 * 1024 * 1024) {
      large[i] = '\n';
    }

    List<RecordBlock> blocks = first(1000, write(folder, "large", gzip(large)));

    long bytes = blocks.stream().mapToLong(block -> block.bytes().length).sum();
    assertThat(bytes, is(lessThan(80L * 1024 * 1024)));
    assertThat(texts(blocks).get(0).length(), is(10 * 1024 * 1024 - 1));
  }

  /** Four records, of bytes that do not compress. */
  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % (length / 4) == 0 ? '\n' : 'a' + (bytes[i] & 15));
    }
    return bytes;
  }
}
