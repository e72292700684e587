/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbtotrusted;

import io.levada.pipelines.tmdbtotrusted.TmdbToTrustedOptions.Nested;
import io.levada.transforms.EventField;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of films: what TMDB documents, so that they are the same for every collection,
 * whatever its films happen to have.
 */
final class FilmSchema {

  private FilmSchema() {}

  static EventSchema of(Nested nested) {
    EventSchema films = documented();
    if (nested != Nested.TEXT) {
      return films;
    }

    List<EventField> fields = new ArrayList<>();
    for (EventField field : films.fields()) {
      ValueType type = field.type().isNested() ? ValueType.STRING : field.type();
      fields.add(new EventField(field.name(), field.source(), type, field.required()));
    }
    return EventSchema.of(fields);
  }

  private static EventSchema documented() {
    try (InputStream text = FilmSchema.class.getResourceAsStream("film.json")) {
      return EventSchema.fromJson(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
