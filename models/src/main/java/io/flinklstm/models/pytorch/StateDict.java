package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the state dict in what was pickled and gives its tensors. */
final class StateDict {

  private static final String PARALLEL = "module.";
  private static final int MAX_SHARING = 4; // tensors may be views of the same bytes, within reason

  private final Function<Pickled.Storage, ByteBuffer> records;
  private final Map<String, ByteBuffer> taken = new HashMap<>();
  private final long cap;
  private long bytes;
  private long recordBytes;

  StateDict(Function<Pickled.Storage, ByteBuffer> records, long fileBytes) {
    this.records = records;
    this.cap = MAX_SHARING * fileBytes;
  }

  Map<String, RawTensor> of(Pickled root, Optional<String> key, List<String> names) {
    Pickled.Dict dict;
    if (root instanceof Pickled.Sequence list) {
      dict = named(list, names);
    } else {
      dict = key.isPresent() ? at(root, key.get()) : only(root);
    }
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    boolean parallel = dict.entries.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    dict.entries.forEach(
        (name, value) -> {
          if (value instanceof Pickled.View view) {
            String plain = parallel ? name.substring(PARALLEL.length()) : name;
            tensors.put(plain, tensor(plain, view));
          }
        });
    return tensors;
  }

  private static Pickled.Dict named(Pickled.Sequence list, List<String> names) {
    if (list.items.size() != names.size()) {
      throw new ModelFormatException(
          "checkpoint",
          "a list of " + list.items.size() + " without names",
          "a dict of named tensors: save model.state_dict(), or a description that says \"names:"
              + " [weight_ih_l0, ...]\", one for each in order");
    }
    Pickled.Dict dict = new Pickled.Dict();
    for (int i = 0; i < names.size(); i++) {
      dict.put(new Pickled.Text(names.get(i)), list.items.get(i));
    }
    return dict;
  }

  private static Pickled.Dict at(Pickled root, String key) {
    if (root instanceof Pickled.Dict dict
        && dict.entries.get(key) instanceof Pickled.Dict found
        && hasTensors(found)) {
      return found;
    }
    throw new ModelFormatException(
        "checkpoint: key " + key, "no state dict", "one of " + candidates(root));
  }

  private static Pickled.Dict only(Pickled root) {
    if (root instanceof Pickled.Dict dict && hasTensors(dict)) {
      return dict;
    }
    List<String> candidates = candidates(root);
    if (candidates.size() != 1) {
      throw new ModelFormatException(
          "checkpoint",
          candidates.isEmpty() ? "no state dict" : "several state dicts " + candidates,
          candidates.isEmpty() ? "a dict of named tensors" : "a key that names one of them");
    }
    return at(root, candidates.get(0));
  }

  private static boolean hasTensors(Pickled.Dict dict) {
    return dict.entries.values().stream().anyMatch(value -> value instanceof Pickled.View);
  }

  private static List<String> candidates(Pickled root) {
    if (!(root instanceof Pickled.Dict dict)) {
      return List.of();
    }
    return dict.entries.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Pickled.Dict inner && hasTensors(inner))
        .map(Map.Entry::getKey)
        .toList();
  }

  private ByteBuffer record(String name, Pickled.Storage storage) {
    ByteBuffer record = records.apply(storage);
    recordBytes += record.remaining();
    if (recordBytes > cap) {
      throw new ModelFormatException(
          "tensor " + name + ": storage " + storage.key(),
          "records of more than " + cap + " bytes",
          "about what the file has");
    }
    return record;
  }

  private RawTensor tensor(String name, Pickled.View view) {
    Pickled.Storage storage = view.storage();
    ByteBuffer record = taken.computeIfAbsent(storage.key(), key -> record(name, storage));
    int size = storage.dtype().bytes();
    if (storage.elements() > record.remaining() / size
        || storage.elements() * size != record.remaining()) {
      throw new ModelFormatException(
          "tensor " + name + ": storage " + storage.key(),
          record.remaining() + " bytes",
          storage.elements() + " elements of " + size);
    }
    long length = RawTensor.bytes(name, storage.dtype(), view.sizes());
    bytes += length;
    if (bytes > cap) {
      throw new ModelFormatException(
          "tensor " + name,
          "tensors of more than " + cap + " bytes",
          "few views of the same bytes");
    }
    int from = (int) storage.offset() * size;
    ByteBuffer part = record.slice(from, (int) storage.length() * size);
    return new Strides(name, view, part).tensor();
  }
}
