package io.flinklstm.jobs.surgery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.state.History;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.util.Arrays;
import java.util.Locale;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * A key and its state as one line of JSON, and back to the same bits. A finite number is a decimal
 * that reads back as itself; any other is a string of its bits, for example {@code "7fc00001"}.
 */
public final class StateLine {

  static final String RECURRENT = "recurrent";

  private static final ObjectMapper JSON = new ObjectMapper();

  private StateLine() {}

  /** The line, without its end. */
  public static String write(String key, KeyState state) {
    String line = json(key, state).toString();
    if (!Arrays.equals(KeyStateCodec.toBytes(read(line).f1), KeyStateCodec.toBytes(state))) {
      throw new StartupException("key " + key + ": holds what a line cannot say: " + state);
    }
    return line;
  }

  static ObjectNode json(String key, KeyState state) {
    ObjectNode json = JSON.createObjectNode();
    json.put("key", key);
    json.put("model", String.format("%016x", state.fingerprint()));
    json.put("layout", String.format("%08x", state.layout()));
    json.put("steps", state.steps());
    json.put("timed", state.hasEventTime());
    json.put("lastEventTime", state.lastEventTime());
    json.put("sequenceStart", state.sequenceStart());
    if (state.timer() != KeyState.NO_TIMER) {
      json.put("timer", state.timer());
    }
    json.put("label", state.label());
    floats(json.putArray("lastValues"), state.lastValues());
    ArrayNode running = json.putArray("running");
    for (double value : state.running()) {
      if (Double.isFinite(value)) {
        running.add(value);
      } else {
        running.add(String.format("%016x", Double.doubleToRawLongBits(value)));
      }
    }
    if (state.encoding() != StateEncoding.FLOAT32) {
      json.put("encoding", state.encoding().name().toLowerCase(Locale.ROOT));
    }
    floats(json.putArray(RECURRENT), state.recurrent());
    if (state.history().size() > 0) {
      history(json.putArray("history"), state.history());
    }
    return json;
  }

  private static void history(ArrayNode rows, History history) {
    for (int i = 0; i < history.size(); i++) {
      ObjectNode row = rows.addObject();
      row.put("time", history.time(i));
      floats(row.putArray("values"), history.row(i));
    }
  }

  static void floats(ArrayNode array, float[] values) {
    for (float value : values) {
      if (Float.isFinite(value)) {
        array.add(value);
      } else {
        array.add(String.format("%08x", Float.floatToRawIntBits(value)));
      }
    }
  }

  /**
   * Key and state of a line.
   *
   * @throws IllegalArgumentException saying what was found in place of what
   */
  public static Tuple2<String, KeyState> read(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    float[] recurrent = floats(json, RECURRENT);
    JsonNode running = field(json, "running");
    int hash = Integer.parseUnsignedInt(field(json, "layout").asText(), 16);
    KeyState state =
        new KeyState(
            new StateLayout(recurrent.length, running.size(), hash),
            Long.parseUnsignedLong(field(json, "model").asText(), 16),
            recurrent);
    for (int i = 0; i < running.size(); i++) {
      JsonNode value = running.get(i);
      state.running()[i] =
          value.isTextual()
              ? Double.longBitsToDouble(Long.parseUnsignedLong(value.asText(), 16))
              : value.doubleValue();
    }
    state.restore(
        field(json, "steps").longValue(),
        field(json, "lastEventTime").longValue(),
        field(json, "timed").booleanValue());
    state.restoreSequence(field(json, "sequenceStart").longValue());
    state.timer(json.path("timer").asLong(KeyState.NO_TIMER));
    state.label(field(json, "label").intValue());
    state.remember(floats(json, "lastValues"));
    state.encodeAs(encoding(json.path("encoding").asText(StateEncoding.FLOAT32.name())));
    JsonNode rows = json.path("history");
    for (JsonNode row : rows) {
      state.history().append(floats(row, "values"), field(row, "time").longValue(), rows.size());
    }
    return Tuple2.of(field(json, "key").asText(), state);
  }

  private static StateEncoding encoding(String name) {
    for (StateEncoding encoding : StateEncoding.values()) {
      if (encoding.name().equalsIgnoreCase(name)) {
        return encoding;
      }
    }
    throw new IllegalArgumentException(
        "encoding: found " + name + ", expected float32, float16 or bfloat16");
  }

  private static float[] floats(JsonNode json, String name) {
    JsonNode array = field(json, name);
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      // A float's own decimal, read as a double, is nearest to that float: rounding gives it back.
      values[i] =
          value.isTextual()
              ? Float.intBitsToFloat(Integer.parseUnsignedInt(value.asText(), 16))
              : value.floatValue();
    }
    return values;
  }

  private static JsonNode field(JsonNode json, String name) {
    JsonNode field = json.get(name);
    if (field == null) {
      throw new IllegalArgumentException("field " + name + " is missing");
    }
    return field;
  }
}
