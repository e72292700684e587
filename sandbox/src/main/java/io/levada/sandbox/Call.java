/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/**
 * A request that reached the sandbox, as {@link Faults} and {@link RequestLog} see it.
 *
 * @param operation as AWS names it, such as {@code PutObject} or {@code BatchWriteItem}
 * @param bucket of S3; otherwise, or for none, empty
 * @param key of S3, decoded; of Glue {@code database} or {@code database/table}, in lower case; of
 *     DynamoDB the table; for none empty
 * @param prefix of a listing in S3: what it lists begins so; otherwise empty
 * @param partNumber of S3's UploadPart and UploadPartCopy; otherwise 0
 */
public record Call(
    Service service, String operation, String bucket, String key, String prefix, int partNumber) {}
