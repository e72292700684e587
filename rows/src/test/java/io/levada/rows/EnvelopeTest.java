/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.Arrays;
import java.util.Collections;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static final Schema DATA = Schema.builder().addStringField("id").build();
  private static final Schema ENVELOPED = Envelope.around(DATA);
  private static final ReadCount NOTE = new ReadCount(1, 0, 9, true, new Tally(2, 3, 4));

  @Test
  void isTellableFromDataAlone() {
    assertThat(Envelope.isIn(ENVELOPED), is(true));
    assertThat(Envelope.isIn(DATA), is(false));
    assertThat(
        Envelope.isIn(
            Schema.builder().addStringField("a").addStringField("b").addStringField("c").build()),
        is(false));
  }

  @Test
  void makesDataColumnsNullable() {
    assertThat(
        Envelope.dataOf(ENVELOPED),
        equalTo(Schema.builder().addNullableField("id", FieldType.STRING).build()));
    assertThat(Envelope.dataOf(DATA), equalTo(DATA));
  }

  @Test
  void givesBackANoteAfterItWasCoded() throws CoderException {
    Row row = CoderUtils.clone(RowCoder.of(ENVELOPED), Envelope.of(ENVELOPED, NOTE));

    byte[] note = Envelope.noteOf(row);
    assertThat(Note.decode(note, 0, note.length), equalTo(NOTE));
    assertThat(
        Collections.frequency(row.getValues(), null), equalTo(ENVELOPED.getFieldCount() - 1));
  }

  @Test
  void tellsWhereARowCameFrom() {
    Row row = Row.withSchema(ENVELOPED).attachValues(Arrays.<Object>asList(4, 77L, null, "x"));

    assertThat(Envelope.positionOf(row), equalTo(new SourcePosition(4, 77)));
    assertThat(Envelope.noteOf(row), nullValue());
  }
}
