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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
        new KeyState[] {STATE, States.inSequence(), States.withoutTime(), States.withHistory()}) {
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
        "flags: found 81, expected no others than 3f; a newer program wrote this state");
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
      KeyStateCodec.toBytes(States.withHistory())
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good[i % 3].clone();
      for (int k = 0; k <= i / 3 % 4; k++) {
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
