package io.flinklstm.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinklstm.models.Attack;
import io.flinklstm.models.Golden;
import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TorchFileTest {

  private static final byte[] FOUR = new byte[16];

  private static Map<String, RawTensor> read(byte[] file) {
    return TorchFile.read(file, Optional.empty(), List.of());
  }

  @Test
  void readsEveryVariantOfTheReferenceBitForBit() throws IOException {
    Path folder = Golden.folder("pt_variants");
    String refusals = Golden.refusals();
    Safetensors expected = Safetensors.read(folder.resolve("expected.safetensors"));
    for (Path file : Golden.files(folder, ".pt")) {
      String name = file.getFileName().toString();
      if (refusals.contains("pt_variants/" + name)) {
        assertThat(catchThrowable(() -> read(Files.readAllBytes(file))))
            .as(name)
            .isInstanceOf(ModelFormatException.class);
        continue;
      }
      Path twin = folder.resolve(name.replace(".pt", ".safetensors"));
      Safetensors own = Files.exists(twin) ? Safetensors.read(twin) : expected;
      Map<String, RawTensor> found = read(Files.readAllBytes(file));
      assertThat(found.keySet())
          .as(name)
          .containsExactlyInAnyOrderElementsOf(own.tensors().keySet());
      found.forEach((key, tensor) -> assertThat(tensor).as(name).isEqualTo(own.get(key)));
    }
  }

  @Test
  void readsEveryStateDictOfTheReferenceBitForBit() throws IOException {
    for (Path folder : Golden.files(Golden.folder(""), "")) {
      Path file = folder.resolve("state_dict.pt");
      if (Files.exists(file)) {
        Safetensors expected = Safetensors.read(folder.resolve("model.safetensors"));
        assertThat(read(Files.readAllBytes(file))).isEqualTo(expected.tensors());
      }
    }
  }

  @Test
  void tellsWhatToSaveInsteadOfAPickledModule() {
    byte[] module = new Pickle().global("torch.nn.modules.rnn", "LSTM").stop();
    assertThatThrownBy(() -> read(Pickle.archive(module, FOUR)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "pickle: found global torch.nn.modules.rnn.LSTM, expected this file holds a pickled"
                + " module; save model.state_dict() or use safetensors");
  }

  @Test
  void takesTheKeyThatIsNamedAndListsThoseThatCouldBe() {
    byte[] two =
        new Pickle()
            .ascii("}(")
            .text("student")
            .ascii("}")
            .text("w")
            .tensor(4, 0, 4, 1)
            .ascii("s")
            .text("teacher")
            .ascii("}")
            .text("v")
            .tensor(4, 2, 2, 1)
            .ascii("su")
            .stop();
    byte[] file = Pickle.archive(two, FOUR);

    assertThat(TorchFile.read(file, Optional.of("teacher"), List.of())).containsOnlyKeys("v");
    assertThatThrownBy(() -> read(file)).hasMessageContaining("[student, teacher]");
    assertThatThrownBy(() -> TorchFile.read(file, Optional.of("parent"), List.of()))
        .hasMessageContaining("checkpoint: key parent")
        .hasMessageContaining("[student, teacher]");
  }

  private static Pickle named() {
    return new Pickle().ascii("}").text("w");
  }

  private static byte[] tensor(int elements, int offset, int size, int stride) {
    return named().tensor(elements, offset, size, stride).ascii("s").stop();
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        attack(
            "code", new Pickle().global("os", "system").text("id").bytes(0x85).ascii("R").stop()),
        attack("code, protocol 4", bytes(0x80, 4, 0x8c, 2, 'o', 's', 0x8c, 1, 'x', 0x93, '.')),
        attack("builtins", new Pickle().global("builtins", "eval").stop()),
        attack("nearly known", new Pickle().global("torch", "FloatStorage2").stop()),
        attack("instance", new Pickle().ascii("(i__main__\nX\n.").stop()),
        attack(
            "new object",
            new Pickle().global("collections", "OrderedDict").ascii(")\u0081").stop()),
        attack("extension", new Pickle().bytes(0x82, 1).stop()),
        attack("call of a text", new Pickle().text("x").ascii(")R").stop()),
        attack(
            "call with arguments",
            new Pickle().global("collections", "OrderedDict").text("x").bytes(0x85, 'R').stop()),
        attack("other persistent id", new Pickle().text("file:///etc/passwd").ascii("Q").stop()),
        attack("attributes of a list", new Pickle().ascii("]}b").stop()),
        attack("text of 4 GB", new Pickle().ascii("X").int32(-1).stop()),
        attack("text of 2^63 bytes", new Pickle().bytes(0x8d).ascii("x".repeat(8)).stop()),
        attack("marks alone", new Pickle().ascii("(".repeat(1 << 20)).stop()),
        attack("number of 255 bytes", new Pickle().bytes(0x8a, 255).ascii("1".repeat(255)).stop()),
        attack("empty stack", new Pickle().stop()),
        attack("no mark", new Pickle().ascii("NNu").stop()),
        attack("memo unknown", new Pickle().bytes('h', 9).stop()),
        attack("no end", new Pickle().ascii("NNNN").bytes()),
        attack("endless", new Pickle().ascii("N".repeat((4 << 20) + 1)).stop()),
        attack("protocol 0", bytes(0x80, 0, 'N', '.')),
        attack("deep lists", new Pickle().ascii("]".repeat(100_000) + "a".repeat(99_999)).stop()),
        attack(
            "two entries of one name",
            named().tensor(4, 0, 4, 1).ascii("s").text("w").ascii("Nu").stop()),
        attack("view past the end", tensor(4, 1, 4, 1)),
        attack("view far past the end", tensor(4, Integer.MAX_VALUE, 4, 1)),
        attack("negative offset", tensor(4, -1, 4, 1)),
        attack("negative size", tensor(4, 0, -4, 1)),
        attack("negative stride", tensor(4, 3, 4, -1)),
        attack("stride past the end", tensor(4, 0, 4, 2)),
        attack("stride overflows", tensor(4, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)),
        attack("one element as a billion", tensor(4, 0, 1 << 30, 0)),
        attack("record shorter than it says", tensor(5, 0, 4, 1)),
        attack("record longer than it says", tensor(3, 0, 3, 1)),
        attack("no tensor", new Pickle().ascii("}").stop()),
        attack("a number", new Pickle().whole(1).stop()));
  }

  private static byte[] bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return all;
  }

  private static Arguments attack(String name, Object pickle) {
    byte[] bytes = pickle instanceof Pickle open ? open.stop() : (byte[]) pickle;
    return Arguments.of(name, bytes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void refusesAPlantedAttack(String name, byte[] pickle) {
    byte[] file = Pickle.archive(pickle, FOUR);
    Attack.refused(file.length, () -> read(file));
  }

  @Test
  void refusesManyViewsOfTheSameBytes() {
    Pickle pickle = new Pickle().ascii("}(");
    for (int i = 0; i < 200; i++) {
      pickle.text("w" + i).tensor(1 << 16, 0, 1 << 16, 1);
    }
    byte[] file = Pickle.archive(pickle.ascii("u").stop(), new byte[4 << 16]);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("views of the same bytes");
  }

  @Test
  void readsAListThatHoldsItselfWithoutWalkingIt() {
    byte[] pickle =
        named()
            .ascii("]")
            .bytes('q', 0, 'h', 0, 'a')
            .ascii("s")
            .text("t")
            .tensor(4, 0, 4, 1)
            .ascii("s")
            .stop();
    assertThat(read(Pickle.archive(pickle, FOUR))).containsOnlyKeys("t");
  }

  @Test
  void copiesWhatIsNotRowMajor() {
    ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    record.asFloatBuffer().put(new float[] {1, 2, 3, 4});
    byte[] file = Pickle.archive(tensor(4, 1, 2, 2), record.array());
    RawTensor tensor = read(file).get("w");
    assertThat(tensor.dtype()).isEqualTo(Dtype.F32);
    assertThat(tensor.floats()).containsExactly(2, 4);
  }

  @Test
  void givesNothingButFormatErrorsForDamagedFiles() {
    byte[] whole = Pickle.archive(tensor(4, 0, 4, 1), FOUR);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(3));
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        read(damaged);
      } catch (ModelFormatException expected) {
        assertThat(expected.place()).isNotEmpty();
      }
    }
  }
}
