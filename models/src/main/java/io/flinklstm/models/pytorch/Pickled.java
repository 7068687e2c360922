package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a pickle may hold, as plain values. Containers compare by identity: a pickle can put a list
 * into itself, and nothing may walk that without end.
 */
sealed interface Pickled {

  /** Python's None, and what is read but of no use. */
  enum None implements Pickled {
    NONE
  }

  /** A text. */
  record Text(String value) implements Pickled {}

  /** A whole number or a boolean. */
  record Whole(BigInteger value) implements Pickled {
    static Whole of(long value) {
      return new Whole(BigInteger.valueOf(value));
    }
  }

  /** A number with a fraction. */
  record Real(double value) implements Pickled {}

  /** A list or a tuple. */
  final class Sequence implements Pickled {
    final List<Pickled> items = new ArrayList<>(0);
  }

  /** A dict; entries whose key is no text are of no use here and dropped. */
  final class Dict implements Pickled {
    final Map<String, Pickled> entries = new LinkedHashMap<>();

    void put(Pickled key, Pickled value) {
      if (key instanceof Text text && entries.put(text.value(), value) != null) {
        throw new ModelFormatException("pickle: dict", "two entries " + text.value(), "one");
      }
    }
  }

  /** A name from the whitelist, not yet used. */
  record Global(String name) implements Pickled {}

  /**
   * Where a tensor's elements lie.
   *
   * @param key names the record
   * @param elements how many the whole record has
   * @param offset first element of the part that is this storage
   * @param length how many elements are this storage
   */
  record Storage(Dtype dtype, String key, long elements, long offset, long length)
      implements Pickled {}

  /** A view of a storage; offset and strides count elements. */
  record View(Storage storage, long offset, long[] sizes, long[] strides) implements Pickled {}

  /** What kind of value this is, for errors. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
