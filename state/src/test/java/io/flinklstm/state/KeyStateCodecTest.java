package io.flinklstm.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KeyStateCodecTest {

  private static final KeyState STATE = States.of(6, 3, 2);

  private static byte[] with(int at, int length, long value) {
    byte[] bytes = KeyStateCodec.toBytes(STATE);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (length) {
      case 1 -> buffer.put(at, (byte) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return bytes;
  }

  private static void refused(byte[] bytes, String message) {
    assertThatExceptionOfType(StateFormatException.class)
        .isThrownBy(() -> KeyStateCodec.fromBytes(bytes))
        .withMessage("key state: " + message);
  }

  @Test
  void takesFortyBytesOverTheNumbersAndFloats() {
    assertThat(KeyStateCodec.toBytes(STATE)).hasSize(40 + 3 * 8 + 6 * 4);
  }

  @Test
  void readsWhatItWrites() throws IOException {
    assertThat(KeyStateCodec.fromBytes(KeyStateCodec.toBytes(STATE))).isEqualTo(STATE);
  }

  @Test
  void keepsEveryBit() throws IOException {
    KeyState read = KeyStateCodec.fromBytes(KeyStateCodec.toBytes(States.withOddBits()));
    assertThat(Float.floatToRawIntBits(read.recurrent()[0])).isEqualTo(0x8000_0000);
    assertThat(Float.floatToRawIntBits(read.recurrent()[2])).isEqualTo(0x7fc0_1234);
  }

  @Test
  void readsTheCommittedBytesOfVersionOne() throws IOException {
    try (InputStream fixture = getClass().getResourceAsStream("key-state-v1.bin")) {
      byte[] bytes = fixture.readAllBytes();
      assertThat(KeyStateCodec.fromBytes(bytes)).isEqualTo(STATE);
      assertThat(KeyStateCodec.toBytes(STATE)).isEqualTo(bytes);
    }
  }

  @Test
  void readsTheCommittedBytesWithEveryField() throws IOException {
    try (InputStream fixture = getClass().getResourceAsStream("key-state-v1-sequence.bin")) {
      byte[] bytes = fixture.readAllBytes();
      assertThat(KeyStateCodec.fromBytes(bytes)).isEqualTo(States.inSequence());
      assertThat(KeyStateCodec.toBytes(States.inSequence())).isEqualTo(bytes);
    }
  }

  @Test
  void readsTheCommittedBytesWithAHistory() throws IOException {
    try (InputStream fixture = getClass().getResourceAsStream("key-state-v1-history.bin")) {
      byte[] bytes = fixture.readAllBytes();
      assertThat(KeyStateCodec.fromBytes(bytes)).isEqualTo(States.withHistory());
      assertThat(KeyStateCodec.toBytes(States.withHistory())).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT32")
  void readsTheCommittedBytesOfEveryEncoding(StateEncoding encoding) throws IOException {
    String name = "key-state-v1-" + encoding.name().toLowerCase(Locale.ROOT) + ".bin";
    try (InputStream fixture = getClass().getResourceAsStream(name)) {
      byte[] bytes = fixture.readAllBytes();
      assertThat(KeyStateCodec.fromBytes(bytes)).isEqualTo(States.encoded(encoding));
      assertThat(KeyStateCodec.toBytes(States.encoded(encoding))).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT32")
  void halfTheBitsTakeHalfTheBytes(StateEncoding encoding) {
    KeyState state = States.of(256, 0, 1);
    state.encodeAs(encoding);
    assertThat(KeyStateCodec.toBytes(state)).hasSize(40 + 2 * 256);
  }

  @Test
  void writesWhatWasNotRoundedAsIfItHadBeen() throws IOException {
    KeyState state = States.encoded(StateEncoding.FLOAT16);
    state.recurrent()[0] = 1 / 3f;
    KeyState read = KeyStateCodec.fromBytes(KeyStateCodec.toBytes(state));
    state.round();
    assertThat(read).isEqualTo(state);
  }

  @Test
  void refusesAnEncodingItDoesNotKnow() {
    byte[] bytes = KeyStateCodec.toBytes(States.encoded(StateEncoding.BFLOAT16));
    for (byte code : new byte[] {0, 3, -1}) {
      bytes[39] = code;
      refused(
          bytes,
          "encoding of floats: found "
              + code
              + ", expected 1 (float16) or 2 (bfloat16); a newer program may have written this"
              + " state");
    }
  }

  @Test
  void refusesAHistoryLargerThanAnyBeforeItMakesRoom() {
    byte[] bytes = KeyStateCodec.toBytes(States.withHistory());
    ByteBuffer counts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    counts.putInt(KeyStateCodec.HEADER, 1 << 20);
    counts.putInt(KeyStateCodec.HEADER + 4, 1 << 10);
    refused(bytes, "history: found 1048576 rows of 1024 values, expected at most 4194304 in all");
    counts.putInt(KeyStateCodec.HEADER, -1);
    refused(bytes, "rows of history: found -1, expected 0 to 4194304");
  }

  @Test
  void knowsTheLengthBeforeItWrites() {
    for (KeyState state :
        new KeyState[] {
          STATE,
          States.inSequence(),
          States.withoutTime(),
          States.withHistory(),
          States.encoded(StateEncoding.FLOAT16)
        }) {
      assertThat(KeyStateCodec.length(state)).isEqualTo(KeyStateCodec.toBytes(state).length);
    }
  }

  @Test
  void copiesBytesWithEveryField() throws IOException {
    byte[] bytes = KeyStateCodec.toBytes(States.inSequence());
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    new KeyStateCodec()
        .copy(new DataInputStream(new ByteArrayInputStream(bytes)), new DataOutputStream(copied));
    assertThat(copied.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void refusesACorruptCountOfLastValues() {
    byte[] bytes = KeyStateCodec.toBytes(States.inSequence());
    int at = bytes.length - 3 * Float.BYTES - Integer.BYTES;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 1 << 30);
    refused(bytes, "last values: found 1073741824, expected 0 to 4194304");
  }

  @Test
  void refusesWhatIsNoState() {
    refused(with(0, 1, 'X'), "magic: found 58 53, expected 4b 53");
    refused(new byte[0], "length: found 0 bytes, expected at least 40");
  }

  @Test
  void refusesAVersionItDoesNotKnow() {
    refused(
        with(2, 1, 2),
        "format version: found 2, expected 1 to 1; a newer program wrote this state, run that one");
    refused(with(2, 1, 0), "format version: found 0, expected 1 to 1");
  }

  @Test
  void refusesFlagsItDoesNotKnow() {
    refused(
        with(3, 1, 0x81),
        "flags: found 81, expected no others than 7f; a newer program wrote this state");
  }

  @Test
  void refusesCorruptCounts() {
    refused(with(16, 8, -1), "steps: found -1, expected 0 or more");
    refused(with(32, 4, -1), "numbers: found -1, expected 0 to 4194304");
    refused(with(36, 4, Integer.MAX_VALUE), "floats: found 2147483647, expected 0 to 4194304");
    refused(with(36, 4, 7), "length: found 88 bytes, expected 92, as the header says");
  }

  @Test
  void bytesChangedAtRandomNeverDoMoreThanFail() {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] good = {
      KeyStateCodec.toBytes(STATE),
      KeyStateCodec.toBytes(States.inSequence()),
      KeyStateCodec.toBytes(States.withHistory()),
      KeyStateCodec.toBytes(States.encoded(StateEncoding.FLOAT16))
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good[i % good.length].clone();
      for (int k = 0; k <= i / good.length % 4; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      readOrRefuse(bytes);
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      new KeyStateCodec().read(new DataInputStream(new ByteArrayInputStream(bytes)), null);
    } catch (IOException refusedOrTooShort) {
      assertThat(refusedOrTooShort).isNotNull();
    }
  }
}
