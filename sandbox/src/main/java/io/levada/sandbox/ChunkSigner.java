/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/** The chain of signatures over a body that is signed chunk by chunk. */
final class ChunkSigner {

  private static final String EMPTY = Digests.sha256Hex(new byte[0]);

  private final byte[] key;
  private final Signature seed;
  private String previous;

  ChunkSigner(byte[] key, Signature seed) {
    this.key = key.clone();
    this.seed = seed;
    this.previous = seed.hex();
  }

  /** The signature that the next chunk has to have. */
  String signChunk(String chunkHash) {
    return sign("AWS4-HMAC-SHA256-PAYLOAD", EMPTY + "\n" + chunkHash);
  }

  /** The signature that the trailers have to have, behind the last chunk. */
  String signTrailers(String trailersHash) {
    return sign("AWS4-HMAC-SHA256-TRAILER", trailersHash);
  }

  private String sign(String kind, String hashes) {
    String text = String.join("\n", kind, seed.timestamp(), seed.scope(), previous, hashes);
    previous = Digests.hex(Digests.hmac(key, text));
    return previous;
  }
}
