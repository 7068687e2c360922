package io.flinklstm.models.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.Attack;
import io.flinklstm.models.ForgedZip;
import io.flinklstm.models.ModelFile;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A Keras file patched where it hurts, and files that the library wrote, likewise. */
class Hdf5AttackTest {

  private static final Path HONEST =
      Path.of("src", "test", "resources", "fuzz", "corpus", "gru.h5");
  private static final int KERNEL_ROWS = 5;
  private static final int KERNEL_COLUMNS = 39;
  private static final int ENTRIES = 8; // from a symbol table node's signature to its first entry
  private static final int LENGTH_OF_TEXT = 48; // from an attribute's name to its text's length

  @TempDir private Path folder;

  private static int find(ByteBuffer file, String text, int from) {
    byte[] bytes = new byte[file.capacity()];
    file.get(0, bytes);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
    assertThat(at).as(text).isNotNegative();
    return at;
  }

  private static Arguments attack(String name, Consumer<ByteBuffer> patch, String phrase)
      throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(HONEST)).order(ByteOrder.LITTLE_ENDIAN);
    patch.accept(file);
    return Arguments.of(name, file.array(), phrase);
  }

  static Stream<Arguments> attacks() throws IOException {
    return Stream.of(
        attack(
            "soft link",
            file -> file.putInt(entry(file) + 16, 2).putInt(entry(file) + 24, 8),
            "a link"),
        attack(
            "a group in itself",
            file -> file.putLong(lastGroup(file) + 8, file.getLong(entry(file) + 8)),
            "groups in groups"),
        attack("array larger than the file", file -> kernel(file, 1 << 20), "declared"),
        attack("array of an overflowing size", file -> kernel(file, Long.MAX_VALUE), "HDF5"),
        attack("attribute larger than the file", file -> names(file, 1 << 20), "HDF5"),
        attack("attribute of an overflowing size", file -> names(file, 1 << 27), "HDF5"),
        attack("text larger than the file", Hdf5AttackTest::longText, "declared"),
        attack("root past the end", file -> file.putLong(64, 1 << 20), "HDF5"));
  }

  /** The root's first entry: name, object header, kind, of 40 bytes. */
  private static int entry(ByteBuffer file) {
    return find(file, "SNOD", 0) + ENTRIES;
  }

  /** An entry of a group that lies in other groups. */
  private static int lastGroup(ByteBuffer file) {
    int last = 0;
    for (int at = find(file, "SNOD", 0); at >= 0; at = next(file, at)) {
      last = file.getInt(at + ENTRIES + 16) == 1 ? at + ENTRIES : last;
    }
    return last;
  }

  private static int next(ByteBuffer file, int at) {
    byte[] bytes = file.array();
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("SNOD", at + 1);
  }

  private static void kernel(ByteBuffer file, long rows) {
    for (int at = 0; at + 16 <= file.capacity(); at++) {
      if (file.getLong(at) == KERNEL_ROWS && file.getLong(at + 8) == KERNEL_COLUMNS) {
        file.putLong(at, rows);
      }
    }
  }

  private static void names(ByteBuffer file, long count) {
    int at = find(file, "layer_names", 0) + LENGTH_OF_TEXT;
    assertThat(file.getLong(at)).as("layers, after the same fields as of a text").isEqualTo(1);
    file.putLong(at, count).putLong(at + 8, count);
  }

  private static void longText(ByteBuffer file) {
    file.putInt(find(file, "model_config", 0) + LENGTH_OF_TEXT, Integer.MAX_VALUE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void refusesAPlantedAttack(String name, byte[] file, String phrase) {
    assertThat(
            Attack.refused(
                file.length,
                () -> ModelFile.read(file, Optional.empty(), name, ModelFile.Options.plain())))
        .hasMessageContaining(phrase);
  }

  @Test
  void followsNoLinkIntoAnotherFile() throws IOException {
    Path secret = folder.resolve("secret.h5");
    try (WritableHdfFile file = HdfFile.write(secret)) {
      file.putDataset("d", new float[] {42});
    }
    String room = "n".repeat(250);
    Path linking = folder.resolve("linking.h5");
    try (WritableHdfFile file = HdfFile.write(linking)) {
      file.putGroup(room);
    }
    byte[] bytes = linked(Files.readAllBytes(linking), room, secret);

    try (HdfFile file = HdfFile.fromBytes(bytes)) {
      assertThat(file.getChildren().get("x").isLink()).as("the forgery").isTrue();
    }
    assertThat(Attack.refused(bytes.length, () -> Hdf5.of(bytes).close()))
        .hasMessage("HDF5 /x: found a link, expected groups and datasets alone");
  }

  /** Writes a link to another file over the entry of a group with a long name. */
  private static byte[] linked(byte[] bytes, String room, Path target) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int name = find(file, room, 0);
    byte[] path = (target + "\0/d\0").getBytes(StandardCharsets.UTF_8);
    file.position(name - 4);
    file.put(new byte[] {1, 0x18, 64, 1, 1, 'x'});
    file.putShort((short) (path.length + 1)).put((byte) 0).put(path);
    int header = find(file, "OHDR", 0);
    int end = name + room.length() + Long.BYTES;
    file.putInt(end, ChecksumUtils.checksum(Arrays.copyOfRange(bytes, header, end)));
    return bytes;
  }

  @Test
  void inflatesNoChunkBeyondItsSize() throws IOException {
    float[] values = new float[1 << 12];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Path path = folder.resolve("packed.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      DatasetCreationOptions packed =
          DatasetCreationOptions.builder().chunkDimensions(values.length).deflate().build();
      file.putDataset("d", values, packed);
    }
    byte[] honest = Files.readAllBytes(path);
    try (Hdf5 file = Hdf5.of(honest)) {
      assertThat(file.array("d").values()).containsExactly(values);
    }

    byte[] bomb = bombed(honest);
    assertThat(
            Attack.refused(
                bomb.length,
                () -> {
                  try (Hdf5 file = Hdf5.of(bomb)) {
                    file.array("d");
                  }
                }))
        .hasMessageContaining("a chunk that inflates to more than");
  }

  private static byte[] bombed(byte[] honest) {
    byte[] chunk;
    try (HdfFile file = HdfFile.fromBytes(honest)) {
      ByteBuffer raw = ((ChunkedDataset) file.getDatasetByPath("d")).getRawChunkBuffer(new int[1]);
      chunk = new byte[raw.remaining()];
      raw.get(chunk);
    }
    byte[] packed = ForgedZip.deflate(new byte[8 << 20], false);
    assertThat(packed.length).isLessThan(chunk.length);
    String text = new String(honest, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(new String(chunk, StandardCharsets.ISO_8859_1));
    byte[] bomb = honest.clone();
    System.arraycopy(packed, 0, bomb, at, packed.length);
    return bomb;
  }
}
