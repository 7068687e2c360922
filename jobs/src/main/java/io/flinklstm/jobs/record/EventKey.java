package io.flinklstm.jobs.record;

/** What a key may be. */
final class EventKey {

  static final int MAX_LENGTH = 1024;

  private EventKey() {}

  static String check(String key, String place) throws UnreadableException {
    if (key.isEmpty() || key.length() > MAX_LENGTH) {
      throw new UnreadableException(
          "field "
              + place
              + ": found "
              + key.length()
              + " characters, expected 1 to "
              + MAX_LENGTH);
    }
    // A lone surrogate has no UTF-8 form: two such keys would become one in the output.
    if (hasLoneSurrogate(key)) {
      throw new UnreadableException("field " + place + ": found half a surrogate pair");
    }
    return key;
  }

  private static boolean hasLoneSurrogate(String s) {
    for (int i = 0; i < s.length(); i += Character.charCount(s.codePointAt(i))) {
      int point = s.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return true;
      }
    }
    return false;
  }
}
