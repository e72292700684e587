/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionFailureEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.InvalidStateException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;

/** The partitions of one table of Glue, in batches that are no larger than Glue takes. */
final class GluePartitions {

  private static final Logger LOG = LoggerFactory.getLogger(GluePartitions.class);

  private static final int MAX_CREATED = 100;
  private static final int MAX_UPDATED = 100;
  private static final int MAX_DELETED = 25;
  private static final int MAX_GOT = 1_000;
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_EXPRESSION = 2_048;

  private static final String ALREADY_EXISTS = "AlreadyExistsException";
  private static final String NOT_FOUND = "EntityNotFoundException";

  private final GlueClient glue;
  private final @Nullable String account;
  private final Table table;
  private final CatalogTable shown;
  private final Duration limit;

  /**
   * @param account whose catalog it is; null for that of the credentials
   * @param shown the table as a catalog shows it
   * @param limit how long one batch is tried
   */
  GluePartitions(
      GlueClient glue, @Nullable String account, Table table, CatalogTable shown, Duration limit) {
    this.glue = glue;
    this.account = account;
    this.table = table;
    this.shown = shown;
    this.limit = limit;
  }

  /**
   * Visits all for which the expression is true, and maybe others: Glue does not take all that SQL
   * has, and fails where a value is not of its key's type.
   */
  void visit(@Nullable String expression, Catalog.PartitionVisitor visitor) throws IOException {
    if (expression == null || !isTaken(expression)) {
      visitPages(null, visitor);
      return;
    }

    Set<List<String>> seen = new HashSet<>();
    Catalog.PartitionVisitor once =
        partition -> {
          if (seen.add(partition.values())) {
            visitor.visit(partition);
          }
        };
    try {
      visitPages(expression, once);
    } catch (RefusedExpressionException e) {
      LOG.warn(
          "Reading all partitions of {}, since Glue does not take \"{}\": {}",
          shown.name(),
          expression,
          e.getMessage());
      visitPages(null, once);
    }
  }

  /** Glue's {@code is null} is true of no partition, be its value the one that stands for null. */
  private static boolean isTaken(String expression) {
    return expression.length() <= MAX_EXPRESSION
        && !expression.replaceAll("'[^']*'", "''").matches("(?is).*\\bnull\\b.*");
  }

  private void visitPages(@Nullable String expression, Catalog.PartitionVisitor visitor)
      throws IOException {
    String token = null;
    do {
      GetPartitionsResponse page = page(expression, token);
      for (Partition partition : page.partitions()) {
        visitor.visit(GlueToCatalog.partition(partition));
      }
      token = page.nextToken();
    } while (token != null && !token.isEmpty());
  }

  private GetPartitionsResponse page(@Nullable String expression, @Nullable String token)
      throws IOException {
    try {
      return glue.getPartitions(
          request ->
              request
                  .catalogId(account)
                  .databaseName(table.databaseName())
                  .tableName(table.name())
                  .expression(expression)
                  .maxResults(MAX_PAGE)
                  .nextToken(token));
    } catch (InvalidInputException | InvalidStateException e) {
      if (expression != null) {
        throw new RefusedExpressionException(e);
      }
      throw failure("list the partitions of", "GetPartitions", e);
    } catch (SdkException e) {
      throw failure("list the partitions of", "GetPartitions", e);
    }
  }

  /** Those that are there, by their values. */
  Map<List<String>, CatalogPartition> get(Collection<List<String>> values) throws IOException {
    check(values);
    Map<List<String>, CatalogPartition> found = new LinkedHashMap<>();
    for (List<List<String>> batch : batches(new LinkedHashSet<>(values), MAX_GOT)) {
      List<PartitionValueList> wanted = batch.stream().map(GluePartitions::list).toList();
      repeats()
          .untilNoneIsLeft(
              wanted,
              left -> {
                BatchGetPartitionResponse answer = request(left);
                for (Partition each : answer.partitions()) {
                  CatalogPartition partition = GlueToCatalog.partition(each);
                  found.put(partition.values(), partition);
                }
                return answer.unprocessedKeys();
              });
    }
    return found;
  }

  private BatchGetPartitionResponse request(List<PartitionValueList> wanted) throws IOException {
    try {
      return glue.batchGetPartition(
          request ->
              request
                  .catalogId(account)
                  .databaseName(table.databaseName())
                  .tableName(table.name())
                  .partitionsToGet(wanted));
    } catch (SdkException e) {
      throw failure("look at partitions of", "BatchGetPartition", e);
    }
  }

  /**
   * Adds partitions.
   *
   * @return the values of those that were there, other than given
   */
  Set<List<String>> add(Collection<CatalogPartition> partitions) throws IOException {
    check(partitions.stream().map(CatalogPartition::values).toList());
    Set<List<String>> others = new LinkedHashSet<>();
    for (List<CatalogPartition> batch : batches(partitions, MAX_CREATED)) {
      // An answer can be lost: of what is there already, some may be this call's own.
      List<CatalogPartition> there = create(batch);
      Map<List<String>, CatalogPartition> present =
          get(there.stream().map(CatalogPartition::values).toList());
      for (CatalogPartition partition : there) {
        if (!partition.equals(present.get(partition.values()))) {
          others.add(partition.values());
        }
      }
    }
    return others;
  }

  /** Creates those that are missing, and returns those that were there. */
  private List<CatalogPartition> create(List<CatalogPartition> batch) throws IOException {
    List<CatalogPartition> there = new ArrayList<>();
    repeats()
        .untilNoneIsLeft(
            batch,
            left -> {
              List<CatalogPartition> again = new ArrayList<>();
              Map<List<String>, ErrorDetail> errors = requestCreation(inputs(left));
              for (CatalogPartition partition : left) {
                ErrorDetail error = errors.get(partition.values());
                if (error != null && ALREADY_EXISTS.equals(error.errorCode())) {
                  there.add(partition);
                } else if (error != null) {
                  checkMayPass("add", "BatchCreatePartition", partition.values(), error);
                  again.add(partition);
                }
              }
              return again;
            });
    return there;
  }

  private List<PartitionInput> inputs(List<CatalogPartition> partitions) {
    return partitions.stream().map(each -> CatalogToGlue.partition(each, table)).toList();
  }

  private Map<List<String>, ErrorDetail> requestCreation(List<PartitionInput> inputs)
      throws IOException {
    try {
      Map<List<String>, ErrorDetail> errors = new LinkedHashMap<>();
      for (PartitionError error :
          glue.batchCreatePartition(
                  request ->
                      request
                          .catalogId(account)
                          .databaseName(table.databaseName())
                          .tableName(table.name())
                          .partitionInputList(inputs))
              .errors()) {
        errors.put(List.copyOf(error.partitionValues()), error.errorDetail());
      }
      return errors;
    } catch (SdkException e) {
      throw failure("add partitions to", "BatchCreatePartition", e);
    }
  }

  /**
   * Updates partitions.
   *
   * @return the values of those that are not there
   */
  Set<List<String>> update(Collection<CatalogPartition> partitions) throws IOException {
    check(partitions.stream().map(CatalogPartition::values).toList());
    Set<List<String>> missing = new LinkedHashSet<>();
    for (List<CatalogPartition> batch : batches(partitions, MAX_UPDATED)) {
      repeats()
          .untilNoneIsLeft(
              batch,
              left -> {
                List<CatalogPartition> again = new ArrayList<>();
                Map<List<String>, ErrorDetail> errors = requestUpdate(inputs(left));
                for (CatalogPartition partition : left) {
                  ErrorDetail error = errors.get(partition.values());
                  if (error != null && NOT_FOUND.equals(error.errorCode())) {
                    missing.add(partition.values());
                  } else if (error != null) {
                    checkMayPass("update", "BatchUpdatePartition", partition.values(), error);
                    again.add(partition);
                  }
                }
                return again;
              });
    }
    return missing;
  }

  private Map<List<String>, ErrorDetail> requestUpdate(List<PartitionInput> inputs)
      throws IOException {
    List<BatchUpdatePartitionRequestEntry> entries =
        inputs.stream()
            .map(
                input ->
                    BatchUpdatePartitionRequestEntry.builder()
                        .partitionValueList(input.values())
                        .partitionInput(input)
                        .build())
            .toList();
    try {
      Map<List<String>, ErrorDetail> errors = new LinkedHashMap<>();
      for (BatchUpdatePartitionFailureEntry error :
          glue.batchUpdatePartition(
                  request ->
                      request
                          .catalogId(account)
                          .databaseName(table.databaseName())
                          .tableName(table.name())
                          .entries(entries))
              .errors()) {
        errors.put(List.copyOf(error.partitionValueList()), error.errorDetail());
      }
      return errors;
    } catch (SdkException e) {
      throw failure("update partitions of", "BatchUpdatePartition", e);
    }
  }

  void drop(Collection<List<String>> values) throws IOException {
    check(values);
    for (List<List<String>> batch : batches(new LinkedHashSet<>(values), MAX_DELETED)) {
      repeats()
          .untilNoneIsLeft(
              batch,
              left -> {
                List<List<String>> again = new ArrayList<>();
                for (PartitionError error : requestDeletion(left)) {
                  List<String> failed = List.copyOf(error.partitionValues());
                  if (!NOT_FOUND.equals(error.errorDetail().errorCode())) {
                    checkMayPass("drop", "BatchDeletePartition", failed, error.errorDetail());
                    again.add(failed);
                  }
                }
                return again;
              });
    }
  }

  private List<PartitionError> requestDeletion(List<List<String>> values) throws IOException {
    try {
      return glue.batchDeletePartition(
              request ->
                  request
                      .catalogId(account)
                      .databaseName(table.databaseName())
                      .tableName(table.name())
                      .partitionsToDelete(values.stream().map(GluePartitions::list).toList()))
          .errors();
    } catch (SdkException e) {
      throw failure("drop partitions of", "BatchDeletePartition", e);
    }
  }

  private Repeats repeats() {
    return new Repeats(shown.name(), limit);
  }

  private static PartitionValueList list(List<String> values) {
    return PartitionValueList.builder().values(values).build();
  }

  private void check(Collection<List<String>> values) throws IOException {
    for (List<String> each : values) {
      PartitionValues.check(shown, each);
    }
  }

  private void checkMayPass(String doing, String action, List<String> values, ErrorDetail error)
      throws IOException {
    if (!Repeats.mayPass(error.errorCode())) {
      throw GlueFailure.of(
          doing,
          "partition " + values + " of " + shown.name(),
          action,
          error.errorCode(),
          error.errorMessage());
    }
  }

  private IOException failure(String doing, String action, SdkException e) {
    return e instanceof EntityNotFoundException
        ? new NoSuchEntityException("table " + shown.name(), GlueCatalog.name(account))
        : GlueFailure.of(doing, shown.name(), action, e);
  }

  private static <T> List<List<T>> batches(Collection<T> all, int max) {
    List<T> list = List.copyOf(all);
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < list.size(); from += max) {
      batches.add(list.subList(from, Math.min(list.size(), from + max)));
    }
    return batches;
  }

  /** Glue does not take the expression, or fails on a value that it is about. */
  private static final class RefusedExpressionException extends IOException {
    RefusedExpressionException(GlueException cause) {
      super(cause.awsErrorDetails().errorMessage(), cause);
    }
  }
}
