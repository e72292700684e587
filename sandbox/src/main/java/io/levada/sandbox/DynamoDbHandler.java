/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands requests to DynamoDB Local, but those on tags, which it does not have. */
final class DynamoDbHandler implements ServiceHandler {

  private final Upstream upstream;
  private final DynamoDbTags tags;

  DynamoDbHandler(Upstream upstream, DynamoDbTags tags) {
    this.upstream = upstream;
    this.tags = tags;
  }

  @Override
  public Answer handle(Call call, RequestHead head, InputStream body, long bodyBytes)
      throws IOException {
    byte[] content = body.readAllBytes();
    Answer ofTags = tags.answer(call, content);
    if (ofTags != null) {
      return ofTags;
    }

    RequestHead forwarded = ForwardedHead.of(head, content.length);
    // It looks for the key in there, though not at the signature.
    forwarded.headers().set("Authorization", head.headers().get("Authorization"));
    OutputStream out = upstream.begin(forwarded);
    out.write(content);
    return upstream.finish(out, head.method());
  }

  @Override
  public void close() {
    upstream.close();
  }
}
