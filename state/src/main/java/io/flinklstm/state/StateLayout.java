package io.flinklstm.state;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * What the numbers of a key mean: two networks of equal layout can go on from each other's state.
 *
 * @param recurrent floats of hidden and cell state
 * @param running numbers of scaling and scorer
 * @param hash CRC-32C of the layout's text, see {@code docs/state-format.md}
 */
public record StateLayout(int recurrent, int running, int hash) {

  /** The layout of the states that a network advances. */
  public static StateLayout of(Network network) {
    CRC32C crc = new CRC32C();
    crc.update(text(network.description()).getBytes(StandardCharsets.UTF_8));
    return new StateLayout(
        network.recurrentFloats(), network.runningNumbers(), (int) crc.getValue());
  }

  /** The layout of states that keep rows of values and nothing of the network. */
  public static StateLayout ofHistory(int width) {
    CRC32C crc = new CRC32C();
    crc.update(("history " + width + ";").getBytes(StandardCharsets.UTF_8));
    return new StateLayout(0, 0, (int) crc.getValue());
  }

  /** The text whose checksum is the hash: only what gives a number of the state its meaning. */
  static String text(ModelDescription model) {
    String layers =
        model.layers().stream().map(LayerDescription::state).collect(Collectors.joining());
    String running =
        IntStream.range(0, model.features().size())
            .filter(i -> model.features().get(i).scaling() instanceof Feature.Scaling.Running)
            .mapToObj(i -> "running " + i + ";")
            .collect(Collectors.joining());
    String elapsed =
        model.features().stream().anyMatch(f -> f.source() instanceof Feature.Source.Elapsed)
            ? "elapsed;"
            : "";
    String forecasts =
        IntStream.range(0, model.outputs().size())
            .filter(i -> model.outputs().get(i).forecasts().isPresent())
            .mapToObj(i -> "forecast " + i + " of " + model.outputs().size() + ";")
            .collect(Collectors.joining());
    String scorer = model.scorer().map(s -> "likelihood " + s.window() + ";").orElse("");
    return layers + running + elapsed + forecasts + scorer;
  }

  @Override
  public String toString() {
    return String.format("%08x (%d floats, %d numbers)", hash, recurrent, running);
  }
}
