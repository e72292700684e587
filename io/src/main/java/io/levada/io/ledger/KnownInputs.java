/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.levada.io.storage.Location;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads inputs one by one from JSON lines, gzip: a million of them need not be in memory. */
final class KnownInputs implements Closeable {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;

  KnownInputs(byte[] gzip) throws IOException {
    this.json = JSON.createParser(new GZIPInputStream(new ByteArrayInputStream(gzip), 1 << 16));
  }

  /** For what stands in front of the inputs. */
  JsonParser json() {
    return json;
  }

  /** The next one, or null behind the last. */
  @Nullable KnownInput next() throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new IOException("a line is no object");
    }

    String uri = null;
    String identity = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.getCurrentName();
      json.nextToken();
      if (name.equals("uri")) {
        uri = json.getText();
      } else if (name.equals("identity")) {
        identity = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (uri == null || identity == null) {
      throw new IOException("an input has no uri or no identity");
    }
    return new KnownInput(new Location(uri), identity);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
