/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The multipart uploads that are open, and those that have become objects: to complete one of those
 * again succeeds while its object is there.
 */
final class S3Uploads {

  private static final int MAX_COMPLETED = 10_000;
  private static final Pattern ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  private final Map<String, String> openKeys = new HashMap<>();
  private final Map<String, String> completedETags =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_COMPLETED;
        }
      };

  /** The uploads that an answer names. */
  static List<String> idsIn(String xml) {
    return ID.matcher(xml).results().map((MatchResult found) -> found.group(1)).toList();
  }

  synchronized void add(String uploadId, Call call) {
    openKeys.put(uploadId, name(call));
  }

  synchronized void remove(String uploadId) {
    openKeys.remove(uploadId);
  }

  synchronized void complete(String uploadId, @Nullable String etag) {
    openKeys.remove(uploadId);
    if (etag != null) {
      completedETags.put(uploadId, etag);
    }
  }

  /** Whether an upload is open, for the object that a call is about. */
  synchronized boolean isOpen(String uploadId, Call call) {
    return name(call).equals(openKeys.get(uploadId));
  }

  /** Whether an upload has become an object with that ETag. */
  synchronized boolean isCompleted(String uploadId, @Nullable String etag) {
    return etag != null && etag.equals(completedETags.get(uploadId));
  }

  private static String name(Call call) {
    return call.bucket() + '/' + call.key();
  }
}
