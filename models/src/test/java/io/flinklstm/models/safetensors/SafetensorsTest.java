package io.flinklstm.models.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Tensor;
import io.flinklstm.models.Attack;
import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

  private static final String ONE =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

  static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  private static byte[] file(byte[] header, int dataBytes) {
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + dataBytes);
    return file.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).array();
  }

  private static byte[] lengthOnly(long length, int more) {
    return ByteBuffer.allocate(8 + more).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  private static String tensors(String... entries) {
    return "{" + String.join(",", entries) + "}";
  }

  private static String tensor(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  static Stream<Arguments> attacks() {
    byte[] notUtf8 = ONE.getBytes(StandardCharsets.UTF_8);
    notUtf8[2] = (byte) 0xff;
    return Stream.of(
        attack("no length", new byte[7], "7 bytes"),
        attack("header longer than a long", lengthOnly(-1, 64), "18446744073709551615"),
        attack("header of 100 GB", lengthOnly(100_000_000_000L, 64), "at most 16777216"),
        attack("header past the end", lengthOnly(1000, 64), "64 bytes left"),
        attack("empty header", file("", 0), "begins with {"),
        attack("not UTF-8", file(notUtf8, 4), "UTF-8"),
        attack("UTF-16", file(ONE.getBytes(StandardCharsets.UTF_16LE), 4), "header"),
        attack("not JSON", file("{nonsense", 0), "header"),
        attack("cut JSON", file(ONE.substring(0, 30), 0), "header"),
        attack("text after the object", file(ONE + "x", 4), "header"),
        attack("second object", file(ONE + ONE, 4), "nothing after"),
        attack("spaces before", file(" " + ONE, 4), "begins with {"),
        attack(
            "duplicate tensor",
            file(
                tensors(tensor("a", "F32", "[1]", "[0,4]"), tensor("a", "F32", "[1]", "[4,8]")), 8),
            "Duplicate field 'a'"),
        attack(
            "duplicate field",
            file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0),
            "Duplicate field 'dtype'"),
        attack("tensor is a number", file("{\"a\":1}", 0), "header: a"),
        attack("field missing", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4), "incomplete"),
        attack(
            "field unknown",
            file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"strides\":[1]}}", 4),
            "strides"),
        attack("metadata not text", file("{\"__metadata__\":{\"a\":1}}", 0), "__metadata__ a"),
        attack("type unknown", file(tensors(tensor("a", "F8_E4M3", "[1]", "[0,1]")), 1), "F8_E4M3"),
        attack("negative dimension", file(tensors(tensor("a", "F32", "[-1]", "[0,4]")), 4), "-1"),
        attack("broken dimension", file(tensors(tensor("a", "F32", "[1.0]", "[0,4]")), 4), "1.0"),
        attack("exponent", file(tensors(tensor("a", "F32", "[1e0]", "[0,4]")), 4), "1e0"),
        attack(
            "product overflows",
            file(tensors(tensor("a", "F32", "[4294967296,4294967296]", "[0,4]")), 4),
            "4294967296"),
        attack(
            "product overflows an int",
            file(tensors(tensor("a", "F32", "[65536,65536]", "[0,4]")), 4),
            "65536"),
        attack(
            "number beyond a long",
            file(tensors(tensor("a", "F32", "[99999999999999999999]", "[0,4]")), 4),
            "header"),
        attack(
            "too many dimensions",
            file(tensors(tensor("a", "F32", "[1" + ",1".repeat(16) + "]", "[0,4]")), 4),
            "at most 16"),
        attack(
            "shape larger than offsets",
            file(tensors(tensor("a", "F32", "[2]", "[0,4]")), 4),
            "8 for F32 [2]"),
        attack("end before begin", file(tensors(tensor("a", "F32", "[1]", "[0,-4]")), 4), "-4"),
        attack("one offset", file(tensors(tensor("a", "F32", "[1]", "[0]")), 4), "incomplete"),
        attack(
            "three offsets", file(tensors(tensor("a", "F32", "[1]", "[0,4,8]")), 4), "at most 2"),
        attack(
            "overlap",
            file(
                tensors(tensor("a", "F32", "[2]", "[0,8]"), tensor("b", "F32", "[1]", "[4,8]")), 8),
            "begin of 8"),
        attack(
            "hole",
            file(
                tensors(tensor("a", "F32", "[1]", "[0,4]"), tensor("b", "F32", "[1]", "[8,12]")),
                12),
            "begin of 4"),
        attack("data cut", file(ONE, 3), "3 bytes"),
        attack("data left over", file(ONE, 5), "5 bytes"),
        attack("deep nesting", file("{\"a\":" + "[".repeat(100_000), 0), "header"));
  }

  private static Arguments attack(String name, byte[] file, String message) {
    return Arguments.of(name, file, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void refusesAPlantedAttackNamingIt(String name, byte[] file, String message) {
    assertThat(Attack.refused(file.length, () -> Safetensors.read(file)))
        .hasMessageContaining(message);
  }

  @Test
  void readsWhatItWrites() throws IOException {
    Tensor b = new Tensor("b", new int[] {2, 3}, new float[] {1, -2, 0.5f, -0f, 4e-42f, 6});
    Tensor a = new Tensor("a", new int[] {}, new float[] {7});
    Tensor none = new Tensor("none", new int[] {0, 5}, new float[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    SafetensorsWriter.write(out, Map.of("k", "v\u00e4"), List.of(b, none, a));
    Safetensors read = Safetensors.read(out.toByteArray());

    assertThat(read.metadata()).containsExactly(Map.entry("k", "v\u00e4"));
    assertThat(read.tensors().keySet()).containsExactly("a", "b", "none");
    assertThat(read.get("b").shape()).containsExactly(2, 3);
    assertThat(bits(read.get("b").floats())).containsExactly(bits(b.values()));
    assertThat(read.get("a").shape()).isEmpty();
  }

  @Test
  void alignsTheDataToEightBytes() throws IOException {
    for (int length = 0; length < 9; length++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SafetensorsWriter.write(out, Map.of("k", "x".repeat(length)), List.of());
      assertThat(out.size() % 8).isZero();
    }
  }

  @Test
  void widensEveryFiniteHalfExactly() {
    assertThat(single(Dtype.F16, 0x3c00).floats()).containsExactly(1f);
    assertThat(single(Dtype.F16, 0xc000).floats()).containsExactly(-2f);
    assertThat(single(Dtype.F16, 0x7bff).floats()).containsExactly(65504f);
    assertThat(single(Dtype.F16, 0x0001).floats()).containsExactly(0x1p-24f);
    assertThat(single(Dtype.F16, 0x83ff).floats()).containsExactly(-0x1.ff8p-15f);
    assertThat(single(Dtype.F16, 0xfc00).floats()).containsExactly(Float.NEGATIVE_INFINITY);
    assertThat(single(Dtype.F16, 0x7e00).floats()[0]).isNaN();
    assertThat(single(Dtype.BF16, 0x3f80).floats()).containsExactly(1f);
    assertThat(single(Dtype.BF16, 0xff80).floats()).containsExactly(Float.NEGATIVE_INFINITY);
  }

  @Test
  void namesTensorAndIndexOfAWeightThatIsNotFinite() {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0, 1).putDouble(8, 1e39);
    RawTensor tensor = new RawTensor("fc.bias", Dtype.F64, new int[] {2}, data);

    assertThatThrownBy(tensor::weights)
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("tensor fc.bias at index 1: found Infinity, expected a finite float32 weight");
  }

  @Test
  void givesNothingButFormatErrorsForDamagedFiles() {
    byte[] whole = file(tensors(tensor("w", "F32", "[3]", "[0,12]")), 12);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(3));
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        Safetensors.read(damaged).tensors().values().forEach(RawTensor::describe);
      } catch (ModelFormatException expected) {
        assertThat(expected.place()).isNotEmpty();
      }
    }
  }

  private static RawTensor single(Dtype dtype, int bits) {
    ByteBuffer data = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    return new RawTensor("t", dtype, new int[] {1}, data.putShort(0, (short) bits));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
