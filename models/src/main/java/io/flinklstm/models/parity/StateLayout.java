package io.flinklstm.models.parity;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where h and c of each recurrent layer lie in a key's state, or a window's. */
final class StateLayout {

  /** One layer's part: h of {@code hidden} floats at {@code at}, then c of {@code cell}. */
  private record Part(int at, int hidden, int cell) {}

  private final List<Part> parts = new ArrayList<>(); // per layer, forward before backward
  private int floats;

  StateLayout(List<LayerDescription> layers) {
    for (LayerDescription layer : layers) {
      if (layer instanceof LayerDescription.Bidirectional both) {
        add(both.layer(), 2);
      } else if (layer instanceof LayerDescription.Reverse reverse) {
        add(reverse.layer(), 1);
      } else {
        add(layer, 1);
      }
    }
  }

  private void add(LayerDescription layer, int directions) {
    int count = 0;
    int cell = 0;
    if (layer instanceof LayerDescription.Lstm lstm) {
      count = lstm.layers();
      cell = lstm.hidden();
    } else if (layer instanceof LayerDescription.Gru gru) {
      count = gru.layers();
    } else if (layer instanceof LayerDescription.Rnn rnn) {
      count = rnn.layers();
    }
    for (int k = 0; k < count * directions; k++) {
      parts.add(new Part(floats, layer.output(), cell));
      floats += layer.output() + cell;
    }
  }

  private static int width(Part part, String which) {
    return which.equals("h") ? part.hidden : part.cell;
  }

  private static int at(Part part, String which) {
    return which.equals("h") ? part.at : part.at + part.hidden;
  }

  private void requireFit(String which, double[] recorded, int batch) {
    int expected = parts.stream().mapToInt(part -> width(part, which)).sum() * batch;
    if (recorded.length != expected) {
      throw new ModelFormatException(
          "recording: state " + which, recorded.length + " values", "" + expected);
    }
  }

  /** Sets a sequence's state from values recorded as (layers, batch, width). */
  void set(String which, double[] recorded, int batch, int sequence, float[] state) {
    requireFit(which, recorded, batch);
    int from = 0;
    for (Part part : parts) {
      int width = width(part, which);
      for (int i = 0; i < width; i++) {
        state[at(part, which) + i] = (float) recorded[from + sequence * width + i];
      }
      from += batch * width;
    }
  }

  /** Sets a sequence's state from what a model file brings, by layer. */
  void set(Map<String, float[][]> states, int sequence, float[] state) {
    states.forEach(
        (name, rows) -> {
          Part part = parts.get(Integer.parseInt(name.substring(0, name.indexOf('.'))));
          String which = name.substring(name.indexOf('.') + 1);
          float[] row = rows[Math.min(sequence, rows.length - 1)];
          System.arraycopy(row, 0, state, at(part, which), row.length);
        });
  }

  /** The states of all sequences as (layers, batch, width). */
  float[] get(String which, float[][] states) {
    int total = parts.stream().mapToInt(part -> width(part, which)).sum();
    float[] flat = new float[total * states.length];
    int to = 0;
    for (Part part : parts) {
      int width = width(part, which);
      for (float[] state : states) {
        System.arraycopy(state, at(part, which), flat, to, width);
        to += width;
      }
    }
    return flat;
  }
}
