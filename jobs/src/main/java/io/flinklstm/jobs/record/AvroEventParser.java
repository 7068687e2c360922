package io.flinklstm.jobs.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.avro.shaded.org.apache.avro.LogicalTypes;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericEnumSymbol;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericFixed;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.util.Utf8;

/** Reads an Avro record, in which names lead into records and maps, and positions into arrays. */
final class AvroEventParser implements EventParser {

  private static final FieldPath ALL = FieldPath.parse(Layout.ALL);
  private static final Place NOTHING = new Place(null, Schema.create(Schema.Type.NULL));
  private static final long DAY = 86_400_000L;
  private static final int MOST_DECIMAL = 40; // bytes: about as many digits as text may have

  private final Layout layout;
  private final AvroRecords records;

  AvroEventParser(Layout layout, AvroRecords records) {
    this.layout = layout;
    this.records = records;
  }

  @Override
  public Event parse(byte[] document, Origin origin) throws UnreadableException {
    Utf8Text.checkLength(document, layout.format());
    GenericRecord record = records.read(document);
    String keyPlace = layout.key().text();
    String key = ObjectValue.key(value(at(record, layout.key()), keyPlace), keyPlace);
    long time = time(at(record, layout.time()), layout.time().text());
    return new Event(key, time, values(record), origin);
  }

  private float[] values(GenericRecord record) throws UnreadableException {
    if (layout.values().isEmpty()) {
      return ObjectValue.all(value(at(record, ALL), Layout.ALL), layout.width());
    }
    float[] values = new float[layout.width()];
    for (int i = 0; i < values.length; i++) {
      FieldReading reading = layout.values().get(i);
      Object found = value(at(record, reading.path()), reading.path().text());
      values[i] = ObjectValue.value(found, reading);
    }
    return values;
  }

  /**
   * What is at a place, and by which schema.
   *
   * @param datum null for nothing
   */
  private record Place(Object datum, Schema schema) {

    static Place of(Object datum, Schema schema) {
      return schema.getType() == Schema.Type.UNION
          ? of(datum, schema.getTypes().get(GenericData.get().resolveUnion(schema, datum)))
          : new Place(datum, schema);
    }

    Place step(Object step) {
      if (datum instanceof GenericRecord record && step instanceof String) {
        Schema.Field field = schema.getField((String) step);
        return field == null ? NOTHING : of(record.get(field.pos()), field.schema());
      } else if (datum instanceof Map<?, ?> map && step instanceof String) {
        Object found = map.get(new Utf8((String) step));
        return found == null ? NOTHING : of(found, schema.getValueType());
      } else if (datum instanceof List<?> list && step instanceof Integer position) {
        return position < list.size() ? of(list.get(position), schema.getElementType()) : NOTHING;
      }
      return NOTHING;
    }

    String logical() {
      String logical = schema.getProp("logicalType");
      return logical == null ? "" : logical;
    }
  }

  private static Place at(GenericRecord record, FieldPath path) {
    Place place = Place.of(record, record.getSchema());
    for (Object step : path.steps()) {
      place = place.step(step);
    }
    return place;
  }

  private static long time(Place place, String name) throws UnreadableException {
    ObjectValue.require(place.datum, name);
    if (place.datum instanceof Utf8 text) {
      return EventTime.parse(text(text, name), name);
    } else if (place.datum instanceof Long time) {
      switch (place.logical()) {
        case "", "timestamp-millis" -> {
          return EventTime.ofMillis(time, name);
        }
        case "timestamp-micros" -> {
          return EventTime.ofMillis(Math.floorDiv(time, 1_000L), name);
        }
        case "timestamp-nanos" -> {
          return EventTime.ofMillis(Math.floorDiv(time, 1_000_000L), name);
        }
        default -> {}
      }
    } else if (place.datum instanceof Integer days && place.logical().equals("date")) {
      return EventTime.ofMillis(days * DAY, name);
    }
    String found = place.logical().isEmpty() ? place.schema.getName() : place.logical();
    throw new UnreadableException(
        "field "
            + name
            + ": found "
            + found
            + ", expected a timestamp, a date, a long of epoch milliseconds or a text");
  }

  private static Object value(Place place, String name) throws UnreadableException {
    Object datum = place.datum;
    if (datum instanceof Utf8 text) {
      return text(text, name);
    } else if (datum instanceof GenericEnumSymbol) {
      return datum.toString();
    } else if (datum instanceof List<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      for (Object element : list) {
        values.add(value(Place.of(element, place.schema.getElementType()), name));
      }
      return values;
    } else if (place.schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return decimal(datum, decimal.getScale(), name); // bytes or fixed, else Avro knows of none
    }
    return datum;
  }

  private static BigDecimal decimal(Object datum, int scale, String name)
      throws UnreadableException {
    byte[] bytes;
    if (datum instanceof GenericFixed fixed) {
      bytes = fixed.bytes();
    } else {
      ByteBuffer buffer = ((ByteBuffer) datum).duplicate();
      bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
    }
    if (bytes.length == 0 || bytes.length > MOST_DECIMAL) {
      throw new UnreadableException(
          "field "
              + name
              + ": found a decimal of "
              + bytes.length
              + " bytes, expected 1 to "
              + MOST_DECIMAL);
    }
    return new BigDecimal(new BigInteger(bytes), scale);
  }

  /** Avro itself would put a mark in the place of what is not UTF-8, and make two keys one. */
  private static String text(Utf8 text, String name) throws UnreadableException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(), 0, text.getByteLength());
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return decoded.toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("field " + name + ": not UTF-8");
    }
  }
}
