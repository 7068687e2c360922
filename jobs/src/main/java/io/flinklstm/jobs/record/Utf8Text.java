package io.flinklstm.jobs.record;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a document, in one buffer for all of them. Jackson would guess UTF-16 and UTF-32 and
 * let some malformed UTF-8 pass.
 */
final class Utf8Text {

  static final int MAX_BYTES = 64 * 1024;

  private final RecordFormat format;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer text = CharBuffer.allocate(MAX_BYTES);

  Utf8Text(RecordFormat format) {
    this.format = format;
  }

  /** The text from the buffer's beginning to its limit, until the next call. */
  CharBuffer decode(byte[] document) throws UnreadableException {
    checkLength(document, format);
    text.clear();
    CoderResult result = utf8.reset().decode(ByteBuffer.wrap(document), text, true);
    if (result.isError()) {
      throw new UnreadableException("not UTF-8");
    }
    return text.flip();
  }

  /** Whether there is something, and not too much. */
  static void checkLength(byte[] document, RecordFormat format) throws UnreadableException {
    if (document.length == 0) {
      throw new UnreadableException("empty, expected " + format.expected());
    }
    if (document.length > MAX_BYTES) {
      throw new UnreadableException(
          "found " + document.length + " bytes, expected at most " + MAX_BYTES);
    }
  }
}
