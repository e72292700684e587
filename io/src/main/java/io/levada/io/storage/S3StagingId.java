/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * All that any process needs to complete a multipart upload: {@code
 * upload:<run>/<attempt>/<uploadId>/<ETag>,<ETag>…}. The parts that are not letters and digits are
 * percent-encoded, as a store may choose its upload ids and ETags freely.
 *
 * @param owner run and attempt, as the upload's metadata has them
 * @param uploadId S3's name for the upload
 * @param partTags the ETags of its parts, in order
 */
record S3StagingId(String owner, String uploadId, List<String> partTags) {

  private static final String START = "upload:";

  S3StagingId {
    partTags = List.copyOf(partTags);
  }

  static boolean isOne(String text) {
    return text.startsWith(START) && text.split("/", -1).length == 4;
  }

  /**
   * @throws IllegalArgumentException if the text is not of this form
   */
  static S3StagingId parse(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("Not a staged file on S3: " + text);
    }

    String[] parts = text.substring(START.length()).split("/", -1);
    List<String> tags = new ArrayList<>();
    for (String tag : parts[3].split(",", -1)) {
      tags.add(decode(tag));
    }
    return new S3StagingId(parts[0] + "/" + parts[1], decode(parts[2]), tags);
  }

  String text() {
    List<String> tags = partTags.stream().map(S3StagingId::encode).toList();
    return START + owner + "/" + encode(uploadId) + "/" + String.join(",", tags);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
