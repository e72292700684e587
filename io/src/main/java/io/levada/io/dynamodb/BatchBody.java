/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes the body of a {@code BatchWriteItem} of puts in the SDK's place. The SDK asks each value
 * for each of the ten kinds that it could be, and a load writes millions of values; the rest of the
 * request, its signature too, is the SDK's.
 */
final class BatchBody implements ExecutionInterceptor {

  private static final ExecutionAttribute<byte[]> BODY =
      new ExecutionAttribute<>("LevadaBatchBody");
  private static final int FIRST_BYTES = 8 << 10;
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (!(context.request() instanceof BatchWriteItemRequest batch)) {
      return context.request();
    }

    attributes.putAttribute(BODY, of(batch));
    return batch.toBuilder().requestItems(Map.of()).build();
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    byte[] body = attributes.getAttribute(BODY);
    return body == null
        ? context.httpRequest()
        : context.httpRequest().toBuilder()
            .putHeader("Content-Length", String.valueOf(body.length))
            .build();
  }

  @Override
  public Optional<RequestBody> modifyHttpContent(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    byte[] body = attributes.getAttribute(BODY);
    return body == null ? context.requestBody() : Optional.of(RequestBody.fromBytes(body));
  }

  private static byte[] of(BatchWriteItemRequest batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("RequestItems");
      for (Map.Entry<String, List<WriteRequest>> table : batch.requestItems().entrySet()) {
        json.writeArrayFieldStart(table.getKey());
        for (WriteRequest write : table.getValue()) {
          json.writeStartObject();
          json.writeObjectFieldStart("PutRequest");
          json.writeFieldName("Item");
          write(json, write.putRequest().item());
          json.writeEndObject();
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      if (batch.returnConsumedCapacityAsString() != null) {
        json.writeStringField("ReturnConsumedCapacity", batch.returnConsumedCapacityAsString());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Map<String, AttributeValue> values)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, AttributeValue> value : values.entrySet()) {
      json.writeFieldName(value.getKey());
      write(json, value.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, AttributeValue value) throws IOException {
    json.writeStartObject();
    switch (value.type()) {
      case S -> json.writeStringField("S", value.s());
      case N -> json.writeStringField("N", value.n());
      case B -> json.writeBinaryField("B", value.b().asByteArrayUnsafe());
      case BOOL -> json.writeBooleanField("BOOL", value.bool());
      case NUL -> json.writeBooleanField("NULL", value.nul());
      case SS -> writeTexts(json, "SS", value.ss());
      case NS -> writeTexts(json, "NS", value.ns());
      case BS -> {
        json.writeArrayFieldStart("BS");
        for (SdkBytes bytes : value.bs()) {
          json.writeBinary(bytes.asByteArrayUnsafe());
        }
        json.writeEndArray();
      }
      case L -> {
        json.writeArrayFieldStart("L");
        for (AttributeValue element : value.l()) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case M -> {
        json.writeFieldName("M");
        write(json, value.m());
      }
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("A value without a type");
    }
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String type, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(type);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
