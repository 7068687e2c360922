package io.flinklstm.jobs.record;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a message of Protocol Buffers, in which names lead into messages and maps, and positions
 * into repeated fields. A field that is not set is missing where the message knows that it is not.
 */
final class ProtobufEventParser implements EventParser {

  private static final FieldPath ALL = FieldPath.parse(Layout.ALL);
  private static final int MAX_DEPTH = 32;
  private static final String TIMESTAMP = "google.protobuf.Timestamp";
  private static final char REPLACEMENT = '\ufffd'; // in the place of what was not UTF-8

  private final Layout layout;
  private final Descriptor descriptor;

  ProtobufEventParser(Layout layout, ProtobufMessage message) {
    this.layout = layout;
    this.descriptor = message.descriptor();
  }

  @Override
  public Event parse(byte[] document, Origin origin) throws UnreadableException {
    Utf8Text.checkLength(document, layout.format());
    Message message = message(document);
    String place = layout.key().text();
    String key = ObjectValue.key(at(message, layout.key()), place);
    if (key.indexOf(REPLACEMENT) >= 0) {
      throw new UnreadableException("field " + place + ": not UTF-8");
    }
    long time = time(at(message, layout.time()), layout.time().text());
    return new Event(key, time, values(message), origin);
  }

  private Message message(byte[] document) throws UnreadableException {
    CodedInputStream in = CodedInputStream.newInstance(document);
    in.setRecursionLimit(MAX_DEPTH);
    try {
      DynamicMessage message = DynamicMessage.parseFrom(descriptor, in);
      in.checkLastTagWas(0);
      return message;
    } catch (IOException e) {
      throw new UnreadableException("not " + layout.format().expected() + ": " + e.getMessage());
    }
  }

  private float[] values(Message message) throws UnreadableException {
    if (layout.values().isEmpty()) {
      return ObjectValue.all(at(message, ALL), layout.width());
    }
    float[] values = new float[layout.width()];
    for (int i = 0; i < values.length; i++) {
      FieldReading reading = layout.values().get(i);
      values[i] = ObjectValue.value(at(message, reading.path()), reading);
    }
    return values;
  }

  private static long time(Object found, String place) throws UnreadableException {
    ObjectValue.require(found, place);
    if (found instanceof String text) {
      return EventTime.parse(text, place);
    } else if (found instanceof Long time) {
      return EventTime.ofMillis(time, place);
    } else if (found instanceof BigInteger unsigned) {
      return EventTime.parse(unsigned.toString(), place);
    } else if (found instanceof Message message
        && message.getDescriptorForType().getFullName().equals(TIMESTAMP)) {
      return ofTimestamp(message, place);
    }
    throw ObjectValue.wrong(found, place, "a Timestamp, epoch milliseconds or a text");
  }

  private static long ofTimestamp(Message message, String place) throws UnreadableException {
    Descriptor timestamp = message.getDescriptorForType();
    long seconds = (long) message.getField(timestamp.findFieldByName("seconds"));
    int nanos = (int) message.getField(timestamp.findFieldByName("nanos"));
    try {
      long millis = Math.multiplyExact(seconds, 1_000L);
      return EventTime.ofMillis(Math.addExact(millis, Math.floorDiv(nanos, 1_000_000)), place);
    } catch (ArithmeticException e) {
      throw new UnreadableException(
          "field " + place + ": found " + seconds + " s, expected a time in the years 1 to 9999");
    }
  }

  /** A message, a list, text, a number, a truth value; null for nothing. */
  private static Object at(Message message, FieldPath path) {
    Object here = message;
    FieldDescriptor field = null; // whose value is here
    for (Object step : path.steps()) {
      if (here instanceof Message within && step instanceof String name) {
        field = within.getDescriptorForType().findFieldByName(name);
        here = field == null ? null : of(within, field);
      } else if (here instanceof List<?> list && step instanceof Integer position) {
        here = position < list.size() ? list.get(position) : null;
      } else if (here instanceof List<?> list && field.isMapField()) {
        field = field.getMessageType().findFieldByNumber(2);
        here = entry(list, (String) step);
      } else {
        here = null;
      }
      if (here == null) {
        return null;
      }
    }
    return here instanceof List<?> list ? all(field, list) : plain(field, here);
  }

  private static Object of(Message message, FieldDescriptor field) {
    boolean known = !field.hasPresence() || message.hasField(field);
    return known ? message.getField(field) : null;
  }

  /** The last of an entry's values holds. */
  private static Object entry(List<?> entries, String key) {
    Object value = null;
    for (Object entry : entries) {
      Message message = (Message) entry;
      Descriptor type = message.getDescriptorForType();
      if (message.getField(type.findFieldByNumber(1)).toString().equals(key)) {
        value = message.getField(type.findFieldByNumber(2));
      }
    }
    return value;
  }

  private static List<Object> all(FieldDescriptor field, List<?> list) {
    List<Object> values = new ArrayList<>(list.size());
    list.forEach(element -> values.add(plain(field, element)));
    return values;
  }

  private static Object plain(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case ENUM -> ((EnumValueDescriptor) value).getName();
      case UINT32, FIXED32 -> Integer.toUnsignedLong((int) value);
      case UINT64, FIXED64 -> new BigInteger(Long.toUnsignedString((long) value));
      default -> value;
    };
  }
}
