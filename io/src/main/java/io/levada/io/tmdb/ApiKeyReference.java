/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * Where TMDB's API Read Access Token is: the reference travels and is recorded, the token does
 * neither. Each machine that asks TMDB looks it up itself.
 */
public final class ApiKeyReference implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";
  private static final String PARAMETER = "ssm:";

  private final String text;

  private ApiKeyReference(String text) {
    this.text = text;
  }

  /**
   * A reference: {@code env:NAME}; {@code file:} and a path or the address of an object on S3; or
   * {@code ssm:} and the name of a parameter of AWS Systems Manager.
   *
   * @throws IllegalArgumentException if it is none; the text is not told, as it may be the key
   */
  public static ApiKeyReference parse(String text) {
    boolean isReference =
        text.matches("env:[A-Za-z_][A-Za-z0-9_]*")
            || text.matches("ssm:[A-Za-z0-9_./:-]+")
            || (text.startsWith(FILE) && text.length() > FILE.length());
    if (!isReference) {
      throw new IllegalArgumentException(
          "what was given is no reference to a key, and is not repeated here, as it may be the key"
              + " itself (give env:NAME, file:PATH or ssm:NAME)");
    }
    return new ApiKeyReference(text);
  }

  /**
   * Looks the key up.
   *
   * @throws IOException if it is not there or can't be a token
   */
  ApiKey resolve(Storages storages) throws IOException {
    if (text.startsWith(ENVIRONMENT)) {
      String value = System.getenv(text.substring(ENVIRONMENT.length()));
      if (value == null) {
        throw new TmdbException(
            "Cannot find the API key: "
                + text
                + " is not set (every machine that asks TMDB needs it; on Spark,"
                + " spark.executorEnv."
                + text.substring(ENVIRONMENT.length())
                + " sets it; or take ssm: or a file: on S3)");
      }
      return new ApiKey(value, this);
    }

    if (text.startsWith(PARAMETER)) {
      String value = SsmParameter.of(storages.aws()).value(text.substring(PARAMETER.length()));
      return new ApiKey(value, this);
    }

    Location file = Location.of(text.substring(FILE.length()));
    byte[] content =
        storages
            .of(file)
            .read(file)
            .orElseThrow(() -> new TmdbException("Cannot find the API key: there is no " + file));
    return new ApiKey(new String(content, StandardCharsets.UTF_8), this);
  }

  /** The reference, which is no secret. */
  @Override
  public String toString() {
    return text;
  }
}
