package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Tensor;
import io.flinklstm.models.safetensors.Safetensors;
import io.flinklstm.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandsTest {

  private static final int INPUTS = 3;
  private static final int HIDDEN = 4;

  @TempDir private Path folder;
  private Path weights;
  private Path recording;
  private String out;
  private String err;

  /** A GRU whose weights are all 0: from h it goes to h / 2, whatever comes in. */
  @BeforeEach
  void writeAModelAndWhatItComputes() throws IOException {
    weights = folder.resolve("w.safetensors");
    write(
        weights,
        tensor("rnn.weight_ih_l0", 0, 3 * HIDDEN, INPUTS),
        tensor("rnn.weight_hh_l0", 0, 3 * HIDDEN, HIDDEN));
    recording = folder.resolve("io.safetensors");
    write(
        recording,
        tensor("input", 1, 2, 5, INPUTS),
        tensor("h0", 1, 1, 5, HIDDEN),
        tensor("output", 0, 2, 5, HIDDEN),
        tensor("hn", 0.25f, 1, 5, HIDDEN));
  }

  private static Tensor tensor(String name, float value, int... shape) {
    int elements = 1;
    for (int dimension : shape) {
      elements *= dimension;
    }
    float[] values = new float[elements];
    Arrays.fill(values, value);
    if (name.equals("output")) {
      Arrays.fill(values, 0, elements / 2, 0.5f);
      Arrays.fill(values, elements / 2, elements, 0.25f);
    }
    return new Tensor(name, shape, values);
  }

  private static void write(Path file, Tensor... tensors) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file)) {
      SafetensorsWriter.write(stream, Map.of("format", "pt"), List.of(tensors));
    }
  }

  private int run(Object... arguments) {
    Invocation invocation = Invocation.of(arguments);
    out = invocation.out();
    err = invocation.err();
    return invocation.code();
  }

  @Test
  void verifyEndsWithTheVerdictAndItsStatus() throws IOException {
    assertThat(run("verify", "--model", weights, "--reference", recording)).isZero();
    assertThat(out.lines().reduce("", (a, b) -> b)).isEqualTo("verify: PASS max=0.000e+00");
    assertThat(out).contains("the same bits").contains("fingerprint");

    Safetensors right = Safetensors.read(recording);
    List<Tensor> tensors = new ArrayList<>();
    right.tensors().values().forEach(t -> tensors.add(t.weights()));
    tensors.stream().filter(t -> t.name().equals("output")).forEach(t -> t.values()[23] = 7);
    write(recording, tensors.toArray(Tensor[]::new));

    assertThat(run("verify", "--model", weights, "--reference", recording)).isEqualTo(1);
    assertThat(out)
        .contains("FAIL, at step 1 of sequence 0")
        .contains("verify: FAIL max=6.750e+00");
  }

  @Test
  void convertWritesABundleAndTellsWhatWasUnderstood() {
    Path bundle = folder.resolve("bundle.safetensors");

    assertThat(run("convert", weights, bundle)).isZero();
    assertThat(out).contains("gru").contains("parameters   84").contains("fingerprint");

    String fingerprint =
        out.lines().filter(l -> l.startsWith("fingerprint")).findFirst().orElseThrow();
    assertThat(run("verify", "--model", bundle, "--reference", recording)).isZero();
    assertThat(out).contains(fingerprint);
  }

  @Test
  void asksForWhatTheFileDoesNotSay() throws IOException {
    write(
        weights,
        tensor("rnn.weight_ih_l0", 0, HIDDEN, INPUTS),
        tensor("rnn.weight_hh_l0", 0, HIDDEN, HIDDEN));
    assertThat(run("convert", weights, folder.resolve("b"))).isEqualTo(1);
    assertThat(err).startsWith("flink-lstm: w.safetensors: ").contains("nonlinearity: tanh");

    Path yaml = Files.writeString(folder.resolve("d.yaml"), "nonlinearity: relu\n");
    assertThat(run("convert", weights, "--describe", yaml, folder.resolve("b"))).isZero();
  }

  @Test
  void scoreKeepsAStateForEachKeyAndRefusesRowsOneByOne() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("d.yaml"),
            "features: [{name: a}, {name: b}, {name: c}]\noutputs: [{name: p}, {name: q}, {name: r}, {name: s}]\n");
    Path events =
        Files.writeString(
            folder.resolve("events.csv"), "sensor,a,b,c\nx,1,2,3\ny,1,2,3\nx,1,NaN,3\nx,1,2,3\n");
    assertThat(
            run(
                "score",
                "--model",
                weights,
                "--describe",
                yaml,
                "--input",
                events,
                "--key",
                "sensor"))
        .isZero();
    assertThat(out.lines())
        .containsExactly(
            "key,time,step,p,q,r,s",
            "x,,1,0.0,0.0,0.0,0.0",
            "y,,1,0.0,0.0,0.0,0.0",
            "x,,2,0.0,0.0,0.0,0.0");
    assertThat(err).contains("3 events scored").contains("1 refused, the first: row 3: column b");

    Path lines =
        Files.writeString(
            folder.resolve("e.jsonl"),
            "{\"a\":1,\"b\":2,\"c\":3}\nnonsense\n{\"values\":[1,2,3]}\n");
    Path results = folder.resolve("r.jsonl");
    assertThat(
            run(
                "score",
                "--model",
                weights,
                "--describe",
                yaml,
                "--input",
                lines,
                "--output",
                results))
        .isZero();
    assertThat(Files.readAllLines(results)).hasSize(2).first().asString().contains("\"step\":1");
  }
}
