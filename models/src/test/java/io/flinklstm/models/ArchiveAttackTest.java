package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.ForgedZip.Claim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives of PyTorch and Keras that are no honest ones. */
class ArchiveAttackTest {

  private static final int BOMB = 64 << 20;
  private static final byte[] SMALL = "small".getBytes(StandardCharsets.UTF_8);
  private static final String KERAS = "{\"keras_version\":\"3.16.0\"}";

  private static final String EMPTY = "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[]}}";

  private static ForgedZip torch() {
    return new ForgedZip().stored("m/version", "3\n");
  }

  private static ForgedZip keras(String config) {
    return new ForgedZip().stored("metadata.json", KERAS).stored("config.json", config);
  }

  private static Arguments attack(String name, ForgedZip zip, String... phrases) {
    return Arguments.of(name, zip.bytes(), phrases);
  }

  static Stream<Arguments> attacks() {
    ForgedZip zip = torch();
    Claim claim = new Claim(0, 0, SMALL.length, SMALL.length, zip.put(SMALL));
    return Stream.of(
        attack("pickle bomb", torch().deflated("m/data.pkl", new byte[BOMB], BOMB), "at most"),
        attack(
            "bomb under a small size",
            torch().deflated("m/data.pkl", new byte[BOMB], 100),
            "m/data.pkl",
            "more than 100 bytes"),
        attack(
            "size beyond what deflate reaches",
            torch().deflated("m/data.pkl", SMALL, 1 << 30),
            "m/data.pkl",
            "" + (1 << 30)),
        attack(
            "fewer bytes than claimed", torch().deflated("m/data.pkl", SMALL, 50), "5 bytes", "50"),
        attack(
            "two entries of one name",
            zip.list("m/data.pkl", claim).list("m/data.pkl", claim),
            "two entries"),
        attack("encryption", torch().list("m/data.pkl", new Claim(0, 1, 5, 5, 0)), "encryption"),
        attack("method", torch().list("m/data.pkl", new Claim(99, 0, 5, 5, 0)), "method 99"),
        attack("stored, two sizes", torch().list("m/data.pkl", new Claim(0, 0, 5, 6, 0)), "agree"),
        attack(
            "negative size", torch().list("m/data.pkl", new Claim(0, 0, -1, -1, 0)), "4294967295"),
        attack(
            "entry past the end",
            torch().list("m/data.pkl", new Claim(0, 0, 500, 500, 0)),
            "at most"),
        attack(
            "no header there",
            torch().list("m/data.pkl", new Claim(0, 0, 5, 5, 3)),
            "no header at byte 3"),
        attack("directory past the end", torch().directoryAt(1 << 30), "directory"),
        attack("directory at a negative place", torch().directoryAt(-2), "directory"),
        attack("directory inside itself", torch().directoryAt(1), "no header at byte 1"),
        attack("one record for many", overlapping(), "records of more than"),
        attack(
            "TorchScript",
            torch().stored("m/data.pkl", ".").stored("m/constants.pkl", "."),
            "state dict"),
        attack("path out of the archive", torch().stored("../m/data.pkl", "."), "data.pkl"),
        attack("configuration bomb", bomb("config.json"), "config.json", "at most"),
        attack("weights bomb", bomb("model.weights.h5"), "model.weights.h5", "at most"),
        attack(
            "deep configuration",
            keras("{\"a\":" + "[".repeat(100_000)).stored("model.weights.h5", SMALL),
            "nesting depth"),
        attack(
            "a key twice",
            keras("{\"a\":1,\"a\":2}").stored("model.weights.h5", SMALL),
            "Duplicate field 'a'"),
        attack("no configuration", keras("[]").stored("model.weights.h5", SMALL), "an object"),
        attack("weights elsewhere", keras(EMPTY), "archive", "model.weights.h5"));
  }

  private static ForgedZip bomb(String name) {
    ForgedZip zip = new ForgedZip().stored("metadata.json", KERAS);
    if (!name.equals("config.json")) {
      zip.stored("config.json", EMPTY);
    }
    return zip.deflated(name, new byte[BOMB], BOMB);
  }

  /** Tensors of one element each, whose records are all the same packed bytes. */
  private static ForgedZip overlapping() {
    int records = 200;
    int inflated = 20_000;
    StringBuilder pickle = new StringBuilder("\u0080\u0002}(");
    for (int i = 0; i < records; i++) {
      pickle.append(text("w" + i)).append("ctorch._utils\n_rebuild_tensor_v2\n((");
      pickle.append(text("storage")).append("ctorch\nFloatStorage\n").append(text("" + i));
      pickle
          .append(text("cpu"))
          .append(whole(inflated / 4))
          .append("tQK\0K\1\u0085K\1\u0085\u0089)tR");
    }
    ForgedZip zip = new ForgedZip();
    zip.stored("m/data.pkl", pickle.append("u.").toString().getBytes(StandardCharsets.ISO_8859_1));
    byte[] packed = ForgedZip.deflate(new byte[inflated], true);
    int at = zip.put(packed);
    for (int i = 0; i < records; i++) {
      zip.list("m/data/" + i, new Claim(8, 0, packed.length, inflated, at));
    }
    return zip;
  }

  private static String whole(int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    return "J" + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String text(String text) {
    return "X" + whole(text.length()).substring(1) + text;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void refusesAPlantedAttack(String name, byte[] file, String[] phrases) {
    assertThat(
            Attack.refused(
                file.length,
                () -> ModelFile.read(file, Optional.empty(), name, ModelFile.Options.plain())))
        .hasMessageContainingAll(phrases);
  }
}
