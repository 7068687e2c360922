package io.flinklstm.jobs.surgery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Network;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateLayout;
import java.util.Arrays;

/**
 * Takes h and c of a key apart, layer by layer. A state does not tell how many floats are which,
 * the model does.
 */
public final class HiddenAndCell {

  private final Network network;
  private final StateLayout layout;

  public HiddenAndCell(Network network) {
    this.network = network;
    this.layout = StateLayout.of(network);
  }

  /** The key's line with an array for each layer under {@code h} and {@code c}, none mixed. */
  public String line(String key, KeyState state) {
    if (!state.fits(layout)) {
      throw new StartupException(
          String.format(
              "key %s: found %s, the model's layout is %s; give the model that made it",
              key, state, layout));
    }
    ObjectNode json = StateLine.json(key, state);
    json.remove(StateLine.RECURRENT);
    ArrayNode hidden = json.putArray("h");
    ArrayNode cell = json.putArray("c");
    int at = 0;
    for (LayerDescription layer : network.description().layers()) {
      int cells = layer instanceof LayerDescription.Lstm lstm ? lstm.hidden() : 0;
      for (int k = 0; k < layers(layer); k++) {
        at = put(hidden, state.recurrent(), at, layer.output());
        at = cells == 0 ? at : put(cell, state.recurrent(), at, cells);
      }
    }
    return json.toString();
  }

  private static int layers(LayerDescription layer) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      return lstm.layers();
    } else if (layer instanceof LayerDescription.Gru gru) {
      return gru.layers();
    }
    return layer instanceof LayerDescription.Rnn rnn ? rnn.layers() : 0;
  }

  private static int put(ArrayNode parts, float[] values, int at, int length) {
    StateLine.floats(parts.addArray(), Arrays.copyOfRange(values, at, at + length));
    return at + length;
  }
}
