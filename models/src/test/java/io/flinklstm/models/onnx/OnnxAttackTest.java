package io.flinklstm.models.onnx;

import static io.flinklstm.models.onnx.Message.model;
import static io.flinklstm.models.onnx.Message.node;
import static io.flinklstm.models.onnx.Message.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.Attack;
import io.flinklstm.models.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxAttackTest {

  private static final byte[] FOUR = new byte[4];
  private static final byte[] MEGABYTE = new byte[1 << 20];

  @TempDir private Path outside;
  private Path folder;

  /** A model's folder, and beside it what no model may read. */
  @BeforeEach
  void layOut() throws IOException {
    folder = Files.createDirectory(outside.resolve("model"));
    Files.write(outside.resolve("secret.bin"), FOUR);
    Files.write(folder.resolve("own.bin"), FOUR);
    Files.createDirectory(folder.resolve("directory"));
    Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("secret.bin"));
    Files.createSymbolicLink(folder.resolve("up"), outside);
    Files.createSymbolicLink(folder.resolve("nowhere"), outside.resolve("none"));
  }

  private static Arguments attack(String name, byte[] file, String phrase) {
    return Arguments.of(name, file, phrase);
  }

  private static Message graph() {
    return new Message();
  }

  private static Message initializer(Message tensor) {
    return graph().message(5, tensor);
  }

  static Stream<Arguments> attacks() {
    byte[] million = new byte[1_000_000];
    Arrays.fill(million, (byte) 1);
    Message start = new Message().whole(1, 8);
    return Stream.of(
        attack(
            "graph longer than the file", start.claim(7, 1L << 40).bytes(), "1099511627776 bytes"),
        attack(
            "graph of a negative length",
            new Message().whole(1, 8).claim(7, -1).bytes(),
            "18446744073709551615 bytes"),
        attack(
            "number without end",
            new Message().whole(1, 8).raw(0x98, 6).raw(million(0x80)).bytes(),
            "more than ten bytes"),
        attack("field 0", new Message().whole(1, 8).raw(2, 0).bytes(), "field 0"),
        attack("group", new Message().whole(1, 8).raw(0x23).bytes(), "wire type 3"),
        attack(
            "own functions",
            new Message().whole(1, 8).message(25, graph()).bytes(),
            "own functions"),
        attack("no opset", new Message().whole(1, 8).message(7, graph()).bytes(), "opset 0"),
        attack(
            "data shorter than the shape",
            model(initializer(tensor("w", FOUR, 1 << 28))),
            "4 bytes"),
        attack(
            "data longer than the shape",
            model(initializer(tensor("w", MEGABYTE, 1))),
            "1048576 bytes"),
        attack(
            "product overflows",
            model(initializer(tensor("w", FOUR, 1L << 32, 1L << 32))),
            "4294967296"),
        attack(
            "product overflows an int",
            model(initializer(tensor("w", FOUR, 65536, 65536))),
            "65536"),
        attack("negative size", model(initializer(tensor("w", FOUR, -1))), "-1"),
        attack(
            "a million sizes",
            model(initializer(new Message().bytes(1, million).whole(2, 1))),
            "more numbers"),
        attack(
            "a million numbers",
            model(initializer(new Message().whole(1, 1).whole(2, 7).bytes(7, million))),
            "8000000 bytes"),
        attack(
            "raw data longer than the tensor",
            model(initializer(new Message().whole(2, 1).claim(9, 1L << 35))),
            "34359738368 bytes"),
        attack("unknown type", model(initializer(new Message().whole(2, 99))), "type 99"),
        attack(
            "two of one name",
            model(initializer(tensor("w", FOUR, 1)).message(5, tensor("w", FOUR, 1))),
            "two initializers w"),
        attack("graphs in graphs", model(graph().message(1, nested())), "(If)"),
        attack(
            "one constant joined to itself 5,000 times", model(many()), "far larger than the file"),
        attack("doubled again and again", model(doubled()), "far larger than the file"),
        attack("reshaped to a product that overflows", model(reshaped()), "expected sizes"),
        attack(
            "another operator set",
            model(graph().message(1, node("LSTM", "y", "x").text(7, "evil"))),
            "operator set evil"),
        attack("no recurrent node", model(graph()), "no recurrent node"));
  }

  private static int[] million(int value) {
    int[] all = new int[1_000_000];
    Arrays.fill(all, value);
    return all;
  }

  /** A node with a graph with a node with a graph, 2,000 deep: each copies what is in it. */
  private static Message nested() {
    Message node = node("If", "y", "x");
    for (int i = 0; i < 2_000; i++) {
      Message attribute = new Message().text(1, "then_branch").message(6, graph().message(1, node));
      node = node("If", "y", "x").message(5, attribute);
    }
    return node;
  }

  private static Message many() {
    String[] inputs = new String[5_000];
    Arrays.fill(inputs, "w");
    Message axis = new Message().text(1, "axis").whole(3, 0);
    return initializer(tensor("w", MEGABYTE, 1 << 18))
        .message(1, node("Concat", "y", inputs).message(5, axis));
  }

  private static Message doubled() {
    Message graph = initializer(tensor("w0", MEGABYTE, 1 << 18));
    for (int i = 0; i < 40; i++) {
      Message axis = new Message().text(1, "axis").whole(3, 0);
      graph.message(1, node("Concat", "w" + (i + 1), "w" + i, "w" + i).message(5, axis));
    }
    return graph;
  }

  private static Message reshaped() {
    Message shape = new Message().whole(1, 3).whole(2, 7).text(8, "s");
    for (int i = 0; i < 3; i++) {
      shape.whole(7, (1L << 31) - 1);
    }
    return initializer(tensor("w", FOUR, 1))
        .message(5, shape)
        .message(1, node("Reshape", "y", "w", "s"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void refusesAPlantedAttack(String name, byte[] file, String phrase) {
    assertThat(
            Attack.refused(
                file.length,
                () -> ModelFile.read(file, Optional.of(folder), name, ModelFile.Options.plain())))
        .hasMessageContaining(phrase);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "../secret.bin, 0, 4, plain path",
    "ABSOLUTE/secret.bin, 0, 4, plain path",
    "directory/../../secret.bin, 0, 4, plain path",
    "./own.bin, 0, 4, plain path",
    "'', 0, 4, plain path",
    "..\\secret.bin, 0, 4, plain path",
    "file:secret.bin, 0, 4, plain path",
    "link.bin, 0, 4, which leads out",
    "up/secret.bin, 0, 4, which leads out",
    "directory, 0, 4, which leads out",
    "nowhere, 0, 4, a file beside the model",
    "none.bin, 0, 4, a file beside the model",
    "own.bin, 1, 4, bytes 1 to 5 of 4",
    "own.bin, 999999999999999999, 4, of 4",
    "own.bin, 9999999999999999999, 4, at most 18 digits",
    "own.bin, -1, 4, at most 18 digits",
    "own.bin, 0, 999999999999999999, of 4",
    "own.bin, 0, 3, 4 bytes within",
    "own.bin, 0, four, at most 18 digits"
  })
  void readsNothingButPlainFilesInTheModelsFolder(
      String location, String offset, String length, String phrase) {
    String place = location.replace("ABSOLUTE", outside.toString());
    byte[] file = model(initializer(external("w", place, offset, length)));
    assertThat(
            Attack.refused(
                file.length + FOUR.length,
                () -> ModelFile.read(file, Optional.of(folder), "m", ModelFile.Options.plain())))
        .hasMessageContainingAll("tensor w: external data", phrase);
  }

  @Test
  void readsNoOtherFileForAModelThatCameAsBytes() {
    byte[] file = model(initializer(external("w", "own.bin", "0", "4")));
    assertThat(
            Attack.refused(
                file.length,
                () -> ModelFile.read(file, Optional.empty(), "m", ModelFile.Options.plain())))
        .hasMessageContaining("the model read from its folder");
  }

  @Test
  void doesNotReadTheSameBytesAgainAndAgain() {
    Message graph = graph();
    for (int i = 0; i < 1_000; i++) {
      graph.message(5, external("w" + i, "own.bin", "0", "4"));
    }
    byte[] file = model(graph);
    assertThat(
            Attack.refused(
                file.length,
                () -> ModelFile.read(file, Optional.of(folder), "m", ModelFile.Options.plain())))
        .hasMessageContaining("the same bytes for many tensors");
  }

  private static Message external(String name, String location, String offset, String length) {
    return new Message()
        .whole(1, 1)
        .whole(2, 1)
        .text(8, name)
        .message(13, entry("location", location))
        .message(13, entry("offset", offset))
        .message(13, entry("length", length))
        .whole(14, 1);
  }

  private static Message entry(String key, String value) {
    return new Message().text(1, key).text(2, value);
  }
}
