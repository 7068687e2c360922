package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The form before PyTorch 1.6: five pickles (magic, version, system, object, keys), then for each
 * key the number of elements and the elements.
 */
record TorchStream(Pickled root, Function<Pickled.Storage, ByteBuffer> records) {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  static TorchStream read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    expect("magic number", Unpickler.read(in), MAGIC);
    expect("version", Unpickler.read(in), BigInteger.valueOf(VERSION));
    if (Unpickler.read(in) instanceof Pickled.Dict system
        && system.entries.get("little_endian") instanceof Pickled.Whole little
        && little.value().signum() == 0) {
      throw new ModelFormatException("stream: byte order", "big-endian", "little-endian");
    }
    Pickled root = Unpickler.read(in);
    Map<String, ByteBuffer> records = records(in, Unpickler.read(in), types(root));
    return new TorchStream(root, storage -> record(records, storage));
  }

  private static void expect(String what, Pickled found, BigInteger expected) {
    if (!(found instanceof Pickled.Whole whole) || !whole.value().equals(expected)) {
      throw new ModelFormatException("stream: " + what, found, "" + expected);
    }
  }

  private static ByteBuffer record(Map<String, ByteBuffer> records, Pickled.Storage storage) {
    ByteBuffer record = records.get(storage.key());
    if (record == null) {
      throw new ModelFormatException("stream: storage " + storage.key(), "none", "its elements");
    }
    return record;
  }

  /** The element types by key: the stream itself does not repeat them. */
  private static Map<String, Dtype> types(Pickled root) {
    Map<String, Dtype> types = new HashMap<>();
    Set<Pickled> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Pickled> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Pickled value = open.remove();
      if (value instanceof Pickled.View view) {
        types.put(view.storage().key(), view.storage().dtype());
      } else if (value instanceof Pickled.Storage storage) {
        types.put(storage.key(), storage.dtype());
      } else if (seen.add(value)) {
        if (value instanceof Pickled.Dict dict) {
          open.addAll(dict.entries.values());
        } else if (value instanceof Pickled.Sequence sequence) {
          open.addAll(sequence.items);
        }
      }
    }
    return types;
  }

  private static Map<String, ByteBuffer> records(
      ByteBuffer in, Pickled keys, Map<String, Dtype> types) {
    if (!(keys instanceof Pickled.Sequence list)) {
      throw new ModelFormatException("stream: storage keys", keys.kind(), "a list");
    }
    Map<String, ByteBuffer> records = new HashMap<>();
    for (Pickled item : list.items) {
      if (!(item instanceof Pickled.Text key) || !types.containsKey(key.value())) {
        throw new ModelFormatException(
            "stream: storage keys", item.kind() + " unknown to the object", "keys it uses");
      }
      records.put(key.value(), elements(in, key.value(), types.get(key.value())));
    }
    return records;
  }

  private static ByteBuffer elements(ByteBuffer in, String key, Dtype type) {
    long count = in.remaining() < 8 ? -1 : in.getLong();
    if (count < 0 || count > in.remaining() / type.bytes()) {
      throw new ModelFormatException(
          "stream: storage " + key, count + " elements", "at most the bytes left");
    }
    int length = (int) count * type.bytes();
    ByteBuffer elements = in.slice(in.position(), length);
    in.position(in.position() + length);
    return elements;
  }
}
