/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this was built from. */
public record Versions(String levada, String beam) {

  public static Versions ofTheBuild() {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the versions", e);
    }
    return new Versions(versions.getProperty("levada"), versions.getProperty("beam"));
  }
}
