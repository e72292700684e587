/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

/**
 * Where S3 keeps a location.
 *
 * @param bucket its bucket
 * @param key what follows the bucket's slash, character by character; empty for the bucket itself
 */
record S3Key(String bucket, String key) {

  static final String SCHEME = "s3";

  private static final String START = SCHEME + "://";

  S3Key {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid location: '" + START + "/" + key + "' (the bucket's name is missing)");
    }
  }

  /**
   * @throws IllegalArgumentException if the location is not on S3, or names no bucket
   */
  static S3Key of(Location location) {
    if (!location.scheme().equals(SCHEME)) {
      throw new IllegalArgumentException("Not on S3: " + location);
    }

    String name = location.uri().substring(START.length());
    int slash = name.indexOf('/');
    return slash < 0
        ? new S3Key(name, "")
        : new S3Key(name.substring(0, slash), name.substring(slash + 1));
  }

  /**
   * @throws IllegalArgumentException if the location is not on S3, or is a bucket
   */
  static S3Key ofFile(Location location) {
    S3Key key = of(location);
    if (key.isBucket()) {
      throw new IllegalArgumentException(
          "Not a file: " + location + " (a file has a name behind its bucket)");
    }
    return key;
  }

  boolean isBucket() {
    return key.isEmpty();
  }

  /** With which the keys of all that is in this folder begin. */
  String prefix() {
    return isBucket() ? "" : key + "/";
  }

  /** The location of another key in this bucket. */
  Location sibling(String otherKey) {
    return new Location(START + bucket + "/" + otherKey);
  }
}
