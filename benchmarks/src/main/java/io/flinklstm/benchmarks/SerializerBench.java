package io.flinklstm.benchmarks;

import io.flinklstm.state.StateEncoding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;

/**
 * Writes a key's state of 2 x 128 floats into Flink's buffer and reads it back, in turns with what
 * others would keep such a state with, and with copying as many bytes. Run by {@code ./flink-lstm
 * bench serializer}.
 */
public final class SerializerBench {

  private static final int FLOATS = 2 * 128;
  private static final Turns TURNS = new Turns(25, 200_000_000);

  private SerializerBench() {}

  public static void main(String[] args) throws IOException {
    SerializerConfigImpl config = new SerializerConfigImpl();
    List<Contender> contenders =
        List.of(
            RoundTrip.ofKeyState(StateEncoding.FLOAT32, FLOATS),
            new ByteCopy(FLOATS, false),
            new ByteCopy(FLOATS, true),
            new RoundTrip<>(
                "Flink's POJO serializer",
                TypeInformation.of(PlainState.class).createSerializer(config),
                PlainState.of(FLOATS),
                PlainState::floats),
            new RoundTrip<>(
                "Kryo",
                new KryoSerializer<>(PlainState.class, config),
                PlainState.of(FLOATS),
                PlainState::floats),
            RoundTrip.ofKeyState(StateEncoding.FLOAT16, FLOATS),
            RoundTrip.ofKeyState(StateEncoding.BFLOAT16, FLOATS));
    requireAgreement(contenders);
    double[] nanos = TURNS.run(contenders);
    System.out.println(Report.place());
    System.out.println("| serialize and deserialize 2 x 128 floats | ns | of own |");
    System.out.println("|---|---|---|");
    for (int i = 0; i < nanos.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.2f |%n",
          contenders.get(i).name(),
          nanos[i],
          nanos[i] / nanos[0]);
    }
  }

  /** All read what they wrote; the encodings of 16 bits what they rounded. */
  private static void requireAgreement(List<Contender> contenders) {
    for (Contender contender : contenders) {
      contender.step();
      float[] read = contender.hidden();
      float[] expected = PlainState.values(FLOATS);
      float tolerance = contender.name().contains("16") ? 1 / 128f : 0;
      for (int i = 0; i < FLOATS; i++) {
        if (Math.abs(read[i] - expected[i]) > tolerance) {
          throw new IllegalStateException(
              contender.name() + ": found " + Arrays.toString(read) + " read back");
        }
      }
    }
  }
}
