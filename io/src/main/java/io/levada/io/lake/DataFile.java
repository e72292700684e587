/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.Serializable;

/**
 * A file that a run has staged: written whole, and not visible yet.
 *
 * @param content what is in it
 * @param path where it will be, below the table (data) or the run's folder (rejects)
 * @param stagedAs how the storage knows it until then
 * @param bytes its length
 * @param rows how many rows the writer has put in
 * @param footerRows how many rows the file's own footer states; for rejects, the same as {@code
 *     rows}
 */
public record DataFile(
    Content content, String path, String stagedAs, long bytes, long rows, long footerRows)
    implements Serializable {

  /** What a staged file holds. */
  public enum Content {
    DATA,
    REJECTS
  }

  /** The partition's path below the table, empty for a table without partitions. */
  public String partition() {
    return VersionFolder.strip(folder());
  }

  /** The folder of the file below the table: that of the partition, or of a version of it. */
  public String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
