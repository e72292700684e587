/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsFailure;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Why DynamoDB has refused one item, without anything of the item. */
final class Refusal {

  static final String CODE = "REFUSED_BY_DYNAMODB";

  private Refusal() {}

  /** In DynamoDB's own words, unless a value of the item may be among them. */
  static ItemProblem of(AwsServiceException e, Map<String, AttributeValue> item) {
    String reason =
        AwsFailure.reason(
            AwsFailure.code(e),
            e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage());
    boolean tellsNothing = texts(item.values()).noneMatch(reason::contains);
    return new ItemProblem(
        CODE, "DynamoDB has refused the item: " + (tellsNothing ? reason : AwsFailure.code(e)));
  }

  private static Stream<String> texts(Collection<AttributeValue> values) {
    return values.stream().flatMap(Refusal::texts).filter(text -> !text.isEmpty());
  }

  private static Stream<String> texts(AttributeValue value) {
    return switch (value.type()) {
      case S -> Stream.of(value.s());
      case N -> Stream.of(value.n());
      case SS -> value.ss().stream();
      case NS -> value.ns().stream();
      case L -> texts(value.l());
      case M -> Stream.concat(value.m().keySet().stream(), texts(value.m().values()));
      default -> Stream.empty();
    };
  }
}
